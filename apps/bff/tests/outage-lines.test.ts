import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { OlderReads, type OlderReadsDeps } from '#mirror/poll/older-reads.ts';
import { Poller, type PollerDeps } from '#mirror/poll/poller.ts';
import { JournalWatch } from '#store/journal-watch.ts';
import { logJournalHealth } from '#store/log-journal-health.ts';
import { createLogger } from '#telemetry/logger.ts';
import { type HttpStage, httpStage } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';
import { ownPostgresBench } from './stores.ts';

const QUARTER_MS = 15 * 60_000;

type Line = { level: string; event: string };

test('an outage of Enterprise Manager is one line for each event as it begins, one more after 15 minutes, and one at its end, however many polls fail', {
  timeout: 180_000,
}, async () => {
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const stage = await httpStage({ environment: { POLL_SECONDS: '1' }, logLevel: 'trace', overrides: { clock } });
  const lines = (): Line[] => stage.logs.map((line) => JSON.parse(line));
  const shown = (event: string) => lines().filter((line) => line.event === event && line.level !== 'debug').length;
  const tries = () => lines().filter(({ event }) => event === 'em.read-again').length;
  const becomes = (count: () => number, least: number) =>
    vi.waitFor(() => expect(count()).toBeGreaterThanOrEqual(least), { timeout: 60_000, interval: 100 });
  await becomes(() => shown('em.link.up'), 1);
  const port = Number(new URL(stage.em.url).port);
  // A busy machine may take longer than two intervals for the first poll.
  const before = shown('em.link.degraded');
  await stage.em.stop();
  await becomes(() => shown('em.link.down'), 1);
  await becomes(tries, tries() + 8);
  expect([shown('em.link.down'), shown('em.breaker')]).toEqual([1, 1]);
  expect(shown('em.link.degraded') - before).toBeLessThanOrEqual(1);
  offset = QUARTER_MS;
  await becomes(() => shown('em.link.down'), 2);
  await becomes(tries, tries() + 4);
  expect([shown('em.link.down'), shown('em.breaker')]).toEqual([2, 2]);
  expect(shown('em.read-again')).toBe(0);
  await stage.em.start(port);
  await becomes(() => shown('em.link.up'), 2);
  await becomes(() => shown('em.breaker'), 3);
  expect(shown('em.link.up')).toBe(2);
});

test('an outage of the store is one line as it begins, one more after 15 minutes, and one at its end, however many calls fail', () => {
  let now = 0;
  const lines: string[] = [];
  const watch = new JournalWatch();
  logJournalHealth(watch, createLogger('info', { write: (line) => void lines.push(line) }), { now: () => now });
  const shown = () => lines.splice(0).map((line) => JSON.parse(line).event);
  for (; now < QUARTER_MS; now += 2_000) watch.silent(performance.now());
  expect(shown()).toEqual(['journal.not-responding']);
  for (; now < 2 * QUARTER_MS; now += 2_000) watch.silent(performance.now());
  expect(shown()).toEqual(['journal.not-responding']);
  watch.responded();
  watch.responded();
  expect(shown()).toEqual(['journal.responding']);
  watch.silent(performance.now());
  expect(shown()).toEqual(['journal.not-responding']);
});

/** How often each of these events is in the log. */
function countsOf({ logs }: Pick<HttpStage, 'logs'>, ...events: string[]): number[] {
  const logged = logs.map((line) => JSON.parse(line).event);
  return events.map((event) => logged.filter((each) => each === event).length);
}

test('roles that cannot be checked are one line for all and one for each account, however many checks fail', {
  timeout: 120_000,
}, async () => {
  let now = Date.now();
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  await stage.signIn('anna');
  const checks = () => stage.em.requests.filter(({ path }) => path.startsWith('/api/security/accounts?')).length;
  /** Lets a minute pass for each of so many further checks. */
  async function pass(count: number): Promise<void> {
    const until = checks() + count;
    await vi.waitFor(
      () => {
        now += 61_000;
        expect(checks()).toBeGreaterThanOrEqual(until);
      },
      { timeout: 60_000, interval: 1_100 },
    );
  }
  const shown = () =>
    countsOf(stage, 'access.role-checks-failed', 'access.role-check-failed', 'access.role-checks-again');
  const forever = Number.POSITIVE_INFINITY;
  stage.em.faults.add({ path: /accounts\/[^/]+\/roles/, times: forever, do: { kind: 'status', status: 500 } });
  await stage.restart();
  await vi.waitFor(() => expect(shown()).toEqual([1, 1, 0]), { timeout: 60_000 });
  await pass(3);
  expect(shown()).toEqual([1, 1, 0]);
  now += QUARTER_MS;
  await vi.waitFor(() => expect(shown()).toEqual([2, 2, 0]), { timeout: 60_000 });
  stage.em.faults.clear();
  await vi.waitFor(
    () => {
      now += 61_000;
      expect(shown()).toEqual([2, 2, 1]);
    },
    { timeout: 60_000, interval: 1_100 },
  );
});

