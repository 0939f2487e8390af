import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { ApiError } from '#api/api-error.ts';
import type { RetryAnswer } from '#api/ask-retries.ts';
import { explain, withDetail } from '#api/explain.ts';
import { type AskedWith, isLeftToVeeam, retryJob, retryJobs } from '#api/retries.ts';
import { useSession } from '#api/session-context.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words } from '#lib/words.ts';
import { mergeOutcomes } from '../tasks/task-list.ts';
import type { Outcome } from './outcome.ts';
import { Underway } from './underway.ts';

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

function saidOf(outcome: Outcome): string {
  const { said } = words.board;
  const { name } = outcome.job;
  if ('problem' in outcome) return (outcome.isKnown ? said.problem : said.unsure)(name, outcome.problem.text);
  return isOpen(outcome.task.state) ? said.asked(name) : said.ended(name, words.states[outcome.task.state].title);
}

type Tell = (outcomes: readonly Outcome[]) => void;
type Call = (jobs: readonly JobRow[], tell: (answers: RetryAnswer[]) => void) => Promise<void>;

/**
 * Asks for retries and keeps what is known of them until the board says it: pending, told tasks, refusals. `askFirst`: a job
 * that was to be retried with one press waits for Veeam's own attempt, which the page did not know yet.
 */
export function useRetries(say: (text: string) => void, askFirst: (job: JobRow) => void) {
  const client = useQueryClient();
  const asker = useSession();
  const [underway] = useState(() => new Underway<Outcome>((outcome) => 'task' in outcome || outcome.isKnown));
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const [told, setTold] = useState<readonly Task[]>([]);
  const [refused, setRefused] = useState<readonly Outcome[]>([]);

  const ask = useCallback(
    async (jobs: readonly JobRow[], call: Call, tell: Tell): Promise<void> => {
      const at = serverNow();
      let asked = 0;
      await underway.ask(jobs, tell, async (free, hear) => {
        const byId = new Map(free.map((job) => [job.id, job]));
        setPending(underway.ids());
        setRefused((before) => before.filter(({ job }) => !byId.has(job.id)));
        await call(free, (answers) => {
          const outcomes = answers.flatMap((answer) => {
            const job = byId.get(answer.jobId);
            return job ? [outcomeOf(job, at, answer)] : [];
          });
          hear(outcomes);
          setPending(underway.ids());
          const tasks = outcomes.flatMap((outcome) => ('task' in outcome ? [outcome.task] : (outcome.openTask ?? [])));
          setTold((before) => [...tasks, ...before].slice(0, 1000));
          setRefused((before) => mergeOutcomes(before, outcomes));
          asked += outcomes.filter((outcome) => 'task' in outcome).length;
          if (jobs.length === 1) for (const outcome of outcomes) say(saidOf(outcome));
        });
      });
      setPending(underway.ids());
      if (jobs.length > 1) say(words.board.said.manyAsked(asked, jobs.length));
      await client.invalidateQueries();
    },
    [client, say, underway],
  );

  const retryOne = useCallback(
    (job: JobRow) =>
      ask(
        [job],
        (_, hear) =>
          retryJob(asker, job.id, job.run?.id ?? null, (answer) => {
            if (isLeftToVeeam(answer)) askFirst(job);
            else hear([answer]);
          }),
        () => {},
      ),
    [ask, askFirst, asker],
  );
  const retryMany = useCallback(
    (jobs: readonly JobRow[], asked: AskedWith, tell: Tell) =>
      ask(
        jobs,
        (free, hear) =>
          retryJobs(
            asker,
            free.map(({ id }) => id),
            asked,
            hear,
          ),
        tell,
      ),
    [ask, asker],
  );
  const dismiss = useCallback((outcome: Outcome) => {
    setRefused((before) => before.filter(({ job }) => job.id !== outcome.job.id));
  }, []);
  return { pending, told, refused, retryOne, retryMany, dismiss };
}
