import type { Task } from '@retry-desk/contract';
import { Link } from 'wouter';
import { markOfRetry } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Quote } from '#ui/quote.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { jobWords as words } from './words.ts';

/** The most wanted fact about a retry: a machine's reason, or Enterprise Manager's answer. */
function outcomeOf(task: Task): { machine: string | null; text: string } | null {
  const reason = task.run?.reasons[0];
  if (reason) return { machine: reason.machine, text: reason.text };
  if (task.state === 'refused' && task.em?.message) return { machine: null, text: task.em.message };
  return null;
}

const under = 'mt-0.5 ml-4.75 text-muted wrap-anywhere';

function RetryItem({ task }: { task: Task }) {
  const outcome = outcomeOf(task);
  return (
    <li className="border-b border-line px-5 py-3">
      <div className="flex items-center gap-2.25">
        <StateMark state={markOfRetry[task.state]} />
        <Link
          href={pages.task(task.taskId)}
          className="font-strong underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {catalogue.states[task.state].title}
        </Link>
        {task.state === 'running' && task.run?.progress != null && (
          <span className="text-muted">{words.progress(task.run.progress)}</span>
        )}
        <Time at={task.requestedAt} show="day" className="ml-auto text-s text-muted" />
      </div>
      <p className={under}>
        {words.by} <bdi>{task.requestedBy}</bdi>
        {task.attempt > 1 && ` · ${words.attempt(task.attempt)}`}
        {task.note && (
          <>
            {' · '}
            <Quote>{task.note}</Quote>
          </>
        )}
      </p>
      {outcome && (
        <p className={under}>
          {outcome.machine && (
            <>
              <bdi>{outcome.machine}</bdi>:{' '}
            </>
          )}
          <Quote>{outcome.text}</Quote>
        </p>
      )}
    </li>
  );
}

/** The retries of a job with people and outcomes, newest first; each leads to its own page. */
export function RetryList({ retries }: { retries: readonly Task[] }) {
  if (retries.length === 0) return <p className="px-5 py-4 text-muted">{words.noRetries}</p>;
  return (
    <ul>
      {retries.map((task) => (
        <RetryItem key={task.taskId} task={task} />
      ))}
    </ul>
  );
}
