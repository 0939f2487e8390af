import * as z from 'zod/mini';
import { advice } from './causes.ts';
import { noticeChannel } from './failing-channels.ts';
import { guid, moment } from './ids.ts';
import { retryState } from './retry-state.ts';

/** Events of which `NOTIFY_EVENTS` may name some; without it all are sent. */
export const configurableEvents = ['failed', 'overdue', 'hung', 'unreachable', 'silent', 'retry-ended'] as const;

/** The subject of a notice. `summary` is sent at the end of a quiet window, `test` by Settings. */
export const noticeEvent = z.enum([...configurableEvents, 'summary', 'test']);
export type NoticeEvent = z.infer<typeof noticeEvent>;

/**
 * Why a job is no part of a notice any more: a good run (`recovered`), the run that was missing, the end of the run that hung,
 * another cause, no place in the list of jobs; `withdrawn`: by another schedule, or longer runs, it is not overdue or hung.
 */
export const noticeEnd = z.enum(['recovered', 'started', 'run-ended', 'another-cause', 'not-listed', 'withdrawn']);
export type NoticeEnd = z.infer<typeof noticeEnd>;

/** A job of a notice. */
export const noticeJob = z.object({
  id: guid,
  name: z.string(),
  /** Machines that failed; at most 20 of `machinesInAll`. */
  machines: z.array(z.string()),
  machinesInAll: z.number(),
  /** A reason of its newest failed run, without names of accounts; null where there is none. */
  reason: z.nullable(z.string()),
  /** The run the notice is about; null for a start that did not come. */
  runId: z.nullable(guid),
  since: moment,
  /** Null while it needs somebody; else why it does no more, with the run that proves it. */
  end: z.nullable(z.object({ kind: noticeEnd, runId: z.nullable(guid), at: moment })),
  /** The job's page. */
  url: z.url(),
});
export type NoticeJob = z.infer<typeof noticeJob>;

/** A notice as channels deliver it, and the body of a webhook. The same bytes at each attempt. */
export const notice = z.object({
  /** The same at each attempt; a receiver that keeps it gets a notice once. */
  id: z.uuid(),
  /** The same for what fires, its updates, and what resolves it. */
  key: z.string(),
  event: noticeEvent,
  status: z.enum(['firing', 'resolved']),
  /** 1 for what fires first, then 2, 3, … until it is resolved. */
  number: z.number(),
  at: moment,
  /** Since when it holds. */
  since: moment,
  /** Number, cause and state on one line. */
  subject: z.string(),
  /** Facts that stand in no other field, a sentence each. */
  lines: z.array(z.string()),
  cause: z.nullable(z.object({ key: z.string(), title: z.string(), family: z.string() })),
  advice: z.nullable(advice),
  /** The remedy for the cause, where it is known. */
  known: z.nullable(z.object({ fix: z.string(), link: z.nullable(z.string()) })),
  /** The backup server of all its jobs; null where it is not known or not one. */
  server: z.nullable(z.string()),
  /** At most 20 of `jobsInAll`, those with the most machines first. */
  jobs: z.array(noticeJob),
  jobsInAll: z.number(),
  machinesInAll: z.number(),
  /** The retry that ended; null for other events. */
  retry: z.nullable(
    z.object({
      taskId: z.uuid(),
      state: retryState,
      requestedBy: z.string(),
      requestedAt: moment,
      note: z.nullable(z.string()),
    }),
  ),
  /** The page of the desk that shows it. */
  url: z.url(),
});
export type Notice = z.infer<typeof notice>;

/** So many jobs a notice lists by name, and so many machines of each. */
export const mostNoticeJobs = 20;

/** A configured channel. `unused`: nothing has been sent by it yet. */
export const noticeChannelState = z.object({
  channel: noticeChannel,
  state: z.enum(['working', 'failing', 'unused']),
  failingSince: z.nullable(moment),
  lastDeliveredAt: z.nullable(moment),
  /** The last failed attempt since then. */
  error: z.nullable(z.object({ at: moment, text: z.string() })),
  /** Notices that wait for it. */
  pending: z.number(),
});
export type NoticeChannelState = z.infer<typeof noticeChannelState>;

/** A notice on its way through one channel. */
export const noticeDelivery = z.object({
  id: z.uuid(),
  key: z.string(),
  event: noticeEvent,
  status: z.enum(['firing', 'resolved']),
  subject: z.string(),
  channel: noticeChannel,
  at: moment,
  state: z.enum(['pending', 'delivered', 'given-up']),
  attempts: z.number(),
  /** When it was delivered or given up. */
  doneAt: z.nullable(moment),
  /** The name that the other side gave it. */
  receipt: z.nullable(z.string()),
  error: z.nullable(z.string()),
});
export type NoticeDelivery = z.infer<typeof noticeDelivery>;

/** `GET /api/notices`: the configured channels, and their newest deliveries. */
export const noticeList = z.object({
  channels: z.array(noticeChannelState),
  events: z.array(noticeEvent),
  /** The daily window in which notices wait; null where none is configured. */
  quiet: z.nullable(z.object({ window: z.string(), isNow: z.boolean() })),
  hasHeartbeat: z.boolean(),
  /** The newest 100, newest first. */
  deliveries: z.array(noticeDelivery),
});
export type NoticeList = z.infer<typeof noticeList>;

/** `POST /api/notices/test` */
export const noticeTest = z.strictObject({ channel: noticeChannel });
export type NoticeTest = z.infer<typeof noticeTest>;
/** The test notice that is on its way: its outcome stands among the deliveries. */
export const noticeTestAnswer = z.object({ id: z.uuid() });
export type NoticeTestAnswer = z.infer<typeof noticeTestAnswer>;
