import type { JobSchedule } from '../records.ts';
import { attribute, child, children, text, type XmlNode } from '../xml/tree.ts';
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
/** `22:00:00.0000000+13:00`, with a date before it or without. */
const timePattern = /(?:^|T)(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The part of `JobScheduleOptions` that is on; null where none is, and where it cannot be understood. Members by the examples of
 * the reference (13.0, GET /agents/jobs/{ID}) and a captured answer of version 10, in which a start at 22:00+13:00 stood beside
 * its NextRun of 09:00 UTC.
 */
export function jobScheduleOf(job: XmlNode): JobSchedule | null {
  const options = child(job, 'JobScheduleOptions');
  const standard = options && (child(options, 'Standart') ?? child(options, 'Standard') ?? options);
  if (!standard) return null;
  const on = (name: string) => {
    const part = child(standard, name);
    return part && booleanOf(attribute(part, 'Enabled') ?? text(part, 'Enabled')) === true ? part : null;
  };
  const [daily, monthly, periodically] = [on('OptionsDaily'), on('OptionsMonthly'), on('OptionsPeriodically')];
  const chained = on('OptionsDaisyChaining');
  // More than one at once is nothing that the reference has.
  const parts = [daily, monthly, periodically, on('OptionsContinuous'), chained].filter((part) => part !== null);
  if (parts.length !== 1) return null;
  if (daily) return dailyOf(daily);
  if (monthly) return monthlyOf(monthly);
  if (periodically) return periodicOf(periodically);
  return chained ? { kind: 'chained', after: guidIn(text(chained, 'PreviousJobUid')) } : { kind: 'continuous' };
}

function dailyOf(part: XmlNode): JobSchedule | null {
  const start = startOf(part);
  const kind = text(part, 'Kind')?.trim().toLowerCase() ?? '';
  const weekdays = kind === 'selecteddays' ? placesOf(part, 'Days', weekdayNames) : (dailyKinds[kind] ?? null);
  return start === null || !weekdays?.length ? null : { kind: 'daily', weekdays, ...start };
}

function monthlyOf(part: XmlNode): JobSchedule | null {
  const start = startOf(part);
  const months = placesOf(part, 'Months', monthNames);
  const number = text(part, 'DayNumberInMonth')?.trim().toLowerCase() ?? '';
  if (start === null || !months?.length) return null;
  if (number === 'onday') {
    const day = numberOf(text(part, 'DayOfMonth'));
    return day === null || day < 1 || day > 31 ? null : { kind: 'monthly', months, on: { day }, ...start };
  }
  const week = Object.hasOwn(weeksOfMonth, number) ? weeksOfMonth[number] : undefined;
  const weekday = weekdayNames.indexOf(text(part, 'DayOfWeek')?.trim().toLowerCase() ?? '');
  return week === undefined || weekday < 0 ? null : { kind: 'monthly', months, on: { week, weekday }, ...start };
}

/** `Kind` names the unit of `FullPeriod`. */
function periodicOf(part: XmlNode): JobSchedule | null {
  const kind = text(part, 'Kind')?.trim().toLowerCase();
  const unit = kind === 'hours' ? 60 : kind === 'minutes' ? 1 : null;
  const period = numberOf(text(part, 'FullPeriod'));
  return unit === null || !period ? null : { kind: 'periodic', everyMinutes: period * unit };
}

function startOf(part: XmlNode): { minute: number; offsetMinutes: number } | null {
  const parts = timePattern.exec(text(part, 'Time')?.trim() ?? '');
  if (parts === null) return null;
  const [, hour, minute, zone] = parts;
  const offset = zone === undefined ? Number(text(part, 'TimeOffsetUtc') ?? Number.NaN) * 60 : offsetOf(zone);
  if (!Number.isFinite(offset) || Number(hour) > 23 || Number(minute) > 59) return null;
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
