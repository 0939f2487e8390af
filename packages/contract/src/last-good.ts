import * as z from 'zod/mini';
import { guid, moment } from './ids.ts';
import { runResult } from './task.ts';
import { line } from './text.ts';

/** The ages, in days, that machines are counted by. */
export const lastGoodDays = [1, 3, 7, 30] as const;

/**
 * How a machine's last good backup stands. `good`: when it ended is known. `none`: its jobs have run, and the history holds none.
 * `never`: a computer of a protection group that is in no run. Not known: `unread` while something has not been read, `unlisted`
 * where Enterprise Manager does not list what a newer run came to, `unclear` where two computers go by one name.
 */
export const backupState = z.enum(['good', 'none', 'never', 'unread', 'unlisted', 'unclear']);
export type BackupState = z.infer<typeof backupState>;

export const lastGoodQuery = z.strictObject({
  /** Machines without a good backup in the last so many days. */
  olderThanDays: z.optional(z.string().check(z.regex(/^[0-9]{1,3}$/))),
  /** `none`: without any; `unknown`: of which it is not known. */
  backup: z.optional(z.enum(['none', 'unknown'])),
  /** Part of a machine's name. */
  q: z.optional(line(200)),
  cursor: z.optional(line(1_000)),
});
export type LastGoodQuery = z.infer<typeof lastGoodQuery>;

/** A machine with its last good backup over all its jobs. */
export const lastGoodMachine = z.object({
  machine: z.string(),
  backup: backupState,
  /** When its last good backup ended: only, and always, where `backup` is `good`. */
  lastGoodAt: z.nullable(moment),
  jobs: z.array(
    z.object({
      id: guid,
      name: z.string(),
      /** The days of the job, as in its row on the board. */
      strip: z.string(),
      results: z.string(),
      readSince: z.optional(moment),
    }),
  ),
  /** Its newest known result; absent where there is none. */
  newest: z.optional(
    z.object({
      jobId: guid,
      runId: guid,
      result: runResult,
      endedAt: z.nullable(moment),
      reason: z.nullable(z.string()),
    }),
  ),
  /** Where a protection group has found it. */
  computer: z.optional(
    z.object({
      protectionGroup: z.nullable(z.string()),
      backupServer: z.nullable(z.string()),
      agentStatus: z.nullable(z.string()),
    }),
  ),
});
export type LastGoodMachine = z.infer<typeof lastGoodMachine>;

/** `GET /api/machines/last-good`: machines without a good backup first, then the oldest; those of which it is not known last. */
export const lastGoodList = z.object({
  takenAt: z.nullable(moment),
  counts: z.object({
    /** All machines, those not known included. */
    machines: z.number(),
    /** Without a good backup in the last so many days. */
    olderThan: z.array(z.object({ days: z.number(), machines: z.number() })),
    none: z.number(),
    /** Something of them has not been read yet. */
    unread: z.number(),
    /** `unlisted` and `unclear`. */
    unknown: z.number(),
    /** Jobs of which something has not been read yet, and those whose machines Enterprise Manager does not list. */
    unreadJobs: z.number(),
    unlistedJobs: z.number(),
  }),
  /** The list of computers of protection groups: when it was read; since when it cannot be. */
  computers: z.object({
    readAt: z.nullable(moment),
    count: z.nullable(z.number()),
    /** Elements of the list that cannot be read. */
    unreadable: z.number(),
    failing: z.optional(z.object({ since: moment, message: z.string() })),
  }),
  /** How many machines fit the question. */
  found: z.number(),
  machines: z.array(lastGoodMachine),
  nextCursor: z.nullable(z.string()),
});
export type LastGoodList = z.infer<typeof lastGoodList>;
