import { isolated } from '#lib/isolated.ts';
import { mainClause } from '#lib/main-clause.ts';
import { isSuccessUnread } from '#lib/not-read.ts';
import { Mark } from './mark.tsx';
import { type Page, pageAt, useFittingRows } from './paging.ts';
import { byUrgency, largestSpan, type WallJob } from './urgency.ts';
import { machinesShown, othersOf } from './wall-view.ts';
import { wallWords as words } from './words.ts';
import './wall-list.css';

function machinesText(job: WallJob): string {
  const shown = machinesShown(job);
  if (shown.all) return words.allMachines(shown.total);
  if (shown.names.length === 0) return shown.more > 0 ? words.someMachines(shown.more, job.machinesTotal) : '';
  const names = shown.names.map(isolated).join(', ');
  return shown.more > 0 ? `${names} ${words.more(shown.more)}` : names;
}

type WallRowProps = { job: WallJob; now: number; classes: string };

/** Why a job failed. Nothing where its results are read and name no machine: then reasons are hidden on this wall. */
function reasonText({ state, reason, machines, machinesFailed }: WallJob): string {
  if (state === 'unknown') return words.resultUnknown;
  if (reason !== null) return isolated(mainClause(reason));
  if (machinesFailed === null) return words.noReasonYet;
  return machines.length === 0 ? '' : words.noReason;
}

function WallRow({ job, now, classes }: WallRowProps) {
  const about = [machinesText(job), reasonText(job)].filter((text) => text !== '').join(' · ');
  const streak = job.streak > 1;
  const atLeast = isSuccessUnread(job);
  return (
    <li className={`wall-row ${streak ? '' : 'alone'} ${classes}`}>
      <Mark state={job.state ?? 'failed'} />
      <h2 className="wall-job one">{job.name}</h2>
      <p className="wall-why quiet">
        {job.retrying && (
          <span className="running">
            {words.retrying}
            {about !== '' && ' · '}
          </span>
        )}
        {about}
      </p>
      {streak && (
        <p className="wall-streak failed">
          <span aria-hidden="true">{words.streak(job.streak, atLeast)}</span>
          <span className="sr-only">{words.streakSpoken(job.streak, atLeast)}</span>
        </p>
      )}
      <p className="wall-without quiet">
        {job.lastSuccessAt === null
          ? words.neverBacked
          : words.without(largestSpan(now - Date.parse(job.lastSuccessAt)))}
      </p>
    </li>
  );
}

/** The rows of one page, most urgent first, and which page that is. */
export function usePage(jobs: readonly WallJob[], turns: number) {
  const { rows, ref } = useFittingRows();
  const all = byUrgency(jobs);
  const page = pageAt(all, rows, turns);
  const first = (page.number - 1) * rows;
  return { ref, page, others: [...all.slice(0, first), ...all.slice(first + rows)] };
}

/** What the other pages hold, in one line; nothing where there is one page. */
export function WallOthers({ jobs, pages }: { jobs: readonly WallJob[]; pages: number }) {
  if (jobs.length === 0) return null;
  const { reasons, names } = othersOf(jobs);
  const parts = [...reasons.map(({ count, reason }) => words.sameReason(count, reason)), ...names.map(isolated)];
  return (
    <p className="wall-others one">
      <b>{words.others(jobs.length, pages)}</b> {parts.join(' · ')}
    </p>
  );
}

type WallListProps = {
  page: Page<WallJob>;
  now: number;
  isNew: (jobId: string) => boolean;
  listRef: ReturnType<typeof useFittingRows>['ref'];
};

export function WallList({ page, now, isNew, listRef }: WallListProps) {
  return (
    <ol className="wall-list" ref={listRef} aria-label={words.failedJobs}>
      {page.rows.map((job) => (
        <WallRow
          key={`${page.number} ${job.id}`}
          job={job}
          now={now}
          classes={[page.of > 1 ? 'turned' : '', isNew(job.id) ? 'new' : ''].join(' ')}
        />
      ))}
    </ol>
  );
}
