import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AcknowledgedJob } from '../src/attention/acknowledgement-end.ts';
import { Acknowledgements } from '../src/attention/acknowledgements.ts';
import { guid } from './board-samples.ts';
import { postgresBench } from './stores.ts';

const postgres = postgresBench();
beforeAll(() => postgres.start(), 120_000);
afterAll(() => postgres.stop());

const jobIds = Array.from({ length: 60 }, (_, n) => guid(n));
const failed: AcknowledgedJob & { name: string } = {
  ...{ name: 'Oracle', kinds: ['failed'], causeKeys: ['space'], isScheduleOff: false },
  over: { id: guid(900), isGood: false, hasFailed: true },
};

/** Two processes on one PostgreSQL, each with the state of the jobs as it has read it. */
async function twoProcesses(jobOf: (() => AcknowledgedJob & { name: string })[]) {
  const place = await postgres.place();
  return await Promise.all(
    jobOf.map(async (of) => {
      const store = await place.open();
      const acknowledgements = new Acknowledgements({
        ...{ store, clock: { now: () => Date.UTC(2026, 10, 30) }, ticketUrl: null },
        ...{ jobOf: of, isReady: () => true, onChange: () => undefined },
      });
      return { store, acknowledgements };
    }),
  );
}

function orderOf(name: string, ids: readonly string[], note: string) {
  const by = { user: `TECH\\${name}`, person: name, address: '127.0.0.1' };
  return { ...by, jobIds: ids, note, ticket: null, untilAt: null };
}

test('orders for the same jobs from two processes at once are all answered, and one of each job is open, the same on both', async () => {
  const processes = await twoProcesses([() => failed, () => failed]);
  const orders = Array.from({ length: 12 }, (_, n) => {
    const ids = n % 3 === 0 ? jobIds.toReversed() : jobIds;
    return processes[n % 2]?.acknowledgements.acknowledge(orderOf(n % 2 ? 'ben' : 'anna', ids, `order ${n}`));
  });
  for (const made of await Promise.all(orders)) expect(made?.acknowledgements).toHaveLength(60);
  for (const { acknowledgements } of processes) await acknowledgements.refresh();
  const [first, second] = processes.map(({ acknowledgements }) => jobIds.map((id) => acknowledgements.of(id)));
  expect(first).toEqual(second);
  expect(new Set(first?.map((shown) => shown?.note)).size).toBe(1);
  const all = await processes[0]?.acknowledgements.list();
  expect(all?.filter(({ end }) => end === null)).toHaveLength(60);
  expect(all?.filter(({ end }) => end === 'replaced')).toHaveLength(11 * 60);
  for (const { store } of processes) await store.close();
});

test('two processes that end and withdraw the same acknowledgement at once leave one end', async () => {
  let isGood = false;
  const good = { ...failed, kinds: [], over: { id: guid(901), isGood: true, hasFailed: false } };
  const processes = await twoProcesses(Array.from({ length: 2 }, () => () => (isGood ? good : failed)));
  const [a, b] = processes.map(({ acknowledgements }) => acknowledgements);
  const made = await a?.acknowledge(orderOf('anna', jobIds.slice(0, 1), 'Disks are ordered'));
  const id = made?.acknowledgements[0]?.id ?? '';
  await b?.refresh();
  isGood = true;
  const ends = await Promise.allSettled([a?.review(), b?.review(), b?.withdraw(id, orderOf('ben', [], ''))]);
  expect(ends.slice(0, 2).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  const all = await a?.list();
  expect(all).toHaveLength(1);
  const isWithdrawn = ends[2]?.status === 'fulfilled';
  expect(all?.[0]).toMatchObject(
    isWithdrawn ? { end: 'withdrawn', endedBy: 'TECH\\ben' } : { end: 'success', endedBy: null },
  );
  for (const { store } of processes) await store.close();
});
