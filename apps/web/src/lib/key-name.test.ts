import { expect, test } from 'vitest';
import { keyName } from './key-name.ts';

test.each([
  ['j', 'KeyJ', 'j'],
  ['J', 'KeyJ', 'j'],
  ['о', 'KeyJ', 'j'],
  ['Л', 'KeyK', 'k'],
  // Where a Latin layout has its j is where j is meant.
  ['j', 'KeyC', 'j'],
  ['h', 'KeyJ', 'h'],
  ['?', 'Digit7', '?'],
  ['/', 'Backslash', '/'],
  ['é', 'Digit2', 'é'],
  ['ArrowDown', 'ArrowDown', 'arrowdown'],
])('%s typed on %s is %s', (key, code, name) => {
  expect(keyName({ key, code })).toBe(name);
});
