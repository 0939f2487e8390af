import * as z from 'zod/mini';
import { acknowledged, attentionKind, endedAcknowledgement, hungRun, overdue } from './attention.ts';
import { rowCause, wallCause } from './causes.ts';
import { failingChannel } from './failing-channels.ts';
import { guid, moment } from './ids.ts';
import { retryState } from './retry-state.ts';
import { reason, runResult, task } from './task.ts';

/** `windows` and `linux` are AgentForWindows and AgentForLinux; anything else that Enterprise Manager lists is `other`. */
export const platform = z.enum(['windows', 'linux', 'other']);
export type Platform = z.infer<typeof platform>;

/** The link to Enterprise Manager: `degraded` answers partly or slowly, `down` does not answer or refuses us. */
export const emHealth = z.object({
  state: z.enum(['ok', 'degraded', 'down']),
  since: moment,
  lastGoodAt: z.nullable(moment),
  /** The fault, with the call, Enterprise Manager's words and the remedy: for operators. Null for all others. */
  message: z.nullable(z.string()),
  /** The youngest start or end of a run that Enterprise Manager lists: how far its own copy reaches. */
  newestEventAt: z.nullable(moment),
  /** The same, where that is longer ago than this inventory ever goes without a run: Enterprise Manager may collect nothing. */
  silentSince: z.optional(moment),
  /**
   * Present while older runs of the history have still to be read: of those that began from then on, all have been. Until
   * then what is not known of a job (its last success, a day without a run, a recovery) may be there all the same.
   */
  readSince: z.optional(moment),
});
export type EmHealth = z.infer<typeof emHealth>;

/** The journal of retries. `not-responding`: nothing can be written to it now; `since`: when that began, or ended. */
export const journalHealth = z.object({ state: z.enum(['ok', 'not-responding']), since: moment });
export type JournalHealth = z.infer<typeof journalHealth>;

/** Numbers of the board; null while Enterprise Manager has not been read once: unknown is never 0. */
export const counts = z.object({
  failed: z.nullable(z.number()),
  retrying: z.nullable(z.number()),
  running: z.nullable(z.number()),
  /** Since midnight of the server's own time zone (`TZ`). */
  recoveredToday: z.nullable(z.number()),
  /**
   * Recoveries of the last day and more, to be counted for today in any time zone: pairs of the quarter of an hour since
   * 1970 and how many fell into it. Absent from a server of an older version.
   */
  recovered: z.optional(z.nullable(z.array(z.array(z.number())))),
  jobs: z.nullable(z.number()),
  /** Jobs that need somebody and that nobody has acknowledged. Absent, as the next three, from a server of an older version. */
  attention: z.optional(z.nullable(z.number())),
  /** Jobs that did not run when they should have, acknowledged or not. */
  overdue: z.optional(z.nullable(z.number())),
  /** Jobs whose run goes on far too long, acknowledged or not. */
  hung: z.optional(z.nullable(z.number())),
  /** Jobs that need somebody and that somebody has acknowledged. */
  acknowledged: z.optional(z.nullable(z.number())),
});
export type Counts = z.infer<typeof counts>;

/** A run in a row of the board. `machines*` are null until the machine results have been read. */
export const runSummary = z.object({
  id: guid,
  startedAt: moment,
  endedAt: z.nullable(moment),
  result: runResult,
  progress: z.nullable(z.number()),
  machinesFailed: z.nullable(z.number()),
  machinesTotal: z.nullable(z.number()),
});
export type RunSummary = z.infer<typeof runSummary>;

/** When a run came to its end, as far as Enterprise Manager reports it. */
export function endOfRun({ startedAt, endedAt }: Pick<RunSummary, 'startedAt' | 'endedAt'>): string {
  return endedAt ?? startedAt;
}

/** The open retry that holds a job: who asked, when, how far it is. */
export const openRetry = z.object({
  taskId: z.uuid(),
  state: retryState,
  requestedBy: z.string(),
  requestedAt: moment,
});
export type OpenRetry = z.infer<typeof openRetry>;

/** The newest retry of a job that is over: what it came to and when; `runId` is the run it led to. */
export const lastRetry = z.object({
  taskId: z.uuid(),
  state: retryState,
  requestedAt: moment,
  endedAt: moment,
  runId: z.nullable(guid),
});
export type LastRetry = z.infer<typeof lastRetry>;

/** `failed`: the newest run is over and Failed. `running`: a run is under way. `idle`: over and not Failed. `never`: no run known. */
/** `unknown`: the newest run is over, and its result is unknown. Such jobs stand among the failed ones. */
export const jobState = z.enum(['failed', 'unknown', 'running', 'idle', 'never']);
export type JobState = z.infer<typeof jobState>;

