import { expect, test } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { jobScheduleOf } from './job-schedule.ts';

const everyMonth = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

function each(name: string, words: readonly string[]): string {
  return words.map((word) => `<${name}>${word}</${name}>`).join('');
}

/** The parts in the order and with the members of the reference (13.1, GET /agents/jobs/{ID}), where only the daily one is on. */
function reference(on = 'OptionsDaily', time = '16:00:00.0000000+01:00'): string {
  const part = (name: string, inner: string) => `<${name} Enabled="${name === on}">${inner}</${name}>`;
  const clock = `<Time>${time}</Time><TimeOffsetUtc>2</TimeOffsetUtc>`;
  const hours = each('Day', ['1,1,1']);
  return `<AgentBackupJob><JobScheduleOptions><Standart>
    <RetryOptions><RetryTimes>3</RetryTimes><RetryTimeout>10</RetryTimeout></RetryOptions>
    ${part('OptionsDaily', `<Kind>Everyday</Kind>${each('Days', days)}${clock}`)}
    ${part('OptionsMonthly', `${clock}<DayNumberInMonth>Fourth</DayNumberInMonth><DayOfWeek>Saturday</DayOfWeek>${each('Months', months)}<DayOfMonth>1</DayOfMonth>`)}
    ${part('OptionsPeriodically', `<Kind>Hours</Kind><FullPeriod>1</FullPeriod><Schedule>${hours}</Schedule>`)}
    ${part('OptionsContinuous', `<Schedule>${hours}</Schedule>`)}
    ${part('OptionsBackupWindow', `<TimePeriods>${hours}</TimePeriods>`)}
    ${part('OptionsDaisyChaining', '<PreviousJobUid />')}
  </Standart></JobScheduleOptions></AgentBackupJob>`;
}

function scheduleIn(xml: string) {
  return jobScheduleOf(parseXml(new TextEncoder().encode(xml)).root);
}

const daily = { kind: 'daily', weekdays: [0, 1, 2, 3, 4, 5, 6], minute: 960, offsetMinutes: 60 };
const monthly = { kind: 'monthly', months: everyMonth, on: { week: 4, weekday: 6 }, minute: 960, offsetMinutes: 60 };

test('each part of the example of the reference is understood where it is on', () => {
  // 15:00 UTC, as its NextRun is.
  expect(scheduleIn(reference())).toEqual(daily);
  expect(scheduleIn(reference('OptionsMonthly'))).toEqual(monthly);
  expect(scheduleIn(reference('OptionsPeriodically'))).toEqual({ kind: 'periodic', everyMinutes: 60 });
  expect(scheduleIn(reference('OptionsContinuous'))).toEqual({ kind: 'continuous' });
  expect(scheduleIn(reference('OptionsDaisyChaining'))).toEqual({ kind: 'chained', after: null });
  expect(scheduleIn(reference('none'))).toBeNull();
});

test('a time as in the captured answer of version 10 has the offset that its NextRun of 09:00 UTC shows', () => {
  const captured = scheduleIn(reference('OptionsDaily', '2020-02-04T22:00:00+13:00'));
  expect(captured).toMatchObject({ minute: 22 * 60, offsetMinutes: 13 * 60 });
});

test.each([
  ['week days', '<Kind>Everyday</Kind>', '<Kind>WeekDays</Kind>', [1, 2, 3, 4, 5]],
  ['selected days', '<Kind>Everyday</Kind>', '<Kind>SelectedDays</Kind>', [0, 1, 2, 3, 4, 5, 6]],
  [
    'two days',
    /<Kind>.*<Days>Saturday<\/Days>/,
    `<Kind>selecteddays</Kind>${each('Days', ['Saturday', 'Monday'])}`,
    [1, 6],
  ],
  [
    'days inside of days',
    /<Kind>.*<Days>Saturday<\/Days>/,
    `<Kind>SelectedDays</Kind><Days>${each('Days', ['Monday', 'Friday'])}</Days>`,
    [1, 5],
  ],
])('%s are understood', (_what, from, to, weekdays) => {
  expect(scheduleIn(reference().replace(from, to))).toEqual({ ...daily, weekdays });
});

