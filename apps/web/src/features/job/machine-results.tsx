import type { JobRun, JobRunMachine } from '@retry-desk/contract';
import { duration } from '#lib/dates.ts';
import { markOfResult } from '#lib/marks.ts';
import { words as catalogue } from '#lib/words.ts';
import { CopyButton } from '#ui/copy-button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { durationOf } from './duration-chart.ts';
import { byNeed, reasonsText } from './machine-summary.ts';
import { jobWords as words } from './words.ts';

function MachineLine({ result, now }: { result: JobRunMachine; now: number }) {
  const took = result.startedAt && duration(durationOf({ startedAt: result.startedAt, endedAt: result.endedAt }, now));
  const waits = result.state === 'pending';
  return (
    <li className="grid grid-cols-[10px_minmax(0,1fr)_max-content] items-baseline gap-2.25 py-0.75 min-[561px]:grid-cols-[10px_minmax(90px,180px)_minmax(0,1fr)_max-content]">
      <StateMark state={waits ? 'waiting' : markOfResult[result.result]} />
      <span className="font-strong wrap-anywhere">{result.machine}</span>
      <span className="wrap-anywhere whitespace-pre-wrap max-[561px]:col-[2/-1] max-[561px]:row-start-2 max-[561px]:empty:hidden">
        {result.reason ?? (result.result === 'failed' ? catalogue.noReason : null)}
      </span>
      <span className="text-muted">
        {[waits ? words.waits : catalogue.result[result.result], waits ? null : took].filter(Boolean).join(' · ')}
      </span>
    </li>
  );
}

/** Under the word of the run's result. */
const place = 'pb-3.5 min-[561px]:pl-4.75';

/** Every machine of a run with its result and its whole reason, as text that can be selected and copied. */
export function MachineResults({ run, now }: { run: JobRun; now: number }) {
  if (run.machines === null) return <p className={`${place} text-muted`}>{words.machinesNotRead}</p>;
  if (run.machines.length === 0) return <p className={`${place} text-muted`}>{words.noMachines}</p>;
  const reasons = reasonsText(run.machines);
  return (
    <div className={place}>
      <ul className="mb-2.5">
        {byNeed(run.machines).map((result) => (
          <MachineLine key={result.machine} result={result} now={now} />
        ))}
      </ul>
      {reasons && <CopyButton text={reasons} label={words.copyReasons} />}
    </div>
  );
}
