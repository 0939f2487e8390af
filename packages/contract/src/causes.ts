import * as z from 'zod/mini';
import { guid, moment } from './ids.ts';

/** Advice for a failure. It never forbids; `evidence` holds its grounds, a sentence each, empty for `unknown` only. */
export const advice = z.object({
  kind: z.enum(['retry', 'wait', 'fix-first', 'danger', 'unknown']),
  evidence: z.array(z.string()),
});
export type CauseAdvice = z.infer<typeof advice>;

const named = { key: z.string(), title: z.string(), family: z.string() };

/** The common part of failures, without names, paths, numbers and dates. The key is stable; a title names no account. */
export const rowCause = z.object({ ...named, advice });
export type RowCause = z.infer<typeof rowCause>;

/** The cause as a wall shows it. */
export const wallCause = z.object(named);

/** Whether the run of a retry failed for the same cause again; null while it goes on, and where its reasons do not show it. */
export const causeOutcome = z.enum(['backed-up', 'same-cause', 'another-cause']);
export type CauseOutcome = z.infer<typeof causeOutcome>;

/** The cause that the job of a retry had when it was requested, and what the retry did about it. */
export const taskCause = z.object({ ...named, outcome: z.nullable(causeOutcome) });
export type TaskCause = z.infer<typeof taskCause>;

/** Retries of jobs with this cause whose run has ended, and those after which the machines with it were backed up. */
const causeRetries = z.object({ tried: z.number(), helped: z.number() });

/** The row of the table of known causes. */
const knownCause = z.object({ id: z.string(), title: z.string(), fix: z.string(), link: z.nullable(z.string()) });

/** A cause of failures that stand on the board now. A reason that says nothing is a cause of its job alone. */
export const cause = z.object({
  ...named,
  known: z.nullable(knownCause),
  advice,
  jobs: z.array(guid),
  machines: z.array(z.string()),
  servers: z.array(z.string()),
  /** Of all runs that this server has seen fail for it. */
  firstSeenAt: moment,
  lastSeenAt: moment,
  retries: causeRetries,
});
export type ListedCause = z.infer<typeof cause>;

/** `GET /api/causes`: those that touch the most machines first. */
export const causeList = z.object({ causes: z.array(cause) });
export type CauseList = z.infer<typeof causeList>;

/** A cause of the newest failed run of a job, as on the page of the job. */
export const jobCause = z.object({
  ...named,
  known: z.nullable(knownCause),
  advice,
  machines: z.array(z.string()),
  /** Runs of this job that failed for it in thirty days; null where the store could not be read. */
  timesInMonth: z.nullable(z.number()),
  retries: causeRetries,
});
export type JobCause = z.infer<typeof jobCause>;
