import type { Run } from '@retry-desk/contract';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Table, Th } from '#ui/table.tsx';
import { OlderUnread } from './older-unread.tsx';
import { RunRow } from './run-row.tsx';
import { jobWords as words } from './words.ts';
import './runs.css';

/** Runs shown before somebody requests the rest. */
const shownAtFirst = 15;

function RunHead() {
  return (
    <thead>
      <tr>
        <Th>{words.columns.result}</Th>
        <Th>{words.columns.started}</Th>
        <Th className="wide">{words.columns.duration}</Th>
        <Th className="wide">{words.columns.machines}</Th>
        <td className="toggle" />
      </tr>
    </thead>
  );
}

/** The runs of a job, newest first; the newest is open when it failed. */
export function RunList({ runs, now, readSince }: { runs: readonly Run[]; now: number; readSince: string | null }) {
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [all, setAll] = useState(false);
  if (runs.length === 0) return <p className="empty">{readSince ? words.noRunsRead : words.noRuns}</p>;
  const shown = all ? runs : runs.slice(0, shownAtFirst);
  const isOpen = (run: Run) => turned.get(run.id) ?? (run === runs[0] && run.result === 'failed');
  return (
    <>
      <Table label={words.runs} className="run-list">
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
        <p className="run-more muted">
          <OlderUnread since={readSince} />
        </p>
      )}
      {shown.length < runs.length && (
        <p className="run-more">
          <Button onClick={() => setAll(true)}>{words.moreRuns(runs.length - shown.length)}</Button>
        </p>
      )}
    </>
  );
}
