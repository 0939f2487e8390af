import { beforeEach, expect, test } from 'vitest';
import { Outages } from '#attention/outages.ts';
import { sharedStore } from './stores.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EVENING = Date.UTC(2026, 10, 29, 18);
const none = { 'enterprise-manager': null, collection: null };
const store = sharedStore();
let now = EVENING;
const clock = { now: () => now };
const iso = (at: number) => new Date(at).toISOString();

beforeEach(async () => {
  now = EVENING;
  for (const table of ['outages', 'desk_alive'] as const) await store().db.deleteFrom(table).execute();
});

test('the desk was away from its last sign of life until it began, also where the store came an hour later', async () => {
  const first = new Outages(store(), clock);
  await first.noteStart();
  await first.noteAlive();
  now = EVENING + 3 * HOUR;
  const second = new Outages(store(), clock);
  now = EVENING + 4 * HOUR;
  await second.noteStart();
  expect(await second.since(EVENING)).toEqual([{ what: 'desk', from: iso(EVENING), until: iso(EVENING + 3 * HOUR) }]);
});

test('a restart of seconds is no outage, nor is a second process beside one that lives', async () => {
  await new Outages(store(), clock).noteAlive();
  now += 2 * MINUTE;
  await new Outages(store(), clock).noteStart();
  expect(await new Outages(store(), clock).since(0)).toEqual([]);
});

test('an outage of Enterprise Manager begins once for all processes, ends when it responds, and a collection apart from it', async () => {
  const [a, b] = [new Outages(store(), clock), new Outages(store(), clock)];
  await Promise.all([a, b].map((each) => each.note({ ...none, 'enterprise-manager': EVENING })));
  now += HOUR;
  await b.note({ 'enterprise-manager': EVENING + MINUTE, collection: EVENING - HOUR });
  now += HOUR;
  await a.note({ ...none, collection: EVENING - HOUR });
  expect(await b.since(EVENING)).toEqual([
    { what: 'collection', from: iso(EVENING - HOUR), until: null },
    { what: 'enterprise-manager', from: iso(EVENING), until: iso(EVENING + 2 * HOUR) },
  ]);
  await a.note(none);
  // An outage that ended before is not of this time.
  expect(await b.since(EVENING + 3 * HOUR)).toEqual([]);
});