test('a day of the month and the last week are understood', () => {
  const of = (number: string) =>
    scheduleIn(reference('OptionsMonthly').replace('<DayNumberInMonth>Fourth', `<DayNumberInMonth>${number}`));
  expect(of('OnDay')).toEqual({ ...monthly, on: { day: 1 } });
  expect(of('Last')).toEqual({ ...monthly, on: { week: 'last', weekday: 6 } });
});

const needed: Readonly<Record<string, readonly string[]>> = {
  OptionsDaily: ['Kind', 'Time'],
  OptionsMonthly: ['Time', 'DayNumberInMonth', 'DayOfWeek'],
  OptionsPeriodically: ['Kind', 'FullPeriod'],
};
const members = Object.entries(needed).flatMap(([part, names]) => names.map((name) => [part, name] as const));

/** The document with this member of this part as that. */
function withMember(part: string, name: string, as: (element: string) => string): string {
  const whole = new RegExp(`<${part} [\\s\\S]*?</${part}>`);
  const member = new RegExp(`<${name}>.*?</${name}>`);
  return reference(part).replace(whole, (found) => found.replace(member, as));
}

test.each(members)('in %s a %s that is missing, stands twice or cannot be read is never a schedule', (part, name) => {
  const words = [
    '',
    'Sometimes',
    'constructor',
    '__proto__',
    '-1',
    '0',
    '1.5',
    '1e3',
    '24:00:00+01:00',
    '12:60:00+01:00',
  ];
  const nonsense = words.map((word) => () => `<${name}>${word}</${name}>`);
  for (const as of [() => '', (element: string) => element + element, ...nonsense])
    expect(scheduleIn(withMember(part, name, as)), String(as('x'))).toBeNull();
});

test.each(['16:00:00', '16:00:00+25:00', '16:00:00+01:75', 'x16:00:00+01:00', '4:00 PM', '16:00+1'])(
  'a time of %s could be by any clock',
  (time) => {
    expect(scheduleIn(reference('OptionsDaily', time))).toBeNull();
  },
);

test.each(['OptionsDaily', 'OptionsMonthly', 'OptionsPeriodically', 'OptionsContinuous', 'OptionsDaisyChaining'])(
  '%s twice, on beside another one, or neither on nor off, is not understood',
  (part) => {
    const whole = new RegExp(`<${part} [\\s\\S]*?</${part}>`);
    const other = part === 'OptionsDaily' ? 'OptionsMonthly' : 'OptionsDaily';
    expect(scheduleIn(reference(part).replace(whole, (found) => found + found))).toBeNull();
    expect(scheduleIn(reference(other).replace(whole, (found) => found + found))).toBeNull();
    for (const enabled of ['true', 'maybe', ''])
      expect(
        scheduleIn(reference(other).replace(`<${part} Enabled="false"`, `<${part} Enabled="${enabled}"`)),
      ).toBeNull();
    expect(scheduleIn(reference(part).replace(`<${part} Enabled="true"`, `<${part}`))).toBeNull();
  },
);

test.each(['JobScheduleOptions', 'Standart'])('%s twice is not understood', (name) => {
  const whole = new RegExp(`<${name}>[\\s\\S]*</${name}>`);
  expect(scheduleIn(reference().replace(whole, (found) => found + found))).toBeNull();
  expect(scheduleIn(reference().replaceAll('Standart', 'Standard'))).toEqual(daily);
  expect(scheduleIn('<AgentBackupJob/>')).toBeNull();
});

test.each([
  ['Days', 'OptionsDaily', 'Monday'],
  ['Months', 'OptionsMonthly', 'May'],
])('a word among %s that is none is not understood', (name, part, known) => {
  const selected = reference(part).replace('<Kind>Everyday', '<Kind>SelectedDays');
  expect(scheduleIn(selected)).not.toBeNull();
  expect(scheduleIn(selected.replaceAll(`<${name}>${known}<`, `<${name}>Someday<`))).toBeNull();
  expect(scheduleIn(selected.replaceAll(new RegExp(`<${name}>[^<]*</${name}>`, 'g'), ''))).toBeNull();
});

test.each(['0', '32', '1.5', 'Last', ''])('a day %s of the month is not understood', (day) => {
  const xml = reference('OptionsMonthly').replace('>Fourth<', '>OnDay<');
  expect(scheduleIn(xml.replace('<DayOfMonth>1<', `<DayOfMonth>${day}<`))).toBeNull();
});
