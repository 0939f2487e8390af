import { expect, test } from 'vitest';
import { OutageLine } from './outage-line.ts';

const MINUTE = 60_000;

test('an outage is due when it begins and every 15 minutes while it lasts; the next one is due at once', () => {
  let now = 0;
  const outage = new OutageLine({ now: () => now });
  const dueAt: number[] = [];
  for (; now <= 40 * MINUTE; now += 10_000) if (outage.isDue()) dueAt.push(now / MINUTE);
  expect(dueAt).toEqual([0, 15, 30]);
  expect([outage.end(), outage.end()]).toEqual([true, false]);
  expect([outage.isDue(), outage.isDue()]).toEqual([true, false]);
});

test('a clock that is set back by a day hides no outage', () => {
  let now = 24 * 60 * MINUTE;
  const outage = new OutageLine({ now: () => now });
  outage.isDue();
  now = 0;
  expect(outage.isDue()).toBe(true);
});
