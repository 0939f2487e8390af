import { expect, test } from 'vitest';
import { linkState } from './link-state.ts';

const openedAt = '2026-03-02T08:00:00.000Z';
const after = (minutes: number) => Date.parse(openedAt) + minutes * 60_000;

test('a link waits until it is opened', () => {
  expect(linkState({ openedAt: null, lastSeenAt: null }, after(60))).toBe('waiting');
});

test('it is in use while its screen was there within five minutes', () => {
  expect(linkState({ openedAt, lastSeenAt: openedAt }, after(4))).toBe('in-use');
  expect(linkState({ openedAt, lastSeenAt: openedAt }, after(5))).toBe('away');
});
