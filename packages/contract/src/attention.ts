import * as z from 'zod/mini';
import { guid, moment } from './ids.ts';
import { line, lines, longestNote } from './text.ts';

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

/** So many days an acknowledgement may last. */
export const longestAcknowledgementDays = 30;
/** So many characters the name of a ticket may have. */
export const longestTicket = 60;

/** Why an acknowledgement ended. */
export const acknowledgementEnd = z.enum([
  'success',
  'expired',
  'another-cause',
  'another-kind',
  'replaced',
  'withdrawn',
  'job-gone',
]);
export type AcknowledgementEnd = z.infer<typeof acknowledgementEnd>;

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

/** An acknowledgement of one job. */
export const acknowledgement = z.extend(acknowledged, {
  jobId: guid,
  jobName: z.string(),
  /** The kind of trouble that was acknowledged. */
  kind: attentionKind,
  endedAt: z.nullable(moment),
  end: z.nullable(acknowledgementEnd),
  /** The person who withdrew or replaced it. */
  endedBy: z.nullable(z.string()),
});
export type Acknowledgement = z.infer<typeof acknowledgement>;

const note = lines(longestNote).check(z.minLength(1));
const acknowledges = {
  note,
  ticket: z.optional(z.nullable(line(longestTicket))),
  until: z.union([z.literal('next-success'), moment]),
};

/** Jobs that one call acknowledges at most. */
export const mostAcknowledged = 500;

/** Body of `POST /api/acknowledgements`: one job, several, or all jobs that fail for a cause now. */
export const acknowledgeRequest = z.union([
  z.strictObject({ jobId: guid, ...acknowledges }),
  z.strictObject({ jobIds: z.array(guid).check(z.minLength(1), z.maxLength(mostAcknowledged)), ...acknowledges }),
  z.strictObject({ causeKey: line(200, 1), ...acknowledges }),
]);
export type AcknowledgeRequest = z.infer<typeof acknowledgeRequest>;

/** 201: those that were made, and the jobs that need nobody (any more). */
export const acknowledgeAnswer = z.object({
  acknowledgements: z.array(acknowledgement),
  notNeeded: z.array(guid),
});
export type AcknowledgeAnswer = z.infer<typeof acknowledgeAnswer>;

/** `GET /api/acknowledgements`: open ones first, then those that ended in 30 days, newest first. */
export const acknowledgementList = z.object({ acknowledgements: z.array(acknowledgement) });
export type AcknowledgementList = z.infer<typeof acknowledgementList>;
