import type { JobRun } from '@retry-desk/contract';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Table } from '#ui/cells.tsx';
import { Th } from '#ui/table.tsx';
import { OlderUnread } from './older-unread.tsx';
import { RunRow, wide } from './run-row.tsx';
import { jobWords as words } from './words.ts';

/** Runs shown before somebody requests the rest. */
const shownAtFirst = 15;

function RunHead() {
  return (
    <thead>
      <tr>
        <Th>{words.columns.result}</Th>
        <Th>{words.columns.started}</Th>
        <Th className={wide}>{words.columns.duration}</Th>
        <Th className={wide}>{words.columns.machines}</Th>
        <td className="w-16 border-b border-line" />
      </tr>
    </thead>
  );
}

/** The runs of a job, newest first; the newest is open when it failed. */
export function JobRuns({ runs, now, readSince }: { runs: readonly JobRun[]; now: number; readSince: string | null }) {
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [all, setAll] = useState(false);
  if (runs.length === 0) return <p className="px-5 py-4 text-muted">{readSince ? words.noRunsRead : words.noRuns}</p>;
  const shown = all ? runs : runs.slice(0, shownAtFirst);
  const isOpen = (run: JobRun) => turned.get(run.id) ?? (run === runs[0] && run.result === 'failed');
  return (
    <>
      <Table label={words.runs}>
        <RunHead />
        <tbody>
          {shown.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              now={now}
              open={isOpen(run)}
              onToggle={() => setTurned(new Map(turned).set(run.id, !isOpen(run)))}
            />
          ))}
        </tbody>
      </Table>
      {readSince && (
        <p className="px-5 py-3 text-muted">
          <OlderUnread since={readSince} />
        </p>
      )}
      {shown.length < runs.length && (
        <p className="px-5 py-3">
          <Button onClick={() => setAll(true)}>{words.moreRuns(runs.length - shown.length)}</Button>
        </p>
      )}
    </>
  );
}
