import type { JobSchedule } from '../records.ts';
import { attribute, children, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, guidIn, numberOf } from '../xml/values.ts';

/** Names in the order of `Date.getUTCDay`. */
const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const weeksOfMonth: Record<string, number | 'last'> = { first: 1, second: 2, third: 3, fourth: 4, last: 'last' };
const dailyKinds: Record<string, readonly number[]> = {
  everyday: [0, 1, 2, 3, 4, 5, 6],
  weekdays: [1, 2, 3, 4, 5],
};
/** `22:00:00.0000000+13:00`, with a date before it or without. Without an offset it could be by any clock. */
const timePattern = /^(?:\d{4}-\d{2}-\d{2}T)?(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:[0-5]\d)$/;
/** No clock is further from UTC, in minutes. */
const MOST_OFFSET = 14 * 60;

/**
 * The part of `JobScheduleOptions` that is on; null where none is, and where anything of it is missing, stands twice or cannot be
 * read. Members by the examples of the reference (13.1, GET /agents/jobs/{ID}: 16:00+01:00 beside its NextRun of 15:00 UTC, with
 * a TimeOffsetUtc of 2, which is not used) and a captured answer of version 10 (22:00+13:00 beside its NextRun of 09:00 UTC).
 */
export function jobScheduleOf(job: XmlNode): JobSchedule | null {
  const options = only(job, 'JobScheduleOptions');
  if (options === null) return null;
  const inner = [...children(options, 'Standart'), ...children(options, 'Standard')];
  const standard = inner[0] ?? options;
  const parts = partNames.map((name) => ({ name, all: children(standard, name) }));
  if (inner.length > 1 || parts.some(({ all }) => all.length > 1)) return null;
  const known = parts.flatMap(({ name, all: [part] }) => (part ? [{ name, part, isOn: isOn(part) }] : []));
  const [on, another] = known.filter(({ isOn }) => isOn !== false);
  // More than one at once is nothing that the reference has.
  if (on?.isOn !== true || another !== undefined) return null;
  const { name, part } = on;
  switch (name) {
    case 'OptionsDaily':
      return dailyOf(part);
    case 'OptionsMonthly':
      return monthlyOf(part);
    case 'OptionsPeriodically':
      return periodicOf(part);
    case 'OptionsContinuous':
      return { kind: 'continuous' };
    case 'OptionsDaisyChaining':
      return { kind: 'chained', after: guidIn(word(part, 'PreviousJobUid')) };
  }
}

const partNames = [
  'OptionsDaily',
  'OptionsMonthly',
  'OptionsPeriodically',
  'OptionsContinuous',
  'OptionsDaisyChaining',
] as const;

function isOn(part: XmlNode): boolean | null {
  return booleanOf(attribute(part, 'Enabled') ?? text(part, 'Enabled'));
}

/** The child of that name; null where there is none, or more than one. */
function only(node: XmlNode, name: string): XmlNode | null {
  const all = children(node, name);
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** Its text in lower case; empty where there is none, or more than one. */
function word(node: XmlNode, name: string): string {
  return only(node, name) === null ? '' : (text(node, name)?.trim().toLowerCase() ?? '');
}

function dailyOf(part: XmlNode): JobSchedule | null {
  const start = startOf(part);
  const kind = word(part, 'Kind');
  const known = Object.hasOwn(dailyKinds, kind) ? dailyKinds[kind] : null;
  const weekdays = kind === 'selecteddays' ? placesOf(part, 'Days', weekdayNames) : known;
  return start === null || !weekdays?.length ? null : { kind: 'daily', weekdays, ...start };
}

function monthlyOf(part: XmlNode): JobSchedule | null {
  const start = startOf(part);
  const months = placesOf(part, 'Months', monthNames);
  const number = word(part, 'DayNumberInMonth');
  if (start === null || !months?.length) return null;
  if (number === 'onday') {
    const day = countOf(part, 'DayOfMonth');
    return day === null || day > 31 ? null : { kind: 'monthly', months, on: { day }, ...start };
  }
  const week = Object.hasOwn(weeksOfMonth, number) ? weeksOfMonth[number] : undefined;
  const weekday = weekdayNames.indexOf(word(part, 'DayOfWeek'));
  return week === undefined || weekday < 0 ? null : { kind: 'monthly', months, on: { week, weekday }, ...start };
}

/** `Kind` names the unit of `FullPeriod`. */
function periodicOf(part: XmlNode): JobSchedule | null {
  const kind = word(part, 'Kind');
  const unit = kind === 'hours' ? 60 : kind === 'minutes' ? 1 : null;
  const period = countOf(part, 'FullPeriod');
  return unit === null || period === null ? null : { kind: 'periodic', everyMinutes: period * unit };
}

function countOf(part: XmlNode, name: string): number | null {
  const number = numberOf(word(part, name));
  return number !== null && Number.isInteger(number) && number > 0 ? number : null;
}

function startOf(part: XmlNode): { minute: number; offsetMinutes: number } | null {
  const parts = timePattern.exec(word(part, 'Time').toUpperCase());
  if (parts === null) return null;
  const [, hour, minute, zone = 'Z'] = parts;
  const offset = offsetOf(zone);
  if (Math.abs(offset) > MOST_OFFSET || Number(hour) > 23 || Number(minute) > 59) return null;
  return { minute: Number(hour) * 60 + Number(minute), offsetMinutes: offset };
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** `<Days>Monday</Days><Days>…`, or with one element inside the other; null where a word is none of these names. */
function placesOf(part: XmlNode, name: string, names: readonly string[]): number[] | null {
  const words = children(part, name).flatMap((each) => {
    const inner = children(each, name);
    return (inner.length === 0 ? [each] : inner).map((node) =>
      String(node['#text'] ?? '')
        .trim()
        .toLowerCase(),
    );
  });
  const places = words.filter((word) => word !== '').map((word) => names.indexOf(word));
  return places.includes(-1) ? null : [...new Set(places)].sort((a, b) => a - b);
}
