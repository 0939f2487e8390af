import type { MachineResult, Run } from '@retry-desk/contract';
import { markOfResult } from '#lib/marks.ts';
import { duration } from '#lib/time.ts';
import { words as catalogue } from '#lib/words.ts';
import { CopyButton } from '#ui/copy-button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { durationOf } from './duration-chart.ts';
import { byNeed, reasonsText } from './machine-summary.ts';
import { jobWords as words } from './words.ts';

function MachineLine({ result, now }: { result: MachineResult; now: number }) {
  const took = result.startedAt && duration(durationOf({ startedAt: result.startedAt, endedAt: result.endedAt }, now));
  const waits = result.state === 'pending';
  return (
    <li>
      <StateMark state={waits ? 'waiting' : markOfResult[result.result]} />
      <span className="machine">{result.machine}</span>
      <span className="reason">{result.reason ?? (result.result === 'failed' ? words.noReason : null)}</span>
      <span className="muted">
        {[waits ? words.waits : catalogue.result[result.result], waits ? null : took].filter(Boolean).join(' · ')}
      </span>
    </li>
  );
}

/** Every machine of a run with its result and its whole reason, as text that can be selected and copied. */
export function MachineResults({ run, now }: { run: Run; now: number }) {
  if (run.machines === null) return <p className="run-machines muted">{words.machinesNotRead}</p>;
  if (run.machines.length === 0) return <p className="run-machines muted">{words.noMachines}</p>;
  const reasons = reasonsText(run.machines);
  return (
    <div className="run-machines">
      <ul>
        {byNeed(run.machines).map((result) => (
          <MachineLine key={result.machine} result={result} now={now} />
        ))}
      </ul>
      {reasons && <CopyButton text={reasons} label={words.copyReasons} />}
    </div>
  );
}
