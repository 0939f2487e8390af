import { expect, test } from 'vitest';
import { attemptsOf } from './attempts.ts';
import { usualStart } from './controls.ts';
import type { Job } from './records.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function jobAt(startMinute: number): Job {
  return {
    ...{ kind: 'agent', id: 'job', family: 'f', salt: 7, name: 'Job', description: '', platform: 'AgentForLinux' },
    ...{ server: { id: 'server', name: 'srv' }, machines: ['m1'], startMinute, weekdaysOnly: false },
    ...{ retryTimes: 0, retryMinutes: 10, outcome: 'success' },
    past: { last: 'failed', streak: 1, reason: undefined, quietDays: 0 },
  };
}

test('an added job has thirty nights behind it, the last of them at most a day ago, at whatever hour the world is born', () => {
  const midnight = Date.parse('2026-11-30T00:00:00Z');
  for (let at = midnight + 13 * MINUTE; at < midnight + 24 * HOUR; at += HOUR) {
    for (let number = 1; number <= 30; number += 1) {
      const attempts = attemptsOf(jobAt(usualStart(number, at)), { seed: 1, at, speed: 1 });
      expect(attempts.filter(({ isRetry }) => !isRetry)).toHaveLength(30);
      expect(at - Math.max(...attempts.map(({ start }) => start))).toBeLessThanOrEqual(24 * HOUR);
    }
  }
});
