import { expect, test } from 'vitest';
import { WORDS_LIMIT, Words } from './string-pool.ts';

test('words are kept up to a number, and told right beyond it', () => {
  const words = new Words();
  for (let number = 0; number < WORDS_LIMIT + 50; number += 1) {
    expect(words.of(`word ${number}`)).toBe(`word ${number}`);
    expect(words.of('Stopped')).toBe('Stopped');
  }
  expect(words.size).toBe(WORDS_LIMIT);
});
