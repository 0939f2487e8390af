import { expect, test, vi } from 'vitest';
import { JournalWatch } from '#store/journal-watch.ts';
import { logJournalHealth } from '#store/log-journal-health.ts';
import { createLogger } from '#telemetry/logger.ts';
import { httpStage } from './http-stage.ts';

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
