import { expect, test } from 'vitest';
import { POOL_LIMIT, StringPool } from './string-pool.ts';

test('texts are pooled up to a limit, and right beyond it', () => {
  const pool = new StringPool();
  for (let number = 0; number < POOL_LIMIT + 50; number += 1) {
    expect(pool.of(`word ${number}`)).toBe(`word ${number}`);
    expect(pool.of('Stopped')).toBe('Stopped');
  }
  expect(pool.size).toBe(POOL_LIMIT);
});
