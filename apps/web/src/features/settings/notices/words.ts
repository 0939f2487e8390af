import {
  configurableEvents,
  type NoticeChannelState,
  type NoticeDelivery,
  type NoticeEvent,
} from '@retry-desk/contract';
import { many } from '#lib/many.ts';

const events: Record<NoticeEvent, string> = {
  failed: 'failed for good',
  overdue: 'overdue',
  hung: 'hung',
  unreachable: 'Enterprise Manager unreachable',
  silent: 'Enterprise Manager silent',
  'retry-ended': 'retry ended',
  summary: 'summary after quiet hours',
  test: 'test',
};

const channelStates: Record<NoticeChannelState['state'], string> = {
  working: 'Working',
  failing: 'Failing',
  unused: 'Not used yet',
};

const statuses: Record<NoticeDelivery['status'], string> = { firing: 'Firing', resolved: 'Resolved' };

/** Every text of the notices in Settings. */
export const noticeWords = {
  title: 'Notices',
  help: 'What this server sends by itself when jobs need somebody, and when that is over.',
  loading: 'Loading the notices …',
  unreadable: 'The notices could not be loaded',
  none: 'No channel is configured: this server sends no notice to anybody.',
  noneHelp:
    'A channel is on once its address is given, as NOTIFY_SMTP_URL or NOTIFY_WEBHOOK_URL: every setting is described in',
  noneDocument: 'docs/notices.md',
  noneAfter: 'of this project.',

  channels: 'Channels',
  unknown: 'State unknown',
  states: (state: NoticeChannelState['state']) => channelStates[state],
  since: 'since',
  refusing: 'Responds, but refused a notice',
  lastDelivered: 'Last delivered',
  noneDelivered: 'nothing delivered yet',
  lastError: 'Last error',
  waiting: (count: number) => (count === 0 ? 'nothing waits' : `${many(count, 'notice waits', 'notices wait')}`),

  test: 'Send test',
  testOf: (channel: string) => `Send test by ${channel}`,
  testFailed: 'The test was not requested.',
  testSending: 'Test requested, not sent yet …',
  testTrying: (error: string) => `Not delivered: ${error}. It is tried again.`,
  testDelivered: 'Test delivered',
  testGivenUp: (error: string) => `Test given up: ${error}.`,
  testUnknown: 'The outcome of the test is unknown: the list of deliveries could not be loaded, or does not hold it.',
  receipt: (receipt: string) => `as ${receipt}`,

  heartbeat: 'Heartbeat',
  hasHeartbeat:
    'Sent every minute while this server can decide and store notices. The service that receives it shows whether it arrives.',
  noHeartbeat: 'None: nobody is notified when this server itself is away (NOTIFY_HEARTBEAT_URL).',
  events: 'Sent for',
  eventNames: (listed: readonly NoticeEvent[]) =>
    configurableEvents.every((event) => listed.includes(event))
      ? 'all events'
      : listed.map((event) => events[event]).join(', '),
  quiet: 'Quiet hours',
  noQuiet: 'none',
  quietNow: 'Now: notices wait until they end, but for Enterprise Manager unreachable.',
  quietLater: 'Not now.',

  deliveries: 'Last deliveries',
  noDelivery: 'Nothing has been sent yet.',
  columns: { subject: 'Notice', channel: 'Channel', state: 'State', at: 'Decided' },
  /** Its key and whether that fires, where it is one of those that fire and are resolved. */
  keyOf: ({ event, status, key }: Pick<NoticeDelivery, 'event' | 'status' | 'key'>) =>
    event === 'test' || event === 'summary' || event === 'retry-ended' ? events[event] : `${statuses[status]} · ${key}`,
  pending: 'Waiting',
  retrying: 'Not delivered yet',
  delivered: 'Delivered',
  givenUp: 'Given up',
  attempts: (count: number) => many(count, 'attempt', 'attempts'),
  showAll: (count: number) => `Show all ${count}`,
};
