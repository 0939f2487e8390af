import * as z from 'zod/mini';
import { guid, moment } from './ids.ts';

/** Why a job needs somebody: its newest run failed (or its result is unknown), it did not run when it should have, or its run goes on far too long. */
export const attentionKind = z.enum(['failed', 'overdue', 'hung']);
export type AttentionKind = z.infer<typeof attentionKind>;

/** A start that was expected and did not come. */
export const overdue = z.object({
  /** Null for a job that has never run and for which no start is known. */
  expectedAt: z.nullable(moment),
  /** By Enterprise Manager's next run, by the job's schedule, or by its runs of 30 days. */
  basis: z.enum(['next-run', 'schedule', 'rhythm']),
  neverRan: z.boolean(),
});
export type Overdue = z.infer<typeof overdue>;

/** A run in progress far longer than the job's runs take. */
export const hungRun = z.object({
  /** When the run began. */
  since: moment,
  /** The longest of the job's good runs, in minutes; null where it has none. */
  longestMinutes: z.nullable(z.number()),
});
export type Hung = z.infer<typeof hungRun>;

/** An acknowledgement as a row shows it. */
export const acknowledged = z.object({
  id: z.uuid(),
  by: z.string(),
  note: z.string(),
  ticket: z.nullable(z.string()),
  /** The ticket's address, where `TICKET_URL` is configured. */
  ticketUrl: z.nullable(z.url()),
  until: z.union([z.literal('next-success'), moment]),
  at: moment,
});
export type Acknowledged = z.infer<typeof acknowledged>;

/** An acknowledgement that nobody ended. */
export const endedAcknowledgement = z.object({
  id: z.uuid(),
  jobId: guid,
  jobName: z.string(),
  by: z.string(),
  note: z.string(),
  ticket: z.nullable(z.string()),
  end: z.enum(['success', 'expired', 'another-cause', 'another-kind', 'job-gone', 'schedule-off']),
  endedAt: moment,
});
export type EndedAcknowledgement = z.infer<typeof endedAcknowledgement>;
