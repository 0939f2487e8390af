import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { ApiError } from '#api/api-error.ts';
import { explain } from '#api/explain.ts';
import { type AskedWith, retryJob, retryJobs } from '#api/retries.ts';
import { words } from '#lib/words.ts';

/** What became of asking for one retry. */
export type Outcome =
  | { job: JobRow; task: Task }
  | {
      job: JobRow;
      problem: { text: string; emMessage: string | null };
      openTask: Task | null;
      /** Only the hourly limit stood against it: with a note it can be asked for all the same. */
      limited: boolean;
    };

/** The most jobs one call takes. */
const atOnce = 500;

function failedOutcome(job: JobRow, error: unknown): Outcome {
  const problem = error instanceof ApiError ? error.problem : null;
  const limited = problem?.code === 'retry-limit';
  return { job, problem: explain(error), openTask: problem?.task ?? null, limited };
}

async function askMany(jobs: readonly JobRow[], asked: AskedWith): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let first = 0; first < jobs.length; first += atOnce) {
    const part = jobs.slice(first, first + atOnce);
    try {
      const answer = await retryJobs(
        part.map((job) => job.id),
        asked,
      );
      const byJob = new Map(answer.outcomes.map((outcome) => [outcome.jobId, outcome]));
      for (const job of part) {
        const outcome = byJob.get(job.id);
        if (outcome && 'task' in outcome) outcomes.push({ job, task: outcome.task });
        else if (outcome) {
          const { problem } = outcome;
          outcomes.push(failedOutcome(job, new ApiError({ kind: 'problem', status: problem.status, problem })));
        } else outcomes.push(failedOutcome(job, new ApiError({ kind: 'unreadable', status: 202 })));
      }
    } catch (error) {
      outcomes.push(...part.map((job) => failedOutcome(job, error)));
    }
  }
  return outcomes;
}

/** Asks for retries and keeps what is known of them until the board says it: pending, told tasks, refusals. */
export function useRetries(say: (text: string) => void) {
  const client = useQueryClient();
  const one = useMutation({ mutationFn: (job: JobRow) => retryJob(job.id, { runId: job.run?.id ?? null }) });
  const many = useMutation({
    mutationFn: ({ jobs, asked }: { jobs: readonly JobRow[]; asked: AskedWith }) => askMany(jobs, asked),
  });
  const asking = useRef(new Set<string>());
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const [told, setTold] = useState<readonly Task[]>([]);
  const [refused, setRefused] = useState<readonly Outcome[]>([]);

  const ask = useCallback(
    async (jobs: readonly JobRow[], call: (jobs: readonly JobRow[]) => Promise<Outcome[]>): Promise<Outcome[]> => {
      const free = jobs.filter((job) => !asking.current.has(job.id));
      for (const job of free) asking.current.add(job.id);
      setPending(new Set(asking.current));
      setRefused((before) => before.filter((outcome) => !free.includes(outcome.job)));
      const outcomes = free.length === 0 ? [] : await call(free);
      for (const job of free) asking.current.delete(job.id);
      setPending(new Set(asking.current));
      const tasks = outcomes.flatMap((outcome) => ('task' in outcome ? [outcome.task] : (outcome.openTask ?? [])));
      setTold((before) => [...tasks, ...before].slice(0, 1000));
      const open = outcomes.filter((outcome) => 'problem' in outcome && outcome.openTask === null);
      setRefused((before) => [...open, ...before].slice(0, 20));
      for (const outcome of outcomes.slice(0, 3)) {
        const { said } = words.board;
        const { name } = outcome.job;
        if ('problem' in outcome) say(said.problem(name, outcome.problem.text));
        else if (isOpen(outcome.task.state)) say(said.asked(name));
        else say(said.ended(name, words.states[outcome.task.state].title));
      }
      await client.invalidateQueries();
      return outcomes;
    },
    [client, say],
  );

  const { mutateAsync: askOne } = one;
  const { mutateAsync: askAll } = many;
  const retryOne = useCallback(
    (job: JobRow) =>
      ask([job], async ([asked = job]) => {
        try {
          return [{ job: asked, task: await askOne(asked) }];
        } catch (error) {
          return [failedOutcome(asked, error)];
        }
      }),
    [ask, askOne],
  );
  const retryMany = useCallback(
    (jobs: readonly JobRow[], asked: AskedWith) => ask(jobs, (free) => askAll({ jobs: free, asked })),
    [ask, askAll],
  );
  const dismiss = useCallback((outcome: Outcome) => {
    setRefused((before) => before.filter((each) => each !== outcome));
  }, []);
  return { pending, told, refused, retryOne, retryMany, dismiss };
}
