import { expect, test } from 'vitest';
import { duration } from './dates.ts';
import { ago, clock, dayClock, dayClockSeconds, full, zoneName } from './time.ts';

const at = Date.parse('2026-11-23T08:02:14.000Z');
const second = 1000;
const hour = 3600 * second;

test('moments are written in the zone requested', () => {
  expect(clock(at, 'utc')).toBe('08:02');
  expect(full(at, 'utc')).toBe('Mon, 23 Nov 2026, 08:02:14');
  expect(zoneName(at, 'utc')).toBe('UTC');
});

test.each([
  ['utc', 'UTC'],
  ['local', undefined],
] as const)('moments of a whole year are written as en-GB writes them, in the zone %s', (zone, timeZone) => {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const clocks = new Intl.DateTimeFormat('en-GB', options);
  const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone });
  const whole = new Intl.DateTimeFormat('en-GB', {
    ...options,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    second: '2-digit',
  });
  const zones = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short', timeZone });
  for (let moment = at; moment < at + 366 * 24 * hour; moment += 7 * hour + 61 * second) {
    expect(clock(moment, zone)).toBe(clocks.format(moment));
    expect(full(moment, zone)).toBe(whole.format(moment));
    expect(zones.formatToParts(moment)).toContainEqual({ type: 'timeZoneName', value: zoneName(moment, zone) });
    expect(dayClock(moment, at - 24 * hour, zone)).toBe(`${days.format(moment)} ${clocks.format(moment)}`);
  }
});

test('another day is named beside the time, the same day is not', () => {
  expect(dayClock(at, at + 15 * hour, 'utc')).toBe('08:02');
  expect(dayClock(at, at + 16 * hour, 'utc')).toBe('23 Nov 08:02');
  expect(dayClockSeconds(at, at + 16 * hour, 'utc')).toBe('23 Nov 08:02:14');
});

test.each([
  [0, 'just now'],
  [4 * second, 'just now'],
  [40 * second, '40 s ago'],
  [3 * 60 * second + 59 * second, '3 min ago'],
  [23 * hour, '23 h ago'],
  [6 * 24 * hour, '6 d ago'],
  [-8 * 60 * second, 'in 8 min'],
])('%d ms is shown as "%s"', (gap, text) => {
  expect(ago(at, at + gap)).toBe(text);
});

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [59_400, '59 s'],
  [372_000, '6 min 12 s'],
  [3_840_000, '1 h 04 min'],
  [51 * hour, '2 d 3 h'],
])('%d ms last "%s"', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
