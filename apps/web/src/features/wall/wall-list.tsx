import { isolated } from '#lib/isolated.ts';
import { mainClause } from '#lib/main-clause.ts';
import { isSuccessUnread } from '#lib/not-read.ts';
import { Mark } from './mark.tsx';
import { type Page, pageAt, useFittingRows } from './paging.ts';
import { byUrgency, largestSpan, type WallJob } from './urgency.ts';
import { machinesShown, othersOf } from './wall-view.ts';
import { wallWords as words } from './words.ts';

function machinesText(job: WallJob): string {
  const shown = machinesShown(job);
  if (shown.all) return words.allMachines(shown.total);
  if (shown.names.length === 0) return shown.more > 0 ? words.someMachines(shown.more, job.machinesTotal) : '';
  const names = shown.names.map(isolated).join(', ');
  return shown.more > 0 ? `${names} ${words.more(shown.more)}` : names;
}

type WallRowProps = { job: WallJob; now: number; motion: string };

/** The shape, the job beside how long it has been without a backup and how often it has failed; under it why. */
const line =
  'grid grid-cols-[--spacing(3.4)_minmax(0,1fr)_max-content_max-content] content-center items-baseline gap-x-[1.1vw] border-t border-hair landscape:first:border-t-transparent portrait:grid-cols-[--spacing(3.4)_minmax(0,1fr)_max-content] portrait:gap-x-[2.4vw]';
const large = 'text-m leading-[1.18] font-[600]';

/** Why a job failed. Nothing where its results are read and name no machine: then reasons are hidden on this wall. */
function reasonText({ state, reason, machines, machinesFailed }: WallJob): string {
  if (state === 'unknown') return words.resultUnknown;
  if (reason !== null) return isolated(mainClause(reason));
  if (machinesFailed === null) return words.noReasonYet;
  return machines.length === 0 ? '' : words.noReason;
}

function WallRow({ job, now, motion }: WallRowProps) {
  const about = [machinesText(job), reasonText(job)].filter((text) => text !== '').join(' · ');
  const streak = job.streak > 1;
  const atLeast = isSuccessUnread(job);
  return (
    <li className={`${line} ${motion}`}>
      <Mark
        state={job.state ?? 'failed'}
        className="col-start-1 row-start-1 row-end-3 size-[0.95em] self-center portrait:row-end-4"
      />
      <h2 className={`col-start-2 row-start-1 truncate ${large}`}>{job.name}</h2>
      <p className="col-start-2 -col-end-1 row-start-2 line-clamp-2 text-why leading-[1.2] text-quiet">
        {job.retrying && (
          <span className="text-running">
            {words.retrying}
            {about !== '' && ' · '}
          </span>
        )}
        {about}
      </p>
      {streak && (
        <p className={`-col-start-2 -col-end-1 row-start-1 text-right text-failed ${large}`}>
          <span aria-hidden="true">{words.streak(job.streak, atLeast)}</span>
          <span className="sr-only">{words.streakSpoken(job.streak, atLeast)}</span>
        </p>
      )}
      <p
        className={`col-start-3 row-start-1 text-quiet portrait:col-start-2 portrait:-col-end-1 portrait:row-start-3 ${streak ? '' : '-col-end-1'}`}
      >
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

/** The content of the other pages, in one line; nothing where there is one page. */
export function WallOthers({ jobs, pages }: { jobs: readonly WallJob[]; pages: number }) {
  if (jobs.length === 0) return null;
  const { reasons, names } = othersOf(jobs);
  const parts = [...reasons.map(({ count, reason }) => words.sameReason(count, reason)), ...names.map(isolated)];
  return (
    <p className="col-span-full truncate px-[4vw] pt-[--spacing(0.6)] pb-[--spacing(0.6)] text-why leading-[1.2] text-quiet">
      <b className="font-[600] text-text">{words.others(jobs.length, pages)}</b> {parts.join(' · ')}
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
    <ol
      className="mt-6 mr-[4vw] ml-[1vw] grid min-h-0 auto-rows-[--spacing(17.4)] content-start overflow-hidden portrait:mx-[4vw] portrait:mt-0 portrait:auto-rows-[--spacing(18.6)]"
      ref={listRef}
      aria-label={words.failedJobs}
    >
      {page.rows.map((job) => (
        <WallRow
          key={`${page.number} ${job.id}`}
          job={job}
          now={now}
          motion={isNew(job.id) ? 'motion-safe:animate-new' : page.of > 1 ? 'motion-safe:animate-turned' : ''}
        />
      ))}
    </ol>
  );
}
