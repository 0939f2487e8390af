import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
// Not part of the server's face: the bench plays against the very classes that deliver.
import { countPending } from '../../bff/src/notices/deliveries.ts';
import { type Dispatch, testNotice } from '../../bff/src/notices/dispatch.ts';
import { emptyGroup, nothingShared } from '../../bff/src/notices/groups.ts';
import { openDispatch } from '../../bff/src/notices/open-dispatch.ts';
import { openStore, type Store } from '../../bff/src/store/open-store.ts';
import { createLogger } from '../../bff/src/telemetry/logger.ts';

export const site = new URL('https://desk.example.local');
export const silent = createLogger('silent');

/** Received notices by key and number: the ids they came under, in the order of their first arrival. */
export type NoticeScene = {
  store: Store;
  dispatch: Dispatch;
  clock: { now(): number };
  received: Map<string, Set<string>>;
  /** The status that the receiver answers. */
  answer: { status: number };
  /** Moves the clock of the desk. */
  move(ms: number): void;
  pending(): Promise<number>;
  close(): Promise<void>;
};

/** An outbox in this folder, whose clock can be moved, before a webhook. */
export async function noticeScene(dataDir: string, answer = { status: 204 }): Promise<NoticeScene> {
  const received = new Map<string, Set<string>>();
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const { id, key, number } = JSON.parse(body);
      if (answer.status < 300) {
        const name = `${key} ${number}`;
        received.set(name, (received.get(name) ?? new Set()).add(id));
      }
      response.writeHead(answer.status).end();
    });
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const { port } = receiver.address() as AddressInfo; // a listening TCP server has a port
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const store = await openStore({ dataDir });
  const none = {
    alertmanager: null,
    teams: null,
    slack: null,
    email: null,
    heartbeat: null,
    quiet: null,
    ca: undefined,
  };
  const webhook = { url: new URL(`http://127.0.0.1:${port}/`), secret: null };
  const { dispatch } = openDispatch(
    { notify: { ...none, webhook, events: ['failed'] }, publicUrl: site, retryPollMs: 20 },
    { store, clock, logger: silent },
  );
  return {
    ...{ store, dispatch, clock, received, answer },
    move(ms) {
      aheadMs += ms;
    },
    pending: async () => (await countPending(store.db)).get('webhook') ?? 0,
    async close() {
      await dispatch.stop();
      await store.close();
      receiver.closeAllConnections();
      receiver.close();
    },
  };
}

/** Writes so many notices of so many keys, firing and resolved by turns. */
export async function writeNotices({ dispatch, clock }: NoticeScene, count: number, keys: number): Promise<void> {
  for (let key = 0; key < keys; key += 1) {
    const all = Array.from({ length: count / keys }, (_, at) => {
      const status = at % 2 === 0 ? 'firing' : 'resolved';
      const shared = { event: 'failed', key: `key-${key}`, shared: nothingShared, since: 0 } as const;
      const notice = {
        ...testNotice(site, 'x', clock.now()),
        key: `key-${key}`,
        number: at + 1,
        status,
        event: 'failed',
      } as const;
      return { notice, group: status === 'firing' ? emptyGroup(shared, 0) : null };
    });
    await dispatch.outbox.writeKeyed(all, new Map(), () => false);
  }
}

/** Waits until nothing is pending; reports how many are after this time. */
export async function drained(scene: NoticeScene, limitMs: number): Promise<number> {
  const until = performance.now() + limitMs;
  while (performance.now() < until && (await scene.pending()) > 0) await wait(500);
  return await scene.pending();
}

/** Those that were received before the one before them of their key. */
export function outOfOrder({ received }: NoticeScene): string[] {
  const places = new Map([...received.keys()].map((name, place) => [name, place]));
  return [...places].flatMap(([name, place]) => {
    const [key, number] = name.split(' ');
    const before = places.get(`${key} ${Number(number) - 1}`);
    return Number(number) > 1 && (before === undefined || before > place) ? [name] : [];
  });
}
