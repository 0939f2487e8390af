import type { Notice, NoticeEvent } from '@retry-desk/contract';
import { onTestFinished } from 'vitest';
import type { Channel, Delivery } from '#notices/channels/channel.ts';
import { Dispatch, testNotice } from '#notices/dispatch.ts';
import { emptyGroup, nothingShared } from '#notices/groups.ts';
import type { Store } from '#store/open-store.ts';
import { createLogger } from '#telemetry/logger.ts';
import type { StoreBench } from './stores.ts';

export const site = new URL('https://desk.example.local');
export const NOON = Date.UTC(2026, 2, 18, 12);
export const DAY = 24 * 60 * 60_000;
export const everyEvent: readonly NoticeEvent[] = ['failed', 'overdue', 'hung', 'unreachable', 'silent', 'retry-ended'];

export const delivered: Delivery = { kind: 'delivered', receipt: null };

/** A channel that does with notices what is given, and those it was asked to deliver. */
export function channel(name: Channel['name'], deliver: (notice: Notice) => Promise<Delivery> = async () => delivered) {
  const asked: Notice[] = [];
  const made: Channel = {
    name,
    takes: () => true,
    deliver(notice) {
      asked.push(notice);
      return deliver(notice);
    },
    close: async () => undefined,
  };
  return { made, asked };
}

export type Given = { channels: readonly Channel[]; events?: readonly NoticeEvent[]; clock?: { now(): number } };

export function dispatchOn(
  store: Store,
  { channels, events = everyEvent, clock = { now: () => NOON } }: Given,
): Dispatch {
  const settings = { events, quiet: null, site, storePollMs: 20 };
  return new Dispatch({ store, clock, logger: createLogger('silent'), channels, settings });
}

/** One that writes and delivers nothing. */
export async function writerOn(store: Store, given: Given): Promise<Dispatch> {
  const dispatch = dispatchOn(store, given);
  await dispatch.stop();
  return dispatch;
}

export function noticeOf(key: string, number: number, more: Partial<Notice> = {}): Notice {
  const status = number % 2 === 1 ? 'firing' : 'resolved';
  return { ...testNotice(site, 'x', NOON), key, number, status, event: 'failed', ...more };
}

export const groupOf = (key: string) => emptyGroup({ event: 'failed', key, shared: nothingShared, since: NOON }, NOON);
export const keyed = (notice: Notice) => ({ notice, group: notice.status === 'firing' ? groupOf(notice.key) : null });

export async function writeAll(dispatch: Dispatch, notices: readonly Notice[], isHeld = false): Promise<void> {
  for (const notice of notices)
    await dispatch.outbox.writeKeyed([keyed(notice)], await dispatch.outbox.keys(), () => isHeld);
}

export async function freshStore(bench: StoreBench): Promise<Store> {
  const store = await (await bench.place()).open();
  onTestFinished(() => store.close());
  return store;
}
