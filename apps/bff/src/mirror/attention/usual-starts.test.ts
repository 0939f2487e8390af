import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, MONDAY, run, source } from '../../../tests/late-samples.ts';
import { lateOrHung } from './late-or-hung.ts';

const HOURS = [8, 10, 12, 14, 16, 18];
/** A Thursday, in a month without a change of the clock before it. */
const THURSDAY = MONDAY + 3 * DAY;

type Over = {
  /** By so much starts are later, in milliseconds; null where one did not come. */
  late?: (at: number, hour: number, day: number) => number | null;
};

/** The runs of a job that starts every two hours from 8 to 18, Monday to Friday, up to that Thursday; newest first. */
function windowed({ late = () => 0 }: Over = {}) {
  return Array.from({ length: 32 }, (_, day) => -day)
    .filter((day) => ![0, 6].includes(new Date(THURSDAY + day * DAY).getUTCDay()))
    .flatMap((day) =>
      HOURS.flatMap((hour) => {
        const at = THURSDAY + day * DAY + hour * HOUR;
        const lateBy = late(at, hour, day);
        return lateBy === null ? [] : [run(at + lateBy, { endedAt: at + lateBy + 20 * MINUTE })];
      }),
    )
    .sort((a, b) => b.createdAt - a.createdAt);
}

const found = (runs: ReturnType<typeof windowed>, now: number) =>
  lateOrHung(source({ runs, knownSince: THURSDAY - 31 * DAY }), now).found;
/** Without the starts of that Thursday from an hour on. */
const until = (hour: number) => (_at: number, own: number, day: number) => (day === 0 && own >= hour ? null : 0);
/** All starts from a day on an hour earlier, or later, by UTC. */
const clock = (since: number, by: number) => (_at: number, _hour: number, day: number) => (day >= since ? by : 0);

test.each(HOURS)(
  'a job with several starts a day that misses the one at %i is overdue within two gaps, and no sooner',
  (hour) => {
    const runs = windowed({ late: until(hour) });
    const at = THURSDAY + hour * HOUR;
    expect(found(runs, at + 2 * HOUR)).toBeNull();
    expect(found(runs, at + 4 * HOUR)).toMatchObject({ kind: 'overdue', basis: 'rhythm', expectedAt: at });
  },
);

test.each(HOURS)('the same in the weeks after a change of the clock that a queue made larger: %i', (hour) => {
  const late: Over['late'] = (at, own, day) => {
    const queue = day === -15 && own === 8 ? 25 * MINUTE : 0;
    return until(hour)(at, own, day) === null ? null : clock(-10, -HOUR)(at, own, day) + queue;
  };
  const at = THURSDAY + (hour - 1) * HOUR;
  expect(found(windowed({ late }), at + 5 * HOUR)).toMatchObject({ kind: 'overdue', basis: 'rhythm' });
});

const nights: Record<string, NonNullable<Over['late']>> = {
  'nothing is missing': () => 0,
  'the last start was fifty minutes late': (_at, hour, day) => (day === 0 && hour === 18 ? 50 * MINUTE : 0),
  'the last start was fifty minutes late a week before': (_at, hour, day) =>
    day === -7 && hour === 18 ? 50 * MINUTE : 0,
  'the first start was fifty minutes late': (_at, hour, day) => (day === 0 && hour === 8 ? 50 * MINUTE : 0),
  'the clock has changed in spring': clock(-4, -HOUR),
  'the clock has changed in autumn': clock(-4, HOUR),
  'the clock has changed today': clock(0, -HOUR),
  'the first start was missed after a change of the clock': (at, hour, day) =>
    day === 0 && hour === 8 ? null : clock(-4, -HOUR)(at, hour, day),
  'the first start was missed': (_at, hour, day) => (day === 0 && hour === 8 ? null : 0),
  'one in the middle was missed': (_at, hour, day) => (day === 0 && hour === 12 ? null : 0),
  'the last start has not come every week': (_at, hour, day) => (hour === 18 && [0, -14].includes(day) ? null : 0),
};

test.each(Object.entries(nights))('nothing is claimed in the night when %s', (_name, late) => {
  for (const hour of [18, 20, 22, 24, 31]) expect(found(windowed({ late }), THURSDAY + hour * HOUR)).toBeNull();
});

test.each([25, 40])(
  'a start that was left out during the run before is not missed, although the first of the day was %i minutes late',
  (minutes) => {
    const isQueued = (hour: number, day: number) => hour === 8 && [0, -7].includes(day);
    const runs = windowed({
      late: (at, hour, day) => (isQueued(hour, day) ? minutes * MINUTE : until(18)(at, hour, day)),
    });
    const [last, ...others] = runs;
    const until1805 = last === undefined ? [] : [{ ...last, endedAt: THURSDAY + 18 * HOUR + 5 * MINUTE }];
    expect(found([...until1805, ...others], THURSDAY + 24 * HOUR)).toBeNull();
    expect(found(runs, THURSDAY + 24 * HOUR)).toMatchObject({ kind: 'overdue' });
  },
);

test('a start that may have been due before the schedule was switched on is not missed', () => {
  const runs = windowed({ late: until(8) });
  const switchedOn = (scheduleSince: number) =>
    lateOrHung(
      source({ runs, knownSince: THURSDAY - 31 * DAY, seen: { firstSeenAt: 0, scheduleSince } }),
      THURSDAY + 11.5 * HOUR,
    ).found;
  expect(switchedOn(THURSDAY + 8 * HOUR - MINUTE)).toBeNull();
  expect(switchedOn(THURSDAY + 6 * HOUR)).toMatchObject({ expectedAt: THURSDAY + 8 * HOUR });
});
