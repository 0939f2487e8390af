import * as z from 'zod/mini';
import { acknowledgement } from './acknowledgements.ts';
import { emHealth, jobRow } from './board.ts';
import { guid, moment } from './ids.ts';
import { task } from './task.ts';
import { line } from './text.ts';

/** `zone`: an IANA name; days of the trend and the times in text are of that zone, else of the server's (`TZ`). */
export const shiftQuery = z.strictObject({ since: z.optional(moment), zone: z.optional(line(64)) });
export type ShiftQuery = z.infer<typeof shiftQuery>;

/** A job that failed in that time and was good again without a retry from here. */
const repaired = z.object({ jobId: guid, jobName: z.string(), failedAt: moment, goodAt: moment });

/** A time in which something was not there. `until` is null while it goes on. */
export const outage = z.object({
  /** `enterprise-manager`: not responding or not readable. `desk`: no process of ours ran. `collection`: it listed no new run. */
  what: z.enum(['enterprise-manager', 'desk', 'collection']),
  from: moment,
  until: z.nullable(moment),
});
export type Outage = z.infer<typeof outage>;

/** One day of the whole inventory. Null where the runs of that day have not been read yet. */
const trendDay = z.object({
  /** `2026-11-30`. */
  day: z.string(),
  /** Jobs of which a run failed. */
  failed: z.nullable(z.number()),
  /** Jobs that were good again after a failed run. */
  recovered: z.nullable(z.number()),
  /** Retries requested here. */
  retried: z.nullable(z.number()),
});
export type TrendDay = z.infer<typeof trendDay>;

/** `GET /api/shift`: the hand-over to the next shift. */
export const handOver = z.object({
  since: moment,
  until: moment,
  /** When this person last looked at the hand-over before now; null the first time. */
  lastVisitAt: z.nullable(moment),
  em: emHealth,
  /** How many jobs Enterprise Manager lists: of none it is nothing good that none needs attention. */
  jobs: z.number(),
  /** Jobs of which a run failed in that time, and how many runs that were. */
  failed: z.object({ jobs: z.number(), runs: z.number() }),
  /** Newest first, at most 500; `repairedInAll` is how many there are. */
  repaired: z.array(repaired),
  repairedInAll: z.number(),
  /** Requested in that time, newest first, at most 200; `retriesInAll` is how many there are. */
  retries: z.array(task),
  retriesInAll: z.number(),
  /** Needs somebody now: three failed runs in a row and more first, acknowledged ones last; in JSON at most 200. */
  attention: z.array(jobRow),
  /** How many there are that nobody has acknowledged, and how many that somebody has. */
  attentionInAll: z.number(),
  knownInAll: z.number(),
  /** Made or ended in that time, newest first; in JSON at most 200. */
  acknowledgements: z.array(acknowledgement),
  acknowledgementsInAll: z.number(),
  outages: z.array(outage),
  /** Thirty days, oldest first. */
  trend: z.array(trendDay),
});
export type HandOver = z.infer<typeof handOver>;
