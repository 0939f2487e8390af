import { expect, test } from 'vitest';
import { FAULT_HELP, isFault } from './fault-wish.ts';
import { ODDITY_NAMES } from './oddities.ts';

test.each([
  { kind: 'status', status: 503 },
  { kind: 'status', status: 503, body: '<html>', headers: {} },
  { kind: 'status-after', status: 500 },
  { kind: 'delay', ms: 5 },
  { kind: 'hang' },
  { kind: 'cut-before' },
  { kind: 'lose-answer' },
  { kind: 'cut-in-body', bytes: 10 },
  { kind: 'drip', bytesPerSecond: 50 },
  { kind: 'slow-headers', bytesPerSecond: 50 },
  { kind: 'huge', megabytes: 1 },
  ...ODDITY_NAMES.map((name) => ({ kind: 'oddity', name })),
])('%j is a fault', (wish) => {
  expect(isFault(wish)).toBe(true);
});

test.each([
  undefined,
  null,
  'hang',
  7,
  [],
  {},
  { kind: 'constructor' },
  { kind: 'body' },
  { kind: 'status' },
  { kind: 'status', status: '503' },
  { kind: 'delay', status: 5 },
  { kind: 'cut-in-body' },
  { kind: 'oddity' },
  { kind: 'oddity', name: 'no-such-thing' },
])('%j is none', (wish) => {
  expect(isFault(wish)).toBe(false);
});

test('the help names every kind with its numbers, and every oddity', () => {
  for (const part of ['status status', 'delay ms', 'hang', 'huge megabytes', ...ODDITY_NAMES]) {
    expect(FAULT_HELP).toContain(part);
  }
});
