import { expect, test } from 'vitest';
import { sampleRow } from './samples.ts';
import { createHeights, createWaitTimes } from './wait-times.ts';

const row = sampleRow({ state: 'accepted' });

test('answers and errors in turns put off no end: each has its own count', () => {
  const waitTimes = createWaitTimes();
  let waited = 0;
  for (let check = 0; check < 20; check += 1) {
    waited = waitTimes.checkedInVain(row, check % 2 === 0 ? 'word' : 'answers', check * 2_000);
  }
  expect(waited).toBeGreaterThanOrEqual(18_000);
});

test('the time in which nothing was answered counts for nothing but the silence', () => {
  const waitTimes = createWaitTimes();
  waitTimes.checkedInVain(row, 'word', 0);
  expect(waitTimes.checkedInVain(row, 'silence', 10_000)).toBe(10_000);
  expect(waitTimes.checkedInVain(row, 'word', 30_000)).toBe(0);
  expect(waitTimes.checkedInVain(row, 'word', 32_000)).toBe(2_000);
});

test('a change begins the count anew, and so does a new state', () => {
  const waitTimes = createWaitTimes();
  waitTimes.checkedInVain(row, 'change beyond 40', 0);
  expect(waitTimes.checkedInVain(row, 'change beyond 40', 5_000)).toBe(5_000);
  expect(waitTimes.checkedInVain(row, 'change beyond 41', 6_000)).toBe(1_000);
  expect(waitTimes.checkedInVain(row, 'change beyond 41', 7_000)).toBe(2_000);
  expect(waitTimes.checkedInVain(sampleRow({ state: 'unseen' }), 'run', 9_000)).toBe(0);
});

test('only what goes beyond all before counts as progress, also after a restart', () => {
  const heights = createHeights();
  const heightsOf = (row: Parameters<typeof heights.of>[0], progress: (number | null)[], memory = heights) =>
    progress.map((percent) => memory.of(row, { id: 'run-1', progress: percent }));
  const running = sampleRow({ state: 'running', run_id: 'run-1' });
  expect(heightsOf(running, [40, 60, 20, null, 60, 61])).toEqual([40, 60, 60, 60, 60, 61]);
  expect(heights.of(running, { id: 'another run', progress: 3 })).toBe(3);
  const stored = { ...running, waited_for: 'change beyond 61' };
  expect(heightsOf(stored, [20, 60, 62], createHeights())).toEqual([61, 61, 62]);
});

test('a restart goes on with what is written down, for the same thing only', () => {
  const stored = sampleRow({ state: 'accepted', waited_ms: 50_000, waited_for: 'word' });
  expect(createWaitTimes().checkedInVain(stored, 'word', 1_000)).toBe(50_000);
  expect(createWaitTimes().checkedInVain(stored, 'end of the task', 1_000)).toBe(0);
});
