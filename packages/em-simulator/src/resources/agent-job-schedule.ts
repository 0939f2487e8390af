import { type Element, element, inlineList, value } from '#wire/element.ts';
import type { Job } from '#world/records.ts';

const DAY = 24 * 60 * 60_000;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const HOURS = Array.from({ length: 24 }, () => 1).join(',');

/** When an agent job runs by itself and how often it tries again. */
export function scheduleOf(job: Job): Element {
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

/** The next scheduled start after that time. */
export function nextRunOf(job: Job, now: number): number {
  let start = Math.floor(now / DAY) * DAY + job.startMinute * 60_000;
  if (start <= now) start += DAY;
  while (job.weekdaysOnly && [0, 6].includes(new Date(start).getUTCDay())) start += DAY;
  return start;
}

function dailyOf(job: Job): Element {
  const [hour, minute] = [Math.floor(job.startMinute / 60), job.startMinute % 60];
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.0000000+00:00`;
  const days = job.weekdaysOnly ? DAYS.slice(1, 6) : DAYS;
  return element('OptionsDaily', { Enabled: true }, [
    value('Kind', job.weekdaysOnly ? 'WeekDays' : 'Everyday'),
    inlineList(
      'Days',
      days.map((day) => value('Days', day)),
    ),
    value('Time', time),
    value('TimeOffsetUtc', 0),
  ]);
}