/** One job with its newest run; a row of the board. */
export const jobRow = z.object({
  id: guid,
  name: z.string(),
  platform,
  backupServer: z.nullable(z.string()),
  state: jobState,
  run: z.nullable(runSummary),
  reasons: z.array(reason),
  /** The cause with the most machines; null while it is not known. Absent from a server of an older version. */
  cause: z.optional(z.nullable(rowCause)),
  /** Why it needs somebody; null where it does not. Absent from a server of an older version. */
  attention: z.optional(z.nullable(attentionKind)),
  /** Beside any kind but `hung`: a failed job can be overdue, too. */
  overdue: z.optional(overdue),
  hung: z.optional(hungRun),
  /** Absent where nobody has acknowledged it. */
  acknowledged: z.optional(acknowledged),
  streak: z.number(),
  lastSuccessAt: z.nullable(moment),
  nextRunAt: z.nullable(moment),
  /** Why no run is scheduled: the schedule is switched off, or there is none. Absent where neither is known. */
  noSchedule: z.optional(z.enum(['off', 'none'])),
  /** When Veeam tries again by itself, where the job's own retry options hold it. */
  autoRetryAt: z.nullable(moment),
  openRetry: z.nullable(openRetry),
  /** Absent where none has ended in the last days, and from a server of an older version. */
  lastRetry: z.optional(lastRetry),
  /** The days of the history in UTC, oldest first, one letter a day: S success, W warning, F failed, R running, N none, U not read yet. */
  strip: z.string(),
  /**
   * Results of runs, for days of any time zone: the quarter of an hour since 1970 in which the newest began, then for each,
   * newest first, its letter and how many quarters it began before the one before it, as in `16nkz F0 F2o S2o*26`; numbers in
   * base 36, `*` how many alike. Runs that change no day are left out. Absent from a server of an older version.
   */
  results: z.optional(z.string()),
  /**
   * As that of `em`, for the runs of this job: while it is there, no last success means *not read yet*, and the streak is one
   * at least.
   */
  readSince: z.optional(moment),
});
export type JobRow = z.infer<typeof jobRow>;

/** Since when a row needs somebody: the end of its failed run, the start that did not come, the start of the run that hangs. */
export function needsSince({ run, overdue, hung }: Pick<JobRow, 'run' | 'overdue' | 'hung'>): string | null {
  if (hung !== undefined) return hung.since;
  const late = overdue?.expectedAt ?? null;
  const ended = run === null || run.endedAt === null ? null : endOfRun(run);
  return late ?? ended;
}

/** `GET /api/board` for operators and viewers. */
export const board = z.object({
  revision: z.number(),
  takenAt: moment,
  /** Seconds between two reads of Enterprise Manager: after two of them without an answer the data is out of date. */
  pollSeconds: z.number(),
  em: emHealth,
  journal: journalHealth,
  counts,
  servers: z.array(z.string()),
  /** All that need somebody: failed, overdue and hung. */
  failed: z.array(jobRow),
  /**
   * Acknowledgements that ended by themselves in the last twelve hours: at most 50, those that no good run ended first, then
   * newest first. Absent from a server of an older version.
   */
  endedAcknowledgements: z.optional(z.array(endedAcknowledgement)),
  /** How many there are. */
  endedInAll: z.optional(z.number()),
  /** Channels of notices that have failed for a quarter of an hour; absent where none has. */
  failingChannels: z.optional(z.array(failingChannel)),
  tasks: z.array(task),
});
export type Board = z.infer<typeof board>;

/** `GET /api/wall`, for all roles, and `GET /api/board` for a wall: no people, no notes, nothing but what the wall draws. */
export const wallBoard = z.object({
  revision: z.number(),
  takenAt: moment,
  pollSeconds: z.number(),
  em: z.object({
    state: z.enum(['ok', 'degraded', 'down']),
    since: moment,
    lastGoodAt: z.nullable(moment),
    silentSince: z.optional(moment),
    readSince: z.optional(moment),
  }),
  journal: journalHealth,
  failingChannels: z.optional(z.array(failingChannel)),
  counts,
  failed: z.array(
    z.object({
      id: guid,
      name: z.string(),
      /** Absent from a server of an older version. */
      state: z.optional(z.enum(['failed', 'unknown'])),
      attention: z.optional(attentionKind),
      overdue: z.optional(overdue),
      hung: z.optional(hungRun),
      /** It is counted apart. */
      acknowledged: z.optional(z.boolean()),
      machines: z.array(z.string()),
      machinesFailed: z.nullable(z.number()),
      machinesTotal: z.nullable(z.number()),
      reason: z.nullable(z.string()),
      /** Null where it is not known, and for a link without reasons. Absent from a server of an older version. */
      cause: z.optional(z.nullable(wallCause)),
      /** Since when it needs somebody: the end of the failed run, the expected start, the start of the run that hangs; null for a job that never ran. */
      failedAt: z.nullable(moment),
      streak: z.number(),
      lastSuccessAt: z.nullable(moment),
      /** While it is there, no last success means *not read yet*. */
      readSince: z.optional(moment),
      retrying: z.boolean(),
    }),
  ),
  tasks: z.array(
    z.object({
      taskId: z.uuid(),
      jobName: z.string(),
      state: retryState,
      progress: z.nullable(z.number()),
      changedAt: moment,
    }),
  ),
});
export type WallBoard = z.infer<typeof wallBoard>;
