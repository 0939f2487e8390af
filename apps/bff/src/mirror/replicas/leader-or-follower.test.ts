import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '#mirror/change.ts';
import { newHealth } from '#mirror/link-health.ts';
import { LeaderOrFollower } from './leader-or-follower.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** A follower that has caught up; `received`: the next published changes. */
async function receiving(): Promise<{ role: LeaderOrFollower; received: Change[] }> {
  const received: Change[] = [];
  const role = new LeaderOrFollower({
    feed: {
      reads: () => false,
      publish: () => undefined,
      flush: async () => undefined,
      receive: async () => received.splice(0),
      follow: async () => undefined,
    },
    reader: { behind: false },
    poller: { ready: true, poll: async () => undefined, drained: async () => undefined, receive: () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    take: (change) => (change.kind === 'health' ? change.health : null),
    publish: () => undefined,
    readOlder: () => undefined,
  });
  await role.cycle(false);
  return { role, received };
}

function readAt(lastGoodAt: number | null): Change {
  return { kind: 'health', health: { ...newHealth('em', 0), lastGoodAt } };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test("the time since another process polled is measured by our own clock, however wrong the other one's is", async () => {
  for (const wrongBy of [-YEAR_MS, 0, YEAR_MS]) {
    const { role, received } = await receiving();
    expect(role.follows).toBe(true);
    vi.advanceTimersByTime(7_000);
    // By itself, to catch up.
    expect(role.sinceGoodMs()).toBe(7_000);
    received.push(readAt(Date.now() + wrongBy));
    await role.cycle(false);
    expect(role.sinceGoodMs()).toBe(0);
  }
});

test('the same poll published again, or a health without a poll, is no change', async () => {
  const { role, received } = await receiving();
  received.push(readAt(5));
  await role.cycle(false);
  vi.advanceTimersByTime(3_000);
  received.push(readAt(5), readAt(null));
  await role.cycle(false);
  expect(role.sinceGoodMs()).toBe(3_000);
  received.push(readAt(6));
  await role.cycle(false);
  expect(role.sinceGoodMs()).toBe(0);
});

test('a leader publishes its health alone until the backfill is read', async () => {
  const published: Change['kind'][] = [];
  const reader = { behind: true };
  const role = new LeaderOrFollower({
    feed: {
      reads: () => true,
      publish: ({ kind }) => void published.push(kind),
      flush: async () => undefined,
      receive: async () => [],
      follow: async () => undefined,
    },
    reader,
    poller: { ready: true, poll: async () => undefined, drained: async () => undefined, receive: () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    take: () => null,
    publish: () => undefined,
    readOlder: () => undefined,
  });
  const publishAll = () => {
    role.record({ kind: 'run-gone', jobId: 'job', runId: 'run' });
    role.record(readAt(1));
  };
  await role.cycle(false);
  publishAll();
  expect(published).toEqual(['health']);
  reader.behind = false;
  await role.cycle(false);
  publishAll();
  expect(published).toEqual(['health', 'begin', 'run-gone', 'health']);
});
