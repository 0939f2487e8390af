import { expect, test } from 'vitest';
import { JobBeat } from './job-list-schedule.ts';

const MINUTE = 60_000;

/** Minutes at which the list is read within so many, if that goes as told. */
function readAt(beat: JobBeat, minutes: number, read: (beat: JobBeat) => void): number[] {
  const at: number[] = [];
  for (let minute = 0; minute <= minutes; minute += 1) {
    beat.want();
    if (!beat.isDue(minute * MINUTE)) continue;
    at.push(minute);
    beat.begun(minute * MINUTE);
    read(beat);
  }
  return at;
}

test('a list that cannot be read is tried again ever more seldom, however much it is wanted', () => {
  expect(readAt(new JobBeat(), 200, (beat) => beat.failed())).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
});

test('one that can be read again is read when it is wanted', () => {
  const beat = new JobBeat();
  readAt(beat, 10, () => beat.failed());
  beat.begun(11 * MINUTE);
  beat.read(100, 0);
  expect(beat.isDue(11.5 * MINUTE)).toBe(false);
  beat.want();
  expect(beat.isDue(11.5 * MINUTE)).toBe(true);
});
