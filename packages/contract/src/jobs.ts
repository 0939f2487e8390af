import * as z from 'zod/mini';
import { jobRow, platform } from './board.ts';
import { jobCause } from './causes.ts';
import { guid, moment } from './ids.ts';
import { runResult, task } from './task.ts';
import { line, lines, longestNote } from './text.ts';

/** The result of one machine in a run, with Enterprise Manager's reason. */
export const jobRunMachine = z.object({
  machine: z.string(),
  state: z.enum(['pending', 'running', 'completed', 'unknown']),
  result: runResult,
  startedAt: z.nullable(moment),
  endedAt: z.nullable(moment),
  reason: z.nullable(z.string()),
});
export type JobRunMachine = z.infer<typeof jobRunMachine>;

/** One run of a job. `machines` is null where they have not been read. */
export const jobRun = z.object({
  id: guid,
  startedAt: moment,
  endedAt: z.nullable(moment),
  result: runResult,
  state: z.string(),
  progress: z.nullable(z.number()),
  isRetry: z.boolean(),
  machines: z.nullable(z.array(jobRunMachine)),
});
export type JobRun = z.infer<typeof jobRun>;

/** `GET /api/agents/jobs/{id}`: the row, the history of its runs newest first, its retries newest first. */
export const jobDetail = z.object({
  job: jobRow,
  description: z.nullable(z.string()),
  /** Causes of the newest failed run, most machines first. Absent from a server of an older version. */
  causes: z.optional(z.array(jobCause)),
  runs: z.array(jobRun),
  retries: z.array(task),
});
export type JobDetail = z.infer<typeof jobDetail>;

/** Of which jobs a list is asked for. */
export const listedStates = ['attention', 'failed', 'overdue', 'hung', 'running', 'all'] as const;
export type ListedState = (typeof listedStates)[number];

/** Filters of `GET /api/agents/jobs`, as the board has them. `q`: words, each of which a row has to hold in a name or a reason. */
export const jobListQuery = z.strictObject({
  state: z.optional(z.enum(listedStates)),
  q: z.optional(line(200)),
  server: z.optional(line(300)),
  platform: z.optional(platform),
  /** At least so many failed runs in a row. */
  streak: z.optional(z.string().check(z.regex(/^[0-9]{1,4}$/))),
  /** Retried since then, by anybody here; rows hold it for some days. */
  retriedSince: z.optional(moment),
  notRetriedSince: z.optional(moment),
  /** Acknowledged, or not. */
  known: z.optional(z.enum(['yes', 'no'])),
});

export const jobList = z.object({ takenAt: z.nullable(moment), jobs: z.array(jobRow) });
export type JobList = z.infer<typeof jobList>;

/** Goes beyond the limits of retries per hour; needs a note with the reason. */
const overrideLimit = z.optional(z.boolean());

/** Leaves a job to Veeam where it will try again by itself: refused then with `veeam-will-retry`. */
const unlessVeeamRetries = z.optional(z.boolean());

/** Body of one retry. `runId` is the failed run the person was looking at. */
export const retryRequest = z.strictObject({
  note: z.optional(z.nullable(lines(longestNote))),
  runId: z.optional(z.nullable(guid)),
  overrideLimit,
  unlessVeeamRetries,
});
export type RetryRequest = z.infer<typeof retryRequest>;

/** Body of a stop. */
export const stopRequest = z.strictObject({ note: z.optional(z.nullable(lines(longestNote))) });

/** Body of a release: the note gives the reason why the job is freed. */
export const releaseRequest = z.strictObject({ note: lines(longestNote).check(z.minLength(1)) });

/** So many jobs one call retries. */
export const mostJobsPerCall = 500;

/** Body of several retries at once. */
export const bulkRetryRequest = z.strictObject({
  jobIds: z.array(guid).check(z.minLength(1), z.maxLength(mostJobsPerCall)),
  note: z.optional(z.nullable(lines(longestNote))),
  overrideLimit,
  unlessVeeamRetries,
});

/** A machine's last results across jobs, newest first: `GET /api/machines?q=`. */
export const machineList = z.object({
  /** Jobs that have run and of which no machine is known yet: what is not found may be one of theirs. Absent from a server of an older version. */
  unread: z.optional(z.number()),
  /** How many machines were found; `machines` are the first of them. Absent from a server of an older version. */
  count: z.optional(z.number()),
  machines: z.array(
    z.object({
      machine: z.string(),
      /** With `lastGood=true`, for the first ones: when its last good backup ended, over all jobs; null where the history holds none, absent where that is not known. */
      lastGoodAt: z.optional(z.nullable(moment)),
      /** With `lastGood=true`, for the first ones: when the next of its jobs runs, by its schedule or because Veeam tries again. */
      nextRunAt: z.optional(z.nullable(moment)),
      results: z.array(
        z.object({
          jobId: guid,
          jobName: z.string(),
          runId: guid,
          result: runResult,
          endedAt: z.nullable(moment),
          reason: z.nullable(z.string()),
        }),
      ),
    }),
  ),
});
export type MachineList = z.infer<typeof machineList>;
