import * as z from 'zod/mini';
import { acknowledged, attentionKind } from './attention.ts';
import { guid, moment } from './ids.ts';
import { line, lines, longestNote } from './text.ts';

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
  'schedule-off',
]);
export type AcknowledgementEnd = z.infer<typeof acknowledgementEnd>;

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

const note = lines(longestNote).check(z.trim(), z.minLength(1));
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
