import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { ApiError } from '#api/api-error.ts';
import { explain, withDetail } from '#api/explain.ts';
import type { RetryAnswer } from '#api/request-retries.ts';
import type { RetryOptions } from '#api/retries.ts';
import { useSession } from '#api/session-context.ts';
import { serverNow } from '#lib/server-clock.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import { mergeOutcomes } from '../tasks/task-list.ts';
import { InFlight } from './in-flight.ts';
import type { Outcome } from './outcome.ts';

type Requests = typeof import('#api/retries.ts');

const requests = (): Promise<Requests> => import('#api/retries.ts');
// Here by the time somebody retries.
whenIdle(() => void requests().catch(() => undefined));

/** Has retries requested; where the part for that cannot be loaded, nothing was sent. */
async function withRequests(
  jobs: readonly JobRow[],
  report: (answers: RetryAnswer[]) => void,
  send: (part: Requests) => Promise<void>,
): Promise<void> {
  const part = await requests().catch((error: unknown) => {
    report(jobs.map(({ id }) => ({ jobId: id, error, isKnown: true })));
    return null;
  });
  if (part !== null) await send(part);
}

function outcomeOf(job: JobRow, at: number, answer: RetryAnswer): Outcome {
  if ('task' in answer) return { job, at, task: answer.task };
  const { error, isKnown } = answer;
  const problem = error instanceof ApiError ? error.problem : null;
  const limited = problem?.code === 'retry-limit';
  const { text, emMessage } = explain(error);
  return {
    job,
    at,
    problem: { text: withDetail(text, error), emMessage },
    isKnown,
    openTask: problem?.task ?? null,
    limited,
  };
}

function spokenOf(outcome: Outcome): string {
  const { said } = words.board;
  const { name } = outcome.job;
  if ('problem' in outcome) return (outcome.isKnown ? said.problem : said.unsure)(name, outcome.problem.text);
  return isOpen(outcome.task.state) ? said.requested(name) : said.ended(name, words.states[outcome.task.state].title);
}

type Report = (outcomes: readonly Outcome[]) => void;
type Call = (jobs: readonly JobRow[], report: (answers: RetryAnswer[]) => void) => Promise<void>;

/**
 * Requests retries and keeps what is known of them until the board shows it: pending, reported tasks, refusals. `confirmFirst`: a job
 * that was to be retried with one press waits for Veeam's own attempt, which the page had not received yet.
 */
export function useRetries(say: (text: string) => void, confirmFirst: (job: JobRow) => void) {
  const client = useQueryClient();
  const actor = useSession();
  const [inFlight] = useState(() => new InFlight<Outcome>((outcome) => 'task' in outcome || outcome.isKnown));
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const [reported, setReported] = useState<readonly Task[]>([]);
  const [refused, setRefused] = useState<readonly Outcome[]>([]);

  const request = useCallback(
    async (jobs: readonly JobRow[], call: Call, report: Report): Promise<void> => {
      const at = serverNow();
      let requested = 0;
      await inFlight.request(jobs, report, async (free, receive) => {
        const byId = new Map(free.map((job) => [job.id, job]));
        setPending(inFlight.ids());
        setRefused((before) => before.filter(({ job }) => !byId.has(job.id)));
        await call(free, (answers) => {
          const outcomes = answers.flatMap((answer) => {
            const job = byId.get(answer.jobId);
            return job ? [outcomeOf(job, at, answer)] : [];
          });
          receive(outcomes);
          setPending(inFlight.ids());
          const tasks = outcomes.flatMap((outcome) => ('task' in outcome ? [outcome.task] : (outcome.openTask ?? [])));
          setReported((before) => [...tasks, ...before].slice(0, 1000));
          setRefused((before) => mergeOutcomes(before, outcomes));
          requested += outcomes.filter((outcome) => 'task' in outcome).length;
          if (jobs.length === 1) for (const outcome of outcomes) say(spokenOf(outcome));
        });
      });
      setPending(inFlight.ids());
      if (jobs.length > 1) say(words.board.said.manyRequested(requested, jobs.length));
      await client.invalidateQueries();
    },
    [client, say, inFlight],
  );

  const retryOne = useCallback(
    (job: JobRow) =>
      request(
        [job],
        (jobs, receive) =>
          withRequests(jobs, receive, ({ retryJob, isLeftToVeeam }) =>
            retryJob(actor, job.id, job.run?.id ?? null, (answer) => {
              if (isLeftToVeeam(answer)) confirmFirst(job);
              else receive([answer]);
            }),
          ),
        () => {},
      ),
    [request, confirmFirst, actor],
  );
  const retryMany = useCallback(
    (jobs: readonly JobRow[], options: RetryOptions, report: Report) =>
      request(
        jobs,
        (free, receive) =>
          withRequests(free, receive, ({ retryJobs }) =>
            retryJobs(
              actor,
              free.map(({ id }) => id),
              options,
              receive,
            ),
          ),
        report,
      ),
    [request, actor],
  );
  const dismiss = useCallback((outcome: Outcome) => {
    setRefused((before) => before.filter(({ job }) => job.id !== outcome.job.id));
  }, []);
  return { pending, reported, refused, retryOne, retryMany, dismiss };
}
