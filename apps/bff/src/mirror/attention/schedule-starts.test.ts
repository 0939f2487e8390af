import { expect, test } from 'vitest';
import { lastStartBefore } from './schedule-starts.ts';

/** Fridays at 00:30 by the clock of New York in winter, under which the schedule was saved. */
const fridays = { kind: 'daily', minute: 30, weekdays: [5], offsetMinutes: -300 } as const;
/** By the clock of New York in summer. */
const nextRunAt = Date.parse('2026-04-03T04:30:00Z');

test.each([
  ['2026-03-27T04:29:00Z', '2026-03-20T04:30:00.000Z'],
  // By the clock of winter it is still Thursday.
  ['2026-03-27T04:45:00Z', '2026-03-27T04:30:00.000Z'],
  ['2026-03-27T05:15:00Z', '2026-03-27T04:30:00.000Z'],
])('shortly after midnight of a clock that has changed since, at %s, the last start was at %s', (now, start) => {
  expect(new Date(lastStartBefore(fridays, Date.parse(now), nextRunAt) ?? 0).toISOString()).toBe(start);
});
