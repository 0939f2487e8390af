import type { JobRow, Task } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { type MarkState, markOfRetry } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { cardDetails } from '#lib/words-cards.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { useNow } from '#ui/use-now.ts';
import { byCauseWords } from './cause-words.ts';
import { type FirstOutcome, type FirstTry, firstOutcome, firstTries, isRelevant, onFirstTries } from './one-first.ts';
import { earlierTaskQuery } from './queries.ts';

const text = byCauseWords.first;

const marks: Record<Exclude<FirstOutcome, 'open' | 'over'>, MarkState> = {
  worked: 'ok',
  'same-cause': 'failed',
  'another-cause': 'failed',
};

function sentenceOf(task: Task, outcome: FirstOutcome): string {
  const { jobName } = task;
  switch (outcome) {
    case 'worked':
      return text.worked(jobName);
    case 'same-cause':
      return text.sameCause(jobName);
    case 'another-cause':
      return text.anotherCause(jobName);
    default: {
      const { title } = words.states[task.state];
      const progress = task.state === 'running' ? (task.run?.progress ?? null) : null;
      return text.state(jobName, progress === null ? title : `${title} · ${cardDetails.percent(Math.round(progress))}`);
    }
  }
}

type TryProps = {
  causeKey: string;
  /** The jobs of the cause that are shown. */
  jobs: readonly JobRow[];
  /** The retries of the last hour. */
  tasks: readonly Task[];
  disabledReason: string | null;
  onRetry: (ids: readonly string[]) => void;
};

/** The retry of one job before the others, and where it worked a button for these. Nothing is sent by itself. */
export function FirstTryLine({ causeKey, tasks, ...rest }: TryProps) {
  const first = useSyncExternalStore(onFirstTries, firstTries).get(causeKey);
  const recent = first && tasks.find(({ taskId }) => taskId === first.taskId);
  const earlier = useQuery({ ...earlierTaskQuery(first?.taskId ?? ''), enabled: first !== undefined && !recent });
  const now = useNow(60);
  const task = recent ?? (first && earlier.data);
  if (!first || !isRelevant(first, task, rest.jobs, now)) return null;
  return <FirstTryState first={first} task={task} causeKey={causeKey} {...rest} />;
}

type StateProps = Omit<TryProps, 'tasks'> & { first: FirstTry; task: Task | undefined };

function FirstTryState({ first, task, causeKey, jobs, disabledReason, onRetry }: StateProps) {
  const outcome = task ? firstOutcome(task, causeKey) : null;
  const jobName = task?.jobName ?? jobs.find(({ id }) => id === first.jobId)?.name ?? '';
  const others = jobs.filter(({ id }) => id !== first.jobId).map(({ id }) => id);
  const mark =
    outcome === null || !task
      ? 'unknown'
      : outcome === 'open' || outcome === 'over'
        ? markOfRetry[task.state]
        : marks[outcome];
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-2.25 gap-y-1">
      <StateMark state={mark} />
      <span role="status" className="font-medium">
        {task && outcome ? sentenceOf(task, outcome) : text.loading(jobName)}
      </span>
      <Link href={pages.task(first.taskId)} aria-label={text.detailsOf(jobName)} className="text-s text-muted">
        {text.details}
      </Link>
      {outcome === 'worked' && others.length > 0 && (
        <Button size="small" variant="primary" disabledReason={disabledReason} onClick={() => onRetry(others)}>
          {text.others(others.length)}
        </Button>
      )}
    </div>
  );
}
