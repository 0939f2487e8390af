import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Attempt, attemptsOf, partResult, partSpan, TICK } from './attempts.ts';
import type { Job, Past } from './records.ts';
import { seededJobs, serversOf } from './seeded-jobs.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const AT = Date.UTC(2026, 2, 11, 9);

type Drawn = { job: Job; birth: { seed: number; at: number; speed: number } };
/** A job of a world, with a past of its own, at any moment of a year. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    seed: fc.nat(500),
    number: fc.nat(99),
    at: fc.integer({ min: AT, max: AT + 365 * DAY }),
    weekdaysOnly: fc.boolean(),
    last: fc.constantFrom<Past['last']>('success', 'warning', 'failed', 'running'),
    streak: fc.nat(9),
  })
  .map(({ seed, number, at, weekdaysOnly, last, streak }) => {
    const job = seededJobs(seed, number + 1, serversOf(seed)).at(-1);
    if (job === undefined) throw new Error('The world has no job');
    const past = { last, streak: last === 'failed' ? Math.max(1, streak) : 0, reason: undefined };
    return { job: { ...job, weekdaysOnly, past }, birth: { seed, at, speed: 1 } };
  });

/** The scheduled runs with what came of them after all automatic attempts. */
function nights(attempts: Attempt[]): Attempt['result'][] {
  const results: Attempt['result'][] = [];
  for (const { isRetry, result } of attempts) {
    if (isRetry) results.pop();
    results.push(result);
  }
  return results;
}

test('the past is the 30 days before the birth, and over by then', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      const attempts = attemptsOf(job, birth);
      expect(attempts.length).toBeGreaterThanOrEqual(20);
      for (const { start, end } of attempts) {
        expect(start).toBeGreaterThan(birth.at - 30 * DAY);
        expect(end).toBeLessThan(birth.at - 2 * 60 * MINUTE);
      }
    }),
  );
});

test('the runs of a job do not overlap, and come oldest first', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      const attempts = attemptsOf(job, birth);
      for (const [place, { start, end }] of attempts.entries()) {
        expect(end).toBeGreaterThan(start);
        expect(start).toBeGreaterThan(attempts[place - 1]?.end ?? 0);
      }
    }),
  );
});

test('every time is a multiple of ten milliseconds, those of the parts too', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      for (const { start, end, places } of attemptsOf(job, birth)) {
        const spans = places.map((_, order) => partSpan(start, end, order, places.length));
        for (const time of [start, end, ...spans.flatMap((span) => [span.start, span.end])])
          expect(time % TICK).toBe(0);
      }
    }),
  );
});

test('the same seed has the same past, another seed another', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      expect(attemptsOf({ ...job }, { ...birth })).toEqual(attemptsOf(job, birth));
      expect(attemptsOf({ ...job, salt: job.salt + 1 }, birth)).not.toEqual(attemptsOf(job, birth));
    }),
  );
});

test('as many scheduled runs in a row failed as the streak counts, and the one before did not', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      const results = nights(attemptsOf(job, birth)).toReversed();
      const { last, streak } = job.past;
      expect(results[0]).toBe(last === 'running' ? 'success' : last);
      if (last === 'failed') expect(results.findIndex((result) => result !== 'failed')).toBe(streak);
    }),
  );
});

test('a job of weekdays starts on no Saturday and no Sunday', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      const scheduled = attemptsOf(job, birth).filter(({ isRetry }) => !isRetry);
      const days = new Set(scheduled.map(({ start }) => new Date(start).getUTCDay()));
      expect([...days].toSorted()).toEqual(job.weekdaysOnly ? [1, 2, 3, 4, 5] : [0, 1, 2, 3, 4, 5, 6]);
    }),
  );
});

test('scheduled runs start at the minute of the job and hold every machine', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      for (const { start, places } of attemptsOf(job, birth).filter(({ isRetry }) => !isRetry)) {
        const behind = (start % DAY) - job.startMinute * MINUTE;
        expect([behind > 0, behind <= 10_000]).toEqual([true, true]);
        expect(places).toEqual(job.machines.map((_, place) => place));
      }
    }),
  );
});

test('an automatic attempt follows a failure, waits as the job is set and holds only what failed', () => {
  fc.assert(
    fc.property(drawn, ({ job, birth }) => {
      const attempts = attemptsOf(job, birth);
      for (const [number, { start, places, isRetry }] of attempts.entries()) {
        if (!isRetry) continue;
        const before = attempts[number - 1];
        expect(before?.result).toBe('failed');
        expect(start - (before?.end ?? 0)).toBe(job.retryMinutes * MINUTE);
        const count = before?.places.length ?? 0;
        const failed = before?.places.filter(
          (_, order) => partResult(job.salt, number - 1, 'failed', order, count) === 'failed',
        );
        expect(places).toEqual(failed);
      }
    }),
  );
});

test('a run is as bad as its worst machine', () => {
  const results = fc.constantFrom<Attempt['result']>('success', 'warning', 'failed');
  fc.assert(
    fc.property(fc.nat(), fc.nat(90), results, fc.integer({ min: 1, max: 40 }), (salt, number, result, count) => {
      const parts = Array.from({ length: count }, (_, order) => partResult(salt, number, result, order, count));
      expect(new Set(['success', ...parts])).toEqual(new Set(['success', result]));
      expect(parts).toContain(result);
    }),
  );
});

test('machines of a run go one after the other, from its start to its end', () => {
  fc.assert(
    fc.property(fc.nat(9e6), fc.integer({ min: 1, max: 40 }), (length, count) => {
      const [start, end] = [AT, AT + length * TICK];
      const spans = Array.from({ length: count }, (_, order) => partSpan(start, end, order, count));
      expect([spans[0]?.start, spans.at(-1)?.end]).toEqual([start, end]);
      for (const [order, span] of spans.entries()) expect(span.end).toBe(spans[order + 1]?.start ?? end);
    }),
  );
});

test('a run that goes on without end has its machines all at work', () => {
  const [start, end] = [AT, Number.POSITIVE_INFINITY];
  expect(partSpan(start, end, 3, 5)).toEqual({ start, end });
});