test('a heartbeat that is refused is one line, however often it is sent', { timeout: 120_000 }, async () => {
  let offset = 0;
  let status = 500;
  const { url, received } = await receiver((response) => response.writeHead(status).end());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const stage = await httpStage({
    environment: { NOTIFY_HEARTBEAT_URL: url.href, POLL_SECONDS: '1' },
    overrides: { clock: { now: () => Date.now() + offset } },
  });
  await expect.poll(() => stage.bff.context.mirror.ready).toBe(true);
  async function send(): Promise<void> {
    const before = received.length;
    await vi.waitFor(
      () => {
        vi.advanceTimersByTime(60_000);
        expect(received.length).toBeGreaterThan(before);
      },
      { timeout: 60_000, interval: 200 },
    );
  }
  const shown = () => countsOf(stage, 'notices.heartbeat-failed', 'notices.heartbeat-again');
  for (let sent = 0; sent < 3; sent += 1) await send();
  await expect.poll(shown).toEqual([1, 0]);
  offset = QUARTER_MS;
  for (let sent = 0; sent < 3; sent += 1) await send();
  await expect.poll(shown).toEqual([2, 0]);
  status = 200;
  await send();
  await expect.poll(shown).toEqual([2, 1]);
});

test('with PostgreSQL away the leases of retries and the tidying of notices are one line each, however often they are tried', {
  timeout: 120_000,
}, async () => {
  const bench = ownPostgresBench();
  await bench.start();
  onTestFinished(() => bench.stop());
  const { databaseUrl = '' } = await bench.place();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const stage = await httpStage({
    environment: { DATABASE_URL: databaseUrl, NOTIFY_HEARTBEAT_URL: 'http://localhost:9/', POLL_SECONDS: '1' },
    // Renewed every hour, as notices are tidied.
    overrides: { followLeaseMs: 3 * 60 * 60_000 },
    prepare: ({ world }) => world.addJob({ name: 'Held', machines: ['held-1'], last: 'failed', outcome: 'success' }),
  });
  await expect.poll(() => stage.bff.context.mirror.ready).toBe(true);
  const as = await stage.signIn('anna');
  const job = stage.em.world.jobs().find(({ name }) => name === 'Held');
  if (job === undefined) throw new Error('there is no such job');
  const retried = await stage.call('POST', `/api/agents/jobs/${job.id}?action=retry`, { as, body: {} });
  expect(retried.status).toBe(202);
  await expect.poll(() => stage.em.executions.length).toBe(1);
  stage.em.world.holdRun(job);
  const events = ['retry.leases-not-renewed', 'notices.store-away', 'retry.leases-renewed', 'notices.store-again'];
  const shown = () => countsOf(stage, ...events);
  async function hours(count: number): Promise<void> {
    for (let hour = 0; hour < count; hour += 1) {
      vi.advanceTimersByTime(60 * 60_000);
      await stage.call('GET', '/healthz');
    }
  }
  await bench.halt();
  await vi.waitFor(
    async () => {
      await hours(1);
      expect(shown()).toEqual([1, 1, 0, 0]);
    },
    { timeout: 30_000, interval: 500 },
  );
  await hours(3);
  await bench.resume();
  await vi.waitFor(
    async () => {
      await hours(1);
      expect(shown()).toEqual([1, 1, 1, 1]);
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('older reads and polls that fail by a fault of ours are one line each, however often they are tried', async () => {
  let now = 0;
  let isBroken = true;
  const logs: string[] = [];
  const logger = createLogger('info', { write: (line) => void logs.push(line) });
  const clock = { now: () => now };
  async function read(): Promise<never[]> {
    if (isBroken) throw new TypeError('a fault of ours');
    return [];
  }
  const older = new OlderReads({
    ...{ clock, logger, history: { missing: read } },
    em: { discoveredComputers: read, newestResultsOf: read, now: clock.now },
    ...{ machines: { read }, computers: { take() {}, nextNames: () => [], failing: null } },
  } as unknown as OlderReadsDeps); // the members left out are not reached before the fault
  const reader = { initialLoad: read, delta: read, jobs: read, jobsDue: () => false };
  const poller = new Poller({
    reader: { ...reader, explanations: read, backgroundReads: read, fault: null, advances: false },
    ...{ olderReads: older, host: 'em01', clock, serverNow: () => null, answeredAt: () => null, logger, pollMs: 100 },
    ...{ version: () => 0, publish: () => undefined, onHealth: () => undefined },
  } as unknown as PollerDeps); // likewise
  async function tries(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) {
      older.begin();
      await older.drained();
      await poller.poll(false);
      await poller.drained();
      await setImmediate();
    }
  }
  const shown = () =>
    countsOf({ logs }, 'em.older-reads-failed', 'em.poll-failed', 'em.older-reads-again', 'em.polls-again');
  await tries(3);
  expect(shown()).toEqual([1, 1, 0, 0]);
  now = QUARTER_MS;
  await tries(3);
  expect(shown()).toEqual([2, 2, 0, 0]);
  isBroken = false;
  await tries(2);
  expect(shown()).toEqual([2, 2, 1, 1]);
});
