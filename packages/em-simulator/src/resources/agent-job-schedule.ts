import { type Element, element, inlineList, type Value, value } from '#wire/element.ts';
import { writeTime } from '#wire/wire.ts';
import type { Job, Schedule } from '#world/records.ts';
import { nextRunOf, scheduleOf } from '#world/schedule.ts';
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

/** When an agent job runs by itself and how often it tries again. */
export function scheduleElement(job: Job): Element {
  return element('JobScheduleOptions', {}, [
    element('Standart', {}, [
      element('RetryOptions', {}, [
        value('RetryTimes', job.retryTimes),
        value('RetryTimeout', job.retryMinutes),
        value('RetrySpecified', job.retryTimes > 0),
      ]),
      value('WaitForBackupCompletion', true),
      value('BackupCompetitionWaitingPeriodMin', 180),
      dailyOf(job),
      ...otherOptions(job),
      element('OptionsBackupWindow', { Enabled: false }, [
        element('TimePeriods', {}, [
          inlineList(
            'Days',
            DAYS.map((day) => ({ ...element('Day', { Name: day }), text: HOURS })),
          ),
        ]),
      ]),
    ]),
  ]);
}

/** When the job starts next; absent where nothing starts it. */
export function nextRunElement(job: Job, { now, flavour }: Sheet): Value {
  const next = nextRunOf(job, now);
  return value('NextRun', next === undefined ? null : writeTime(next, flavour));
}

function dailyOf(job: Job): Element {
  const schedule = scheduleOf(job);
  const isOn = ['daily', 'weekdays', 'weekly'].includes(schedule.kind);
  const days = daysOf(schedule);
  return element('OptionsDaily', { Enabled: isOn }, [
    value('Kind', schedule.kind === 'weekdays' ? 'WeekDays' : schedule.kind === 'weekly' ? 'SelectedDays' : 'Everyday'),
    inlineList(
      'Days',
      days.map((day) => value('Days', day)),
    ),
    value('Time', timeOf(job)),
    value('TimeOffsetUtc', 0),
  ]);
}

function daysOf(schedule: Schedule): string[] {
  if (schedule.kind === 'weekdays') return DAYS.slice(1, 6);
  return schedule.kind === 'weekly' ? DAYS.slice(schedule.weekday, schedule.weekday + 1) : DAYS;
}

/** What stands beside the days where a job starts once a month or several times a day (reference 13.0, /jobs/{ID}). */
function otherOptions(job: Job): Element[] {
  const schedule = scheduleOf(job);
  if (schedule.kind === 'monthly') {
    return [
      element('OptionsMonthly', { Enabled: true }, [
        value('Time', timeOf(job)),
        value('TimeOffsetUtc', 0),
        value('DayNumberInMonth', 'OnDay'),
        value('DayOfWeek', 'Saturday'),
        inlineList(
          'Months',
          MONTHS.map((month) => value('Months', month)),
        ),
        value('DayOfMonth', schedule.day),
      ]),
    ];
  }
  if (schedule.kind !== 'periodic') return [];
  const hours = inlineList(
    'Days',
    DAYS.map((day) => ({ ...element('Day', { Name: day }), text: HOURS })),
  );
  return [
    element('OptionsPeriodically', { Enabled: true }, [
      value('Kind', 'Hours'),
      value('FullPeriod', schedule.hours),
      element('Schedule', {}, [hours]),
    ]),
  ];
}

function timeOf({ startMinute }: Job): string {
  const [hour, minute] = [Math.floor(startMinute / 60), startMinute % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.0000000+00:00`;
}
