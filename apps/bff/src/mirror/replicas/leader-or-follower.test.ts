import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '#mirror/change.ts';
import { newHealth } from '#mirror/link-health.ts';
import { Rounds } from './leader-or-follower.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** A process that has caught up and hears; `heard`: what others tell next. */
async function hearing(): Promise<{ rounds: Rounds; heard: Change[] }> {
  const heard: Change[] = [];
  const rounds = new Rounds({
    shared: {
      reads: () => false,
      tell: () => undefined,
      flush: async () => undefined,
      hear: async () => heard.splice(0),
      listen: async () => undefined,
    },
    reader: { behind: false },
    refresh: { ready: true, poll: async () => undefined, settled: async () => undefined, hear: () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    take: (change) => (change.kind === 'health' ? change.health : null),
    publish: () => undefined,
  });
  await rounds.round(false);
  return { rounds, heard };
}

function readAt(lastGoodAt: number | null): Change {
  return { kind: 'health', health: { ...newHealth('em', 0), lastGoodAt } };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test("how long ago another process read is told by our own clock, however wrong the other one's is", async () => {
  for (const wrongBy of [-YEAR_MS, 0, YEAR_MS]) {
    const { rounds, heard } = await hearing();
    expect(rounds.hears).toBe(true);
    vi.advanceTimersByTime(7_000);
    // By itself, to catch up.
    expect(rounds.goodAgoMs()).toBe(7_000);
    heard.push(readAt(Date.now() + wrongBy));
    await rounds.round(false);
    expect(rounds.goodAgoMs()).toBe(0);
  }
});

test('the same read told again, or a word without a read, is no news', async () => {
  const { rounds, heard } = await hearing();
  heard.push(readAt(5));
  await rounds.round(false);
  vi.advanceTimersByTime(3_000);
  heard.push(readAt(5), readAt(null));
  await rounds.round(false);
  expect(rounds.goodAgoMs()).toBe(3_000);
  heard.push(readAt(6));
  await rounds.round(false);
  expect(rounds.goodAgoMs()).toBe(0);
});

test('who does not know all jobs and their history yet tells others of the link alone', async () => {
  const told: Change['kind'][] = [];
  const reader = { behind: true };
  const rounds = new Rounds({
    shared: {
      reads: () => true,
      tell: ({ kind }) => void told.push(kind),
      flush: async () => undefined,
      hear: async () => [],
      listen: async () => undefined,
    },
    reader,
    refresh: { ready: true, poll: async () => undefined, settled: async () => undefined, hear: () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    take: () => null,
    publish: () => undefined,
  });
  const tellAll = () => {
    rounds.tell({ kind: 'run-gone', jobId: 'job', runId: 'run' });
    rounds.tell(readAt(1));
  };
  await rounds.round(false);
  tellAll();
  expect(told).toEqual(['health']);
  reader.behind = false;
  await rounds.round(false);
  tellAll();
  expect(told).toEqual(['health', 'begin', 'run-gone', 'health']);
});
