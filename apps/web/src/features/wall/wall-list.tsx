import { isolated } from '#lib/isolated.ts';
import type { MarkState } from '#lib/marks.ts';
import { isSuccessUnread } from '#lib/not-read.ts';
import { dayClock } from '#lib/time.ts';
import { Mark } from './mark.tsx';
import { type Page, pageAt, useFittingRows } from './paging.ts';
import { largestSpan, type WallJob } from './urgency.ts';
import { groupSum, jobsOf, type WallGroup, type WallRow, wallRows } from './wall-rows.ts';
import { machinesShown, othersOf } from './wall-view.ts';
import { wallWords as words } from './words.ts';

function machinesText(job: WallJob): string {
  const shown = machinesShown(job);
  if (shown.all) return words.allMachines(shown.total);
  if (shown.names.length === 0) return shown.more > 0 ? words.someMachines(shown.more, job.machinesTotal) : '';
  const names = shown.names.map(isolated).join(', ');
  return shown.more > 0 ? `${names} ${words.more(shown.more)}` : names;
}

type JobRowProps = { job: WallJob; now: number; motion: string };

/** The shape, the job beside how long it has been without a backup and how often it has failed; under it why. */
const line =
  'grid grid-cols-[--spacing(3.4)_minmax(0,1fr)_max-content_max-content] content-center items-baseline gap-x-[1.1vw] border-t border-hair landscape:first:border-t-transparent portrait:grid-cols-[--spacing(3.4)_minmax(0,1fr)_max-content] portrait:gap-x-[2.4vw]';
/** Acknowledged: it stays in sight, and does not draw the eye. */
const known = 'opacity-60 text-[0.8em]';
const large = 'text-m leading-[1.18] font-[600]';

/** Why a job failed: its cause, with the reason where that says nothing; the reason alone while the cause is not known. Nothing where its results are read and name no machine: then reasons are hidden on this wall. */
function failureText({ state, cause, reason, machines, machinesFailed }: WallJob): string {
  if (state === 'unknown') return words.resultUnknown;
  if (cause) {
    const quoted = cause.family === 'says-nothing' && reason !== null ? ` · ${isolated(reason)}` : '';
    return `${isolated(cause.title)}${quoted}`;
  }
  if (reason !== null) return isolated(reason);
  if (machinesFailed === null) return words.noReasonYet;
  return machines.length === 0 ? '' : words.noReason;
}

/** The trouble of a job in words: a run that hangs, a start that did not come, why it failed. */
function reasonText(job: WallJob, now: number): string {
  const { attention, hung, overdue } = job;
  const texts = [
    hung && words.hung(largestSpan(now - Date.parse(hung.since))),
    overdue && overdueText(overdue, now),
    (attention === undefined || attention === 'failed') && failureText(job),
  ];
  return texts.filter(Boolean).join(' · ');
}

function overdueText({ neverRan, expectedAt }: NonNullable<WallJob['overdue']>, now: number): string {
  if (neverRan) return words.neverRan;
  return expectedAt === null ? words.overdue : words.expected(dayClock(Date.parse(expectedAt), now, 'local'));
}

function markOf({ attention, state }: WallJob): MarkState {
  return attention === 'overdue' || attention === 'hung' ? attention : (state ?? 'failed');
}

function Streak({ job }: { job: WallJob }) {
  if (job.streak <= 1) return null;
  const atLeast = isSuccessUnread(job);
  return (
    <p className={`-col-start-2 -col-end-1 row-start-1 text-right text-failed ${large}`}>
      <span aria-hidden="true">{words.streak(job.streak, atLeast)}</span>
      <span className="sr-only">{words.streakSpoken(job.streak, atLeast)}</span>
    </p>
  );
}

/** Its place: in the last column where no streak is shown. */
function asideClass(job: WallJob): string {
  const end = job.streak > 1 ? '' : '-col-end-1';
  return `col-start-3 row-start-1 text-quiet portrait:col-start-2 portrait:-col-end-1 portrait:row-start-3 ${end}`;
}

/** As wide as its place, and no wider by its text: Chromium 80 would take the room of the columns above for it. */
const about = 'col-start-2 -col-end-1 row-start-2 line-clamp-2 w-0 min-w-full text-why leading-[1.2] text-quiet';
const mark = 'col-start-1 row-start-1 row-end-3 size-[0.95em] self-center portrait:row-end-4';

/** Jobs of one cause: how many, on how many machines, with the longest streak and the newest failure; under it the cause. */
function GroupRow({ group, now, motion }: { group: WallGroup; now: number; motion: string }) {
  const sum = groupSum(group);
  return (
    <li className={`${line} ${motion}`}>
      <Mark state="failed" className={mark} />
      <h2 className={`col-start-2 row-start-1 truncate ${large}`}>
        {words.jobsOfCause(group.jobs.length, sum.machines, sum.atLeast)}
      </h2>
      <p className={about}>
        {sum.retrying > 0 && <span className="text-running">{words.someRetrying(sum.retrying)} · </span>}
        {isolated(group.title)} · {group.jobs.map(({ name }) => isolated(name)).join(', ')}
      </p>
      <Streak job={sum.worst} />
      <p className={asideClass(sum.worst)}>{words.newestFailure(largestSpan(now - sum.newestFailure))}</p>
    </li>
  );
}

function JobRow({ job, now, motion }: JobRowProps) {
  const texts = [
    job.acknowledged ? words.known : '',
    job.attention === 'overdue' ? '' : machinesText(job),
    reasonText(job, now),
  ];
  const why = texts.filter((text) => text !== '').join(' · ');
  return (
    <li className={`${line} ${job.acknowledged ? known : ''} ${motion}`}>
      <Mark state={markOf(job)} className={mark} />
      <h2 className={`col-start-2 row-start-1 truncate ${large}`}>{job.name}</h2>
      <p className={about}>
        {job.retrying && (
          <span className="text-running">
            {words.retrying}
            {why !== '' && ' · '}
          </span>
        )}
        {why}
      </p>
      <Streak job={job} />
      <p className={asideClass(job)}>
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
  const all = wallRows(jobs);
  const page = pageAt(all, rows, turns);
  const first = (page.number - 1) * rows;
  return { ref, page, others: [...all.slice(0, first), ...all.slice(first + rows)] };
}

/** The content of the other pages, in one line; nothing where there is one page. */
export function WallOthers({ rows, pages }: { rows: readonly WallRow[]; pages: number }) {
  if (rows.length === 0) return null;
  const { causes, names } = othersOf(rows);
  const parts = [...causes.map(({ count, title }) => words.sameCause(count, title)), ...names.map(isolated)];
  const jobs = rows.reduce((sum, row) => sum + jobsOf(row).length, 0);
  return (
    <p className="col-span-full truncate px-[4vw] pt-[--spacing(0.6)] pb-[--spacing(0.6)] text-why leading-[1.2] text-quiet">
      <b className="font-[600] text-text">{words.others(jobs, pages)}</b> {parts.join(' · ')}
    </p>
  );
}

type WallListProps = {
  page: Page<WallRow>;
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
      {page.rows.map((row) => {
        const hasNew = jobsOf(row).some(({ id }) => isNew(id));
        const shared = {
          now,
          motion: hasNew ? 'motion-safe:animate-new' : page.of > 1 ? 'motion-safe:animate-turned' : '',
        };
        const key = `${page.number} ${row.id}`;
        return 'group' in row ? (
          <GroupRow key={key} group={row.group} {...shared} />
        ) : (
          <JobRow key={key} job={row.job} {...shared} />
        );
      })}
    </ol>
  );
}
