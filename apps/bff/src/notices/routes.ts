import {
  apiPaths,
  type NoticeChannelState,
  type NoticeDelivery,
  type NoticeEvent,
  noticeList,
  noticeTest,
  noticeTestAnswer,
} from '@retry-desk/contract';
import { iso } from '#iso.ts';
import { defineRoute, Refusal, type Route } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import type { Audit } from '#store/write-audit.ts';
import { countPending, readNewest, tryNow } from './deliveries.ts';
import { type Dispatch, testNotice } from './dispatch.ts';
import { noticeFrom } from './outbox.ts';
import { type QuietWindow, windowText } from './quiet-window.ts';

export type NoticeRoutesDeps = {
  dispatch: Dispatch;
  store: Pick<Store, 'db'>;
  clock: { now(): number };
  audit: Audit;
  settings: { events: readonly NoticeEvent[]; quiet: QuietWindow | null; hasHeartbeat: boolean; site: URL };
};

/** Deliveries that Settings shows. */
const MOST_SHOWN = 100;

export function noticeRoutes({ dispatch, store, clock, audit, settings }: NoticeRoutesDeps): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: apiPaths.notices,
    access: ['operator'],
    summary: 'The channels by which notices leave, with their newest deliveries.',
    output: noticeList,
    async handler() {
      const [pending, newest] = await storeCall(() =>
        Promise.all([countPending(store.db), readNewest(store.db, MOST_SHOWN)]),
      );
      const { events, quiet, hasHeartbeat } = settings;
      return {
        status: 200,
        body: {
          channels: dispatch.channels.map((channel) => stateOf(dispatch, channel, pending.get(channel) ?? 0)),
          events: [...events],
          quiet: quiet && { window: windowText(quiet), isNow: dispatch.isQuiet() },
          hasHeartbeat,
          deliveries: newest.map(presentDelivery),
        },
      };
    },
  });
  const test = defineRoute({
    method: 'POST',
    path: apiPaths.noticeTest,
    access: ['operator'],
    summary: 'Send a test notice by one channel; its outcome stands among the deliveries.',
    answers: [202],
    refuses: ['not-found'],
    body: noticeTest,
    output: noticeTestAnswer,
    async handler({ body: { channel }, caller, remoteAddress }) {
      if (!dispatch.channels.includes(channel))
        throw new Refusal('not-found', `No settings are given for the channel ${channel}: see NOTIFY_… in the README.`);
      const notice = testNotice(settings.site, caller.user, clock.now());
      const { user, person } = caller;
      await audit({ kind: 'notice-tested', user, person, address: remoteAddress, subject: channel, detail: notice.id });
      await storeCall(async () => {
        await tryNow(store.db, channel);
        await dispatch.outbox.writeFor(channel, notice);
      });
      return { status: 202, body: { id: notice.id } };
    },
  });
  return [list, test];
}

function stateOf(dispatch: Dispatch, channel: NoticeChannelState['channel'], pending: number): NoticeChannelState {
  const health = dispatch.healthOf(channel);
  const { failing_since: since = null, delivered_at = null, error = null, error_at = null } = health ?? {};
  const isUnused = since === null && delivered_at === null && error === null;
  return {
    channel,
    state: since !== null ? 'failing' : isUnused ? 'unused' : 'working',
    failingSince: iso(since),
    lastDeliveredAt: iso(delivered_at),
    error: error === null || error_at === null ? null : { at: iso(error_at), text: error },
    pending,
  };
}

function presentDelivery({ body, ...row }: Awaited<ReturnType<typeof readNewest>>[number]): NoticeDelivery {
  const { id, key, event, status, subject } = noticeFrom(body);
  const { channel, at, state, attempts, done_at, receipt, error } = row;
  return {
    id,
    key,
    event,
    status,
    subject,
    channel,
    at: iso(at),
    state,
    attempts,
    doneAt: iso(done_at),
    receipt,
    error,
  };
}
