import type { JobRun } from '@retry-desk/contract';
import { useId } from 'react';
import { duration } from '#lib/dates.ts';
import { markOfResult } from '#lib/marks.ts';
import { dayClock } from '#lib/time.ts';
import { words as catalogue } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { RowTh, Td } from '#ui/cells.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { usePreferences } from '#ui/use-preferences.ts';
import { durationOf } from './duration-chart.ts';
import { MachineResults } from './machine-results.tsx';
import { machineCount } from './machine-summary.ts';
import { jobWords as words } from './words.ts';

function RunResultCell({ run }: { run: JobRun }) {
  const running = run.endedAt === null;
  return (
    <span className="flex items-center gap-2.25 font-strong">
      <StateMark state={running ? 'running' : markOfResult[run.result]} />
      {catalogue.result[run.result]}
      {running && run.progress !== null && (
        <span className="font-normal text-muted tabular-nums">{words.progress(run.progress)}</span>
      )}
      {run.isRetry && <span className="font-normal text-muted">{words.isRetry}</span>}
    </span>
  );
}

/** Left out where there is no room. */
export const wide = 'max-[561px]:hidden';

type RunRowProps = { run: JobRun; now: number; open: boolean; onToggle: () => void };

/** One run, and under it its machine results when somebody has opened it. */
export function RunRow({ run, now, open, onToggle }: RunRowProps) {
  const { zone } = usePreferences();
  const details = useId();
  const machines = machineCount(run);
  // An open row is one with its details.
  const line = open ? 'border-b-transparent' : '';
  return (
    <>
      <tr>
        <Td className={line}>
          <RunResultCell run={run} />
        </Td>
        <RowTh className={line}>
          <Time at={run.startedAt} show="day" />
        </RowTh>
        <Td className={`${wide} ${line} tabular-nums`}>{duration(durationOf(run, now))}</Td>
        <Td className={`${wide} ${line}`}>
          {machines ? (
            words.machinesFailed(machines.failed, machines.total)
          ) : (
            <span className="text-muted">{words.machinesUnread}</span>
          )}
        </Td>
        <Td className={line}>
          <Button
            variant="quiet"
            aria-expanded={open}
            aria-controls={open ? details : undefined}
            aria-label={words.showMachines(dayClock(Date.parse(run.startedAt), now, zone))}
            onClick={onToggle}
          >
            <svg
              className={`size-2.5 fill-none stroke-current stroke-[1.6] ${open ? 'rotate-90' : ''}`}
              viewBox="0 0 10 10"
              aria-hidden="true"
            >
              <path d="M3 1l4 4-4 4" />
            </svg>
          </Button>
        </Td>
      </tr>
      {open && (
        <tr id={details}>
          <Td colSpan={5}>
            <MachineResults run={run} now={now} />
          </Td>
        </tr>
      )}
    </>
  );
}
