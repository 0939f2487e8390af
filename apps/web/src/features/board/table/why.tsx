import { endOfRun, type JobRow, type RowCause } from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import { words } from '#lib/words.ts';
import { laterPage } from '#ui/later.tsx';
import { Time } from '#ui/time.tsx';
import { firstNames, machinesOf } from '../retry/retry-plan.ts';
import { reasonGroups } from './reason-groups.ts';

function RunState({ job }: { job: JobRow }) {
  const { run } = job;
  if (!run) return <span className="text-muted">{job.readSince ? words.notRead : words.board.noRun}</span>;
  if (job.state === 'running') {
    return (
      <>
        <b className="font-strong text-running">{words.board.progress(run.progress)}</b>{' '}
        {run.machinesTotal !== null && <span className="text-muted">{words.count.machines(run.machinesTotal)}</span>}
      </>
    );
  }
  return (
    <span className="text-muted">
      {words.board.lastRun}: {words.result[run.result]} <Time at={endOfRun(run)} show="day" />
    </span>
  );
}

const LateLine = laterPage(async () => ({ default: (await import('./late-line.tsx')).LateLine }));
const KnownLine = laterPage(async () => ({ default: (await import('./late-line.tsx')).KnownLine }));

/** Whether a cause is none: the words of Enterprise Manager are all there is to show. */
function saysNothing({ family }: RowCause): boolean {
  return family === 'says-nothing';
}

type WhyProps = {
  job: JobRow;
  /** The key of the cause whose title stands above the row, which then shows its own reason in place of that. */
  under?: string | undefined;
};

/** The cause by its title, or while it is not known what most machines report. */
function WhyLine({ job, under }: WhyProps) {
  const [group, ...others] = reasonGroups(job.reasons);
  // Of several reasons the first may be that of another cause.
  const isSaid = group && others.length === 0 && job.cause?.key === under;
  const cause = isSaid ? null : job.cause;
  const unread = job.run?.machinesFailed === null;
  const reason = group && isolated(group.text);
  return (
    <div className="flex min-w-0 gap-x-1.5 text-muted">
      <span className="truncate max-sm:line-clamp-2 max-sm:whitespace-normal" title={group?.text}>
        {cause && isolated(cause.title)}
        {cause && reason && saysNothing(cause) && <small className="text-s"> · {reason}</small>}
        {!cause && (reason ?? (unread ? words.board.noReasonYet : words.board.noReason))}
      </span>
      {others.length > 0 && (
        <span className="flex-none" title={words.board.moreReasons(others.length)}>
          {words.board.more(others.length)}
        </span>
      )}
    </div>
  );
}

/** Why a job is in the list, in two lines: machines and how many of how many, then the cause; whole reasons are one press away. */
export function Why(props: WhyProps) {
  const { acknowledged } = props.job;
  return (
    <>
      <Trouble {...props} />
      {acknowledged && <KnownLine job={props.job.name} known={acknowledged} />}
    </>
  );
}

function Trouble({ job, under }: WhyProps) {
  const isLate = job.hung !== undefined || job.overdue !== undefined;
  if (job.attention === 'overdue' || job.attention === 'hung') {
    return (
      <>
        <div className="truncate">
          <LateLine job={job} />
        </div>
        {job.run && job.attention === 'overdue' && (
          <div className="truncate">
            <RunState job={job} />
          </div>
        )}
      </>
    );
  }
  if (job.state !== 'failed') {
    return (
      <div className="truncate">
        <RunState job={job} />
      </div>
    );
  }
  const machines = machinesOf(job);
  const names = firstNames(machines, 3);
  return (
    <>
      <div className="flex min-w-0 gap-x-1.5 max-sm:flex-wrap">
        <b className="truncate font-strong max-sm:whitespace-normal">{names.text}</b>
        {names.more > 0 && <b className="flex-none font-strong">{words.board.more(names.more)}</b>}
        <span className="flex-none text-muted">
          {words.board.ofMachines(job.run?.machinesFailed ?? null, job.run?.machinesTotal ?? null)}
        </span>
      </div>
      <WhyLine job={job} under={under} />
      {isLate && (
        <div className="truncate text-s">
          <LateLine job={job} />
        </div>
      )}
    </>
  );
}
