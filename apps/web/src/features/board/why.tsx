import type { JobRow } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { Time } from '#ui/time.tsx';
import { firstNames, machinesOf } from './retry-plan.ts';

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
      {words.board.lastRun}: {words.result[run.result]} <Time at={run.endedAt ?? run.startedAt} show="day" />
    </span>
  );
}

/** Why a job is in the list, in two lines: machines and how many of how many, then the first reason. */
export function Why({ job }: { job: JobRow }) {
  if (job.state !== 'failed') {
    return (
      <div className="one">
        <RunState job={job} />
      </div>
    );
  }
  const machines = machinesOf(job);
  const names = firstNames(machines, 3);
  const reason = job.reasons[0]?.text;
  const unread = job.run?.machinesFailed === null;
  return (
    <>
      <div className="flex min-w-0 gap-x-1.5 max-sm:flex-wrap">
        <b className="one font-strong max-sm:whitespace-normal">{names.text}</b>
        {names.more > 0 && <b className="flex-none font-strong">{words.board.more(names.more)}</b>}
        <span className="flex-none text-muted">
          {words.board.ofMachines(job.run?.machinesFailed ?? null, job.run?.machinesTotal ?? null)}
        </span>
      </div>
      <div className="one text-muted max-sm:line-clamp-2 max-sm:whitespace-normal" title={reason}>
        {reason ?? (unread ? words.board.noReasonYet : words.board.noReason)}
      </div>
    </>
  );
}

/** All machines of a job that failed, each with Enterprise Manager's whole reason. */
export function AllReasons({ job }: { job: JobRow }) {
  return (
    <dl className="m-0 grid gap-x-5 gap-y-1 py-2 sm:grid-cols-[fit-content(40%)_minmax(0,1fr)]">
      {job.reasons.map((reason, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a machine may be named twice, with two reasons
        <div key={place} className="contents">
          <dt className="font-strong">{reason.machine}</dt>
          <dd className="m-0 max-w-prose whitespace-pre-wrap select-text">{reason.text}</dd>
        </div>
      ))}
    </dl>
  );
}
