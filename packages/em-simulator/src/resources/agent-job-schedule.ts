import { type Element, element, inlineList, type Value, value } from '#wire/element.ts';
import { writeTime } from '#wire/wire.ts';
import type { Job, Schedule } from '#world/records.ts';
import { nextRunOf, scheduleOf } from '#world/schedule.ts';
import { offsetAt } from '#world/time-zone.ts';
import type { Sheet } from './sheet.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const HOURS = Array.from({ length: 24 }, () => 1).join(',');

/**
 * When a job runs by itself and how often it tries again. By itself a job has all kinds of schedules, on and off (reference
 * 13.1, /agents/jobs/{ID}); in a list those that are on, which keeps the lists of large worlds quick.
 */
export function scheduleElement(job: Job, sheet: Sheet, isWhole: boolean): Element {
  const time = timeOf(job, sheet);
  const options = [
    dailyOf(job, time),
    monthlyOf(job, time),
    periodicallyOf(job),
    element('OptionsContinuous', { Enabled: false }, [everyHour('Schedule')]),
    element('OptionsBackupWindow', { Enabled: false }, [everyHour('TimePeriods')]),
    element('OptionsDaisyChaining', { Enabled: false }, [value('PreviousJobUid', '')]),
  ];
  const inLists = ['OptionsDaily', 'OptionsBackupWindow'];
  return element('JobScheduleOptions', {}, [
    element('Standart', {}, [
      element('RetryOptions', {}, [
        value('RetryTimes', job.retryTimes),
        value('RetryTimeout', job.retryMinutes),
        value('RetrySpecified', job.retryTimes > 0),
      ]),
      value('WaitForBackupCompletion', true),
      value('BackupCompetitionWaitingPeriodMin', 180),
      ...options.filter(({ name, attributes }) => isWhole || attributes.Enabled === true || inLists.includes(name)),
    ]),
  ]);
}

/** When the job starts next, as of the last collection; absent where nothing starts it. */
export function nextRunElement(job: Job, { knownUntil, flavour }: Sheet): Value {
  const next = nextRunOf(job, knownUntil(job.server.id));
  return value('NextRun', next === undefined ? null : writeTime(next, flavour));
}

function dailyOf(job: Job, time: Value[]): Element {
  const schedule = scheduleOf(job);
  const isOn = ['daily', 'weekdays', 'weekly'].includes(schedule.kind);
  const days = daysOf(schedule);
  return element('OptionsDaily', { Enabled: isOn }, [
    value('Kind', schedule.kind === 'weekdays' ? 'WeekDays' : schedule.kind === 'weekly' ? 'SelectedDays' : 'Everyday'),
    inlineList(
      'Days',
      days.map((day) => value('Days', day)),
    ),
    ...time,
  ]);
}

function daysOf(schedule: Schedule): string[] {
  if (schedule.kind === 'weekdays') return DAYS.slice(1, 6);
  return schedule.kind === 'weekly' ? DAYS.slice(schedule.weekday, schedule.weekday + 1) : DAYS;
}

function monthlyOf(job: Job, time: Value[]): Element {
  const schedule = scheduleOf(job);
  const isOn = schedule.kind === 'monthly';
  return element('OptionsMonthly', { Enabled: isOn }, [
    ...time,
    value('DayNumberInMonth', isOn ? 'OnDay' : 'Fourth'),
    value('DayOfWeek', 'Saturday'),
    inlineList(
      'Months',
      MONTHS.map((month) => value('Months', month)),
    ),
    value('DayOfMonth', isOn ? schedule.day : 1),
  ]);
}

function periodicallyOf(job: Job): Element {
  const schedule = scheduleOf(job);
  const isOn = schedule.kind === 'periodic';
  return element('OptionsPeriodically', { Enabled: isOn }, [
    value('Kind', 'Hours'),
    value('FullPeriod', isOn ? schedule.hours : 1),
    everyHour('Schedule'),
  ]);
}

/** All hours of all days, which never differ here. */
function everyHour(name: string): Element {
  return element(name, {}, [
    inlineList(
      'Days',
      DAYS.map((day) => ({ ...element('Day', { Name: day }), text: HOURS })),
    ),
  ]);
}

/**
 * The time of day by the clocks of the backup server, and how many hours these are ahead of UTC now. In JSON it is that time of the
 * present day (captured from version 10: GET /nas/jobs).
 */
function timeOf({ startMinute, server }: Job, { now }: Sheet): Value[] {
  const offset = offsetAt(server.timeZone, now);
  const day = new Date(now + offset).toISOString().slice(0, 10);
  const at = `${clockOf(startMinute)}:00`;
  const zone = `${offset < 0 ? '-' : '+'}${clockOf(Math.abs(offset) / 60_000)}`;
  return [
    { ...value('Time', `${at}.0000000${zone}`), json: `${day}T${at}${zone}` },
    value('TimeOffsetUtc', Math.trunc(offset / 3_600_000)),
  ];
}

function clockOf(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
