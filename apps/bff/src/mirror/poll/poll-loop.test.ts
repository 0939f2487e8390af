import { expect, test, vi } from 'vitest';
import { createBeat } from './poll-loop.ts';

/** A run that ends when told, and counts how many are under way. */
function work() {
  const ends: (() => void)[] = [];
  const seen = { runs: 0, now: 0, most: 0, asked: 0 };
  async function run(asked: boolean): Promise<void> {
    seen.runs += 1;
    if (asked) seen.asked += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await new Promise<void>((resolve) => ends.push(resolve));
    seen.now -= 1;
  }
  return { run, seen, end: () => ends.shift()?.() };
}

test('one run follows the other, never two at once', async () => {
  const { run, seen, end } = work();
  const beat = createBeat({ run, pauseMs: () => 1 });
  beat.start();
  beat.start();
  for (let round = 1; round <= 5; round += 1) {
    await vi.waitFor(() => expect(seen.runs).toBe(round));
    end();
  }
  beat.stop();
  expect(seen.most).toBe(1);
});

test('who asks during a run gets one of its own after it, shared with others who ask', async () => {
  const { run, seen, end } = work();
  const beat = createBeat({ run, pauseMs: () => 60_000 });
  beat.start();
  const asked = [beat.now(), beat.now(), beat.now()];
  expect(seen.runs).toBe(1);
  end();
  await vi.waitFor(() => expect(seen.runs).toBe(2));
  end();
  await Promise.all(asked);
  expect(seen).toMatchObject({ runs: 2, asked: 1, most: 1 });
  beat.stop();
});

test('who asks during a run that is the last one gets none of its own', async () => {
  const { run, seen, end } = work();
  const beat = createBeat({ run, pauseMs: () => 1 });
  beat.start();
  const asked = beat.now();
  beat.stop();
  end();
  await asked;
  expect(seen.runs).toBe(1);
});

test('it tells when a run ends, as far as the pause and the last run say', async () => {
  const { run, seen, end } = work();
  const beat = createBeat({ run, pauseMs: () => 60_000 });
  beat.start();
  expect(beat.endsInMs()).toBe(0);
  const begun = performance.now();
  end();
  await vi.waitFor(() => expect(seen.now).toBe(0));
  await vi.waitFor(() => expect(beat.endsInMs()).toBeGreaterThan(50_000));
  expect(beat.endsInMs()).toBeLessThan(60_000 + performance.now() - begun + 1_000);
  beat.stop();
});

test('after stop nothing begins any more', async () => {
  const { run, seen, end } = work();
  const pauses = vi.fn(() => 1);
  const beat = createBeat({ run, pauseMs: pauses });
  beat.start();
  beat.stop();
  end();
  await vi.waitFor(() => expect(seen.now).toBe(0));
  expect(pauses).not.toHaveBeenCalled();
});
