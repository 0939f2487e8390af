import { expect, test } from 'vitest';
import { sessionLimits } from './session-limits.ts';

const minutes = ({ idleMs, absoluteMs }: { idleMs: number; absoluteMs: number }) =>
  [idleMs, absoluteMs].map((ms) => ms / 60_000);

test('sessions last as docs/security.md promises: minutes without a request, and at most', () => {
  expect(minutes(sessionLimits.operator)).toEqual([30, 12 * 60]);
  expect(minutes(sessionLimits.viewer)).toEqual([8 * 60, 24 * 60]);
  expect(minutes(sessionLimits.wall)).toEqual([180 * 24 * 60, 3650 * 24 * 60]);
});
