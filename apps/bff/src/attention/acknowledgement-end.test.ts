import { expect, test } from 'vitest';
import { type AcknowledgedJob, acknowledgementEndOf } from './acknowledgement-end.ts';

const late = { kinds: ['overdue' as const], overRunId: 'r', causeKeys: [], untilAt: null };
const quiet: AcknowledgedJob = {
  kinds: [],
  over: { id: 'r', isGood: false, hasFailed: true },
  causeKeys: [],
  isScheduleOff: true,
};

test('a late job whose schedule is switched off needs nobody any more: no run would ever end its acknowledgement', () => {
  expect(acknowledgementEndOf(late, quiet, 0)).toBe('schedule-off');
  expect(acknowledgementEndOf(late, { ...quiet, isScheduleOff: false }, 0)).toBeNull();
  // It has failed, too, and is known for that.
  expect(
    acknowledgementEndOf({ ...late, kinds: ['failed', 'overdue'] }, { ...quiet, kinds: ['failed'] }, 0),
  ).toBeNull();
});
