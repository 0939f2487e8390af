import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
// Not part of the server's face: the bench plays against the very classes that deliver.
import { countPending } from '../../bff/src/notices/deliveries.ts';
import { type Dispatch, testNotice } from '../../bff/src/notices/dispatch.ts';
import { emptyGroup, nothingShared } from '../../bff/src/notices/groups.ts';
import { openDispatch } from '../../bff/src/notices/open-dispatch.ts';
import { openStore, type Store } from '../../bff/src/store/open-store.ts';
import { createLogger } from '../../bff/src/telemetry/logger.ts';
import type { ReceiverAnswer, ReceiverOrder } from './notice-receiver.ts';

export const site = new URL('https://desk.example.local');
export const silent = createLogger('silent');

export type NoticeScene = {
  store: Store;
  dispatch: Dispatch;
  clock: { now(): number };
  /** Received notices by key and number: the ids they came under, in the order of their first arrival. */
  received(): Promise<Map<string, string[]>>;
  /** The status that the receiver answers from now on. */
  answerWith(status: number): Promise<void>;
  /** Moves the clock of the desk. */
  move(ms: number): void;
  pending(): Promise<number>;
  close(): Promise<void>;
};

/** The receiver in its own process: gives it an order, and waits for its answer. */
function startReceiver() {
  const child = fork(fileURLToPath(new URL('./notice-receiver.ts', import.meta.url)));
  return {
    async order(order: ReceiverOrder): Promise<ReceiverAnswer> {
      const answer = once(child, 'message');
      child.send(order);
      const [received] = await answer;
      return received;
    },
    async stop(): Promise<void> {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** An outbox in this folder, whose clock can be moved, before a webhook that answers with this status. */
export async function noticeScene(dataDir: string, status = 204): Promise<NoticeScene> {
  const receiver = startReceiver();
  const { port } = await receiver.order({ kind: 'begin' });
  await receiver.order({ kind: 'answer', status });
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
    ...{ store, dispatch, clock },
    received: async () => new Map((await receiver.order({ kind: 'list' })).received),
    answerWith: async (next) => void (await receiver.order({ kind: 'answer', status: next })),
    move(ms) {
      aheadMs += ms;
    },
    pending: async () => (await countPending(store.db)).get('webhook') ?? 0,
    async close() {
      await dispatch.stop();
      await store.close();
      await receiver.stop();
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
export async function outOfOrder(scene: NoticeScene): Promise<string[]> {
  const received = await scene.received();
  const places = new Map([...received.keys()].map((name, place) => [name, place]));
  return [...places].flatMap(([name, place]) => {
    const [key, number] = name.split(' ');
    const before = places.get(`${key} ${Number(number) - 1}`);
    return Number(number) > 1 && (before === undefined || before > place) ? [name] : [];
  });
}
