import type { EndedAcknowledgement, JobRow, Task } from '@retry-desk/contract';
import { useMemo } from 'react';
import type { Outcome } from '../retry/outcome.ts';
import { newestByJob } from '../table/last-fate.ts';
import { rowsById } from '../table/rows-by-id.ts';
import { batchesOf } from './batches.ts';
import { EndedCard } from './ended-card.tsx';
import { BatchCard, RefusedFold } from './folds.tsx';
import { type CancelTaskButton, RefusedCard, TaskCard } from './task-card.tsx';

export type TaskCardsProps = {
  /** Acknowledgements that ended by themselves. */
  ended: readonly EndedAcknowledgement[];
  endedInAll: number;
  tasks: readonly Task[];
  refused: readonly Outcome[];
  failed: readonly JobRow[];
  pending: ReadonlySet<string>;
  onRetry: (job: JobRow) => void;
  onDismiss: (outcome: Outcome) => void;
  CancelTask: CancelTaskButton;
};

/** Retries that were not sent, and those of which that is not known: one card each, or one for several. */
function RefusedCards({ refused, onDismiss }: Pick<TaskCardsProps, 'refused' | 'onDismiss'>) {
  return [true, false].map((isKnown) => {
    const own = refused.filter((outcome) => 'problem' in outcome && outcome.isKnown === isKnown);
    if (own.length > 1)
      return <RefusedFold key={String(isKnown)} refused={own} isKnown={isKnown} onDismiss={onDismiss} />;
    return own.map((outcome) => (
      <div key={outcome.job.id} role="alert">
        <RefusedCard outcome={outcome} onDismiss={onDismiss} />
      </div>
    ));
  });
}

/** The cards of the rail, newest first. Apart from the board: at first sight there often is none. */
export function TaskCards({
  ended,
  endedInAll,
  tasks,
  refused,
  failed,
  pending,
  onRetry,
  onDismiss,
  CancelTask,
}: TaskCardsProps) {
  const rows = useMemo(() => rowsById(failed, new Set(tasks.map(({ jobId }) => jobId))), [tasks, failed]);
  // The newest card of each job may offer its Retry; older ones are history.
  const newest = newestByJob(tasks);
  const cardOf = (task: TaskCardsProps['tasks'][number]) => (
    <TaskCard
      key={task.taskId}
      task={task}
      failedJob={newest.get(task.jobId) === task ? (rows.get(task.jobId) ?? null) : null}
      pending={pending.has(task.jobId)}
      onRetry={onRetry}
      CancelTask={CancelTask}
    />
  );
  return (
    <>
      <RefusedCards refused={refused} onDismiss={onDismiss} />
      {ended.length > 0 && <EndedCard ended={ended} inAll={endedInAll} />}
      {batchesOf(tasks).map(({ key, tasks: own }) =>
        own.length > 1 ? <BatchCard key={key} tasks={own} cardOf={cardOf} /> : own.map(cardOf),
      )}
    </>
  );
}
