import { expect, test, vi } from 'vitest';
import { createPollLoop } from './poll-loop.ts';

/** A run that ends on command, and counts how many are in progress. */
function work() {
  const ends: (() => void)[] = [];
  const seen = { runs: 0, now: 0, most: 0, requested: 0 };
  async function run(requested: boolean): Promise<void> {
    seen.runs += 1;
    if (requested) seen.requested += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await new Promise<void>((resolve) => ends.push(resolve));
    seen.now -= 1;
  }
  return { run, seen, end: () => ends.shift()?.() };
}

test('one run follows the other, never two at once', async () => {
  const { run, seen, end } = work();
  const pollLoop = createPollLoop({ run, delayMs: () => 1 });
  pollLoop.start();
  pollLoop.start();
  for (let cycle = 1; cycle <= 5; cycle += 1) {
    await vi.waitFor(() => expect(seen.runs).toBe(cycle));
    end();
  }
  pollLoop.stop();
  expect(seen.most).toBe(1);
});

test('a request during a run gets another run after it, shared with other requests', async () => {
  const { run, seen, end } = work();
  const pollLoop = createPollLoop({ run, delayMs: () => 60_000 });
  pollLoop.start();
  const requested = [pollLoop.now(), pollLoop.now(), pollLoop.now()];
  expect(seen.runs).toBe(1);
  end();
  await vi.waitFor(() => expect(seen.runs).toBe(2));
  end();
  await Promise.all(requested);
  expect(seen).toMatchObject({ runs: 2, requested: 1, most: 1 });
  pollLoop.stop();
});

test('a request during the last run gets no other', async () => {
  const { run, seen, end } = work();
  const pollLoop = createPollLoop({ run, delayMs: () => 1 });
  pollLoop.start();
  const requested = pollLoop.now();
  pollLoop.stop();
  end();
  await requested;
  expect(seen.runs).toBe(1);
});

test('it estimates when a run ends, from the delay and the last run', async () => {
  const { run, seen, end } = work();
  const pollLoop = createPollLoop({ run, delayMs: () => 60_000 });
  pollLoop.start();
  expect(pollLoop.endsInMs()).toBe(0);
  const begun = performance.now();
  end();
  await vi.waitFor(() => expect(seen.now).toBe(0));
  await vi.waitFor(() => expect(pollLoop.endsInMs()).toBeGreaterThan(50_000));
  expect(pollLoop.endsInMs()).toBeLessThan(60_000 + performance.now() - begun + 1_000);
  pollLoop.stop();
});

test('after stop nothing begins any more', async () => {
  const { run, seen, end } = work();
  const pauses = vi.fn(() => 1);
  const pollLoop = createPollLoop({ run, delayMs: pauses });
  pollLoop.start();
  pollLoop.stop();
  end();
  await vi.waitFor(() => expect(seen.now).toBe(0));
  expect(pauses).not.toHaveBeenCalled();
});
