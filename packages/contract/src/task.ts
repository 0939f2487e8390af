import * as z from 'zod/mini';
import { taskCause } from './causes.ts';
import { guid, moment } from './ids.ts';
import { retryState } from './retry-state.ts';
import { line } from './text.ts';

/** The result of a run. `none` while it runs; `unknown` is a word of Enterprise Manager we do not know. */
export const runResult = z.enum(['success', 'warning', 'failed', 'none', 'unknown']);
export type RunResult = z.infer<typeof runResult>;

/** Why one machine of a run failed, in Enterprise Manager's words. */
export const reason = z.object({ machine: z.string(), text: z.string() });
export type Reason = z.infer<typeof reason>;

/** One step of a retry's life: when it came to a state and what showed it. */
export const taskStep = z.object({ state: retryState, at: moment, evidence: z.nullable(z.string()) });
export type TaskStep = z.infer<typeof taskStep>;

/** Enterprise Manager's own object for the request; its id means nothing after its logon session has ended. */
export const emTask = z.object({
  taskId: z.nullable(z.string()),
  state: z.nullable(z.string()),
  success: z.nullable(z.boolean()),
  message: z.nullable(z.string()),
});

/** The run a retry led to. `progress` in percent. */
export const taskRun = z.object({
  id: guid,
  progress: z.nullable(z.number()),
  result: z.nullable(runResult),
  startedAt: moment,
  endedAt: z.nullable(moment),
  machinesTotal: z.nullable(z.number()),
  machinesDone: z.nullable(z.number()),
  reasons: z.array(reason),
});

/** One retry as people see it: the task card, the line in the tasks table, the page behind a ticket's link. */
export const task = z.object({
  taskId: z.uuid(),
  jobId: guid,
  jobName: z.string(),
  operation: z.literal('RetryAgentJob'),
  state: retryState,
  requestedBy: z.string(),
  /** Distinguishes two people of one name, as `personId` of a session; absent where it was not written down. */
  requestedById: z.optional(z.string()),
  requestedFrom: z.nullable(z.string()),
  requestedAt: moment,
  note: z.nullable(z.string()),
  attempt: z.number(),
  /** The person who requested to stop the running job; null where nobody did, or it had no effect. */
  stopRequestedBy: z.optional(z.nullable(z.string())),
  em: z.nullable(emTask),
  run: z.nullable(taskRun),
  /** Of the causes of its job the one with the most machines. Absent in lists of tasks, and where it was not recorded. */
  cause: z.optional(taskCause),
  steps: z.array(taskStep),
});
export type Task = z.infer<typeof task>;

export const taskList = z.object({ tasks: z.array(task), nextCursor: z.nullable(z.string()) });
export type TaskList = z.infer<typeof taskList>;

/** Filters of `GET /api/tasks`. `state` takes a retry state, `open` or `ended`; `since` is an ISO moment. */
export const taskListQuery = z.strictObject({
  state: z.optional(z.union([retryState, z.enum(['open', 'ended'])])),
  job: z.optional(guid),
  by: z.optional(line(200)),
  since: z.optional(moment),
  cursor: z.optional(line(200)),
});
