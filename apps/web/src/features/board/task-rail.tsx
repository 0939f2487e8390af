import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import { memo, useMemo } from 'react';
import { Link } from 'wouter';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { laterPage } from '#ui/later.tsx';
import { batchesOf } from './batches.ts';
import { newestByJob } from './last-fate.ts';
import { rowsById } from './rows-by-id.ts';
import { type EndTaskButton, RefusedCard, TaskCard } from './task-card.tsx';
import type { Outcome } from './use-retries.ts';

type RailProps = {
  tasks: readonly Task[];
  refused: readonly Outcome[];
  failed: readonly JobRow[];
  pending: ReadonlySet<string>;
  onRetry: (job: JobRow) => void;
  onDismiss: (outcome: Outcome) => void;
  /** Opened over the table, where there is no room beside it. */
  isOver: boolean;
  EndTask: EndTaskButton;
};

const text = words.board.cards;

const BatchCard = laterPage(async () => ({ default: (await import('./folds.tsx')).BatchCard }));
const RefusedFold = laterPage(async () => ({ default: (await import('./folds.tsx')).RefusedFold }));

/** Retries that were not sent, and those of which that is not known: one card each, or one for several. */
function RefusedCards({ refused, onDismiss }: Pick<RailProps, 'refused' | 'onDismiss'>) {
  return [true, false].map((isKnown) => {
    const own = refused.filter((outcome) => 'problem' in outcome && outcome.isKnown === isKnown);
    if (own.length > 1)
      return <RefusedFold key={String(isKnown)} refused={own} isKnown={isKnown} onDismiss={onDismiss} />;
    return own.map((outcome) => <RefusedCard key={outcome.job.id} outcome={outcome} onDismiss={onDismiss} />);
  });
}

/** The live cards, newest first: what is open and what ended in the last hour. */
export const TaskRail = memo(function TaskRail(props: RailProps) {
  const { tasks, refused, failed, pending, onRetry, onDismiss, EndTask, isOver } = props;
  const open = tasks.filter((task) => isOpen(task.state)).length;
  const rows = useMemo(() => rowsById(failed, new Set(tasks.map(({ jobId }) => jobId))), [tasks, failed]);
  // The newest card of each job may offer its Retry; older ones are history.
  const newest = newestByJob(tasks);
  const cardOf = (task: Task) => (
    <TaskCard
      key={task.taskId}
      task={task}
      failedJob={newest.get(task.jobId) === task ? (rows.get(task.jobId) ?? null) : null}
      pending={pending.has(task.jobId)}
      onRetry={onRetry}
      EndTask={EndTask}
    />
  );
  return (
    <aside
      id="board-tasks"
      tabIndex={-1}
      aria-label={text.title}
      className={`border-t border-line lg:sticky lg:top-0 lg:max-h-(--screen) lg:overflow-y-auto lg:border-t-0 lg:border-l ${isOver ? 'cards-over' : ''}`}
    >
      <h2 className="sticky top-0 z-10 flex h-12 items-center gap-2 border-b border-line bg-bg px-4.5 font-strong">
        {text.title} <span className="font-medium text-muted">{text.open(open)}</span>
        <Link href={pages.tasks()} className="ml-auto text-s font-normal text-muted no-underline hover:underline">
          {text.all}
        </Link>
      </h2>
      <RefusedCards refused={refused} onDismiss={onDismiss} />
      {batchesOf(tasks).map(({ key, tasks: own }) =>
        own.length > 1 ? <BatchCard key={key} tasks={own} cardOf={cardOf} /> : own.map(cardOf),
      )}
      {tasks.length === 0 && refused.length === 0 && <p className="px-4.5 py-4 text-muted">{text.none}</p>}
    </aside>
  );
});
