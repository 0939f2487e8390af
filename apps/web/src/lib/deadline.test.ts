import { expect, test } from 'vitest';
import { deadline } from './deadline.ts';

test('time ends it, and is named as the reason', async () => {
  const limit = deadline(1);
  await new Promise((resolve) => limit.signal.addEventListener('abort', resolve));
  expect(limit.isPassed()).toBe(true);
});

test('the signal of the caller ends it as well, also one that has ended before', () => {
  const own = new AbortController();
  const limit = deadline(60_000, own.signal);
  expect(limit.signal.aborted).toBe(false);
  own.abort(new Error('left'));
  expect([limit.signal.aborted, limit.isPassed()]).toEqual([true, false]);
  expect(deadline(60_000, own.signal).signal.aborted).toBe(true);
  limit.clear();
});

test('an answer that has come is not ended any more', () => {
  const own = new AbortController();
  const limit = deadline(60_000, own.signal);
  limit.clear();
  own.abort();
  expect(limit.signal.aborted).toBe(false);
});
