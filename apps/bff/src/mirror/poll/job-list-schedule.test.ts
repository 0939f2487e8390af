import { expect, test } from 'vitest';
import { JobListSchedule } from './job-list-schedule.ts';

const MINUTE = 60_000;

/** The minutes at which the list is read within so many, if all goes well. */
function readAt(pollLoop: JobListSchedule, minutes: number, read: (pollLoop: JobListSchedule) => void): number[] {
  const at: number[] = [];
  for (let minute = 0; minute <= minutes; minute += 1) {
    pollLoop.request();
    if (!pollLoop.isDue(minute * MINUTE)) continue;
    at.push(minute);
    pollLoop.began(minute * MINUTE);
    read(pollLoop);
  }
  return at;
}

test('an unreadable list is tried again less and less often, however often it is requested', () => {
  expect(readAt(new JobListSchedule(), 200, (pollLoop) => pollLoop.failed())).toEqual([
    0, 1, 3, 7, 15, 31, 63, 123, 183,
  ]);
});

test('one that can be read again is read on request', () => {
  const pollLoop = new JobListSchedule();
  readAt(pollLoop, 10, () => pollLoop.failed());
  pollLoop.began(11 * MINUTE);
  pollLoop.read(100, 0);
  expect(pollLoop.isDue(11.5 * MINUTE)).toBe(false);
  pollLoop.request();
  expect(pollLoop.isDue(11.5 * MINUTE)).toBe(true);
});
