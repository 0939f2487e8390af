import type { JobRow, Task } from '@retry-desk/contract';
import { type ComponentType, memo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { pages } from '#lib/paths.ts';
import { cardDetails, cardTexts as text } from '#lib/words-cards.ts';
import { Button } from '#ui/button.tsx';
import { Quote } from '#ui/quote.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { StateWord } from '#ui/state-word.tsx';
import { Time } from '#ui/time.tsx';
import type { Outcome } from '../retry/outcome.ts';
import { RetryButton } from '../retry/retry-button.tsx';
import { type CardWords, cardWords } from './card-words.ts';

function Steps({ steps }: { steps: NonNullable<CardWords['steps']> }) {
  return (
    <ol
      aria-label={text.steps}
      className="m-0 flex list-none flex-wrap items-center p-0 text-s text-muted *:not-first:before:mx-1.5 *:not-first:before:inline-block *:not-first:before:h-px *:not-first:before:w-3.5 *:not-first:before:bg-line-strong *:not-first:before:align-middle *:not-first:before:content-['']"
    >
      {steps.map((step) => (
        <li key={step.text} aria-current={step.now ? 'step' : undefined}>
          {step.now ? <b className="font-strong text-text">{step.text}</b> : step.text}
        </li>
      ))}
    </ol>
  );
}

function Progress({ percent, label }: { percent: number; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="my-1 h-1 rounded-full bg-line"
    >
      <div className="h-full rounded-full bg-running" style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
    </div>
  );
}

export function Frame({ mark, head, children }: { mark: ReactNode; head: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className="flex items-center gap-2.25">
        {mark}
        {head}
      </div>
      <div className="mt-1 ml-4.75 grid gap-1">{children}</div>
    </>
  );
}

/** The look of a card in the rail. */
export const card = 'border-b border-line px-5 py-3.5 motion-safe:animate-arrive';

type CardProps = {
  task: Task;
  /** The job's row while it stands failed on the board: then the card of its last retry has a Retry as well. */
  failedJob: JobRow | null;
  pending: boolean;
  onRetry: (job: JobRow) => void;
  /** The button that ends a task; shows itself only while that is possible. */
  CancelTask: CancelTaskButton;
};

export type CancelTaskButton = ComponentType<{ task: Task; small?: boolean }>;

/** One retry, alive: how far it is, in our words and Enterprise Manager's. */
export const TaskCard = memo(function TaskCard({ task, failedJob, pending, onRetry, CancelTask }: CardProps) {
  const shown = cardWords(task);
  const quiet = task.state !== 'unconfirmed' && task.state !== 'unseen';
  return (
    <article aria-label={`${task.jobName}: ${shown.title}`} className={card}>
      <Frame
        mark={<StateMark state={shown.mark} />}
        head={
          <>
            <Link
              href={pages.job(task.jobId)}
              className="truncate font-strong text-text no-underline hover:underline"
              title={task.jobName}
            >
              {task.jobName}
            </Link>
            <Link href={pages.task(task.taskId)} className="ml-auto text-s text-muted no-underline hover:underline">
              <Time at={task.requestedAt} show="seconds" />
            </Link>
          </>
        }
      >
        <p>
          <StateWord state={quiet ? shown.mark : 'unknown'}>{shown.title}</StateWord>
          {shown.details.length > 0 && (
            <span className="text-muted">
              {task.state === 'refused' || task.state === 'stopped' ? ' ' : ' · '}
              {shown.details.join(' · ')}
            </span>
          )}
        </p>
        {shown.cause && <p className="text-muted">{shown.cause}</p>}
        {shown.progress !== null && <Progress percent={shown.progress} label={task.jobName} />}
        {shown.note && <p className="text-muted">{shown.note}</p>}
        {shown.reasons.slice(0, 2).map((reason) => (
          <p key={`${reason.machine} ${reason.text}`} className="line-clamp-3 text-muted" title={reason.text}>
            {shown.reasons.length > 1 ? cardDetails.reason(reason.machine, reason.text) : reason.text}
          </p>
        ))}
        {shown.steps && <Steps steps={shown.steps} />}
        {shown.quote && (
          <p className="text-s text-muted">
            <Quote>{shown.quote}</Quote>
          </p>
        )}
        <p className="text-s text-muted">
          {text.by(task.requestedBy)}
          {task.attempt > 1 && ` · ${text.attempt(task.attempt)}`}
          {task.note && (
            <>
              {' · '}
              <Quote>{task.note}</Quote>
            </>
          )}
          {' · '}
          <Link href={pages.task(task.taskId)} aria-label={`${text.details}: ${task.jobName}`}>
            {text.details}
          </Link>
        </p>
        <div className="mt-1 empty:hidden">
          <CancelTask task={task} small />
        </div>
        {failedJob && task.state === 'failed' && (
          <div className="mt-1">
            <RetryButton job={failedJob} pending={pending} onRetry={onRetry} />
          </div>
        )}
      </Frame>
    </article>
  );
});

/** A retry that was not sent, or of which that is not known, with the reason; stays until somebody has read it. */
export function RefusedCard({ outcome, onDismiss }: { outcome: Outcome; onDismiss: (outcome: Outcome) => void }) {
  if ('task' in outcome) return null;
  return (
    <div className={card}>
      <Frame
        mark={<StateMark state="unknown" />}
        head={<span className="truncate font-strong">{outcome.job.name}</span>}
      >
        <p>
          <b className="font-strong">{outcome.isKnown ? text.notSent : text.notKnown}</b>{' '}
          <span className="text-muted">· {outcome.problem.text}</span>
        </p>
        {outcome.problem.emMessage && (
          <p className="text-s text-muted">
            <Quote>{outcome.problem.emMessage}</Quote>
          </p>
        )}
        <div className="mt-1">
          <Button size="small" onClick={() => onDismiss(outcome)}>
            {text.dismiss}
          </Button>
        </div>
      </Frame>
    </div>
  );
}
