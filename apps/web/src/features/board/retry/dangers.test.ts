import { expect, test } from 'vitest';
import { madeCause, madeJob } from '#lib/test-rows.ts';
import { dangersOf } from './dangers.ts';

const locks = 'Each retry counts against the locked account.';
const locked = madeCause('locked', { advice: { kind: 'danger', evidence: [locks, 'Known cause: unlock it.'] } });
const full = madeCause('full', { advice: { kind: 'fix-first', evidence: ['Known cause: free space.'] } });

test('a danger is counted for the jobs it concerns, and no other advice is one', () => {
  const jobs = [madeJob(1, { cause: locked }), madeJob(2, { cause: full }), madeJob(3, { cause: locked }), madeJob(4)];
  expect(dangersOf(jobs)).toEqual([{ evidence: locks, jobs: 2 }]);
  expect(dangersOf(jobs.slice(1, 2))).toEqual([]);
});

test('a danger of the cause the jobs were chosen by concerns all of them, also where their own cause is another', () => {
  const jobs = [madeJob(1, { cause: locked }), madeJob(2, { cause: full })];
  expect(dangersOf(jobs, locks)).toEqual([{ evidence: locks, jobs: 2 }]);
  expect(dangersOf(jobs, 'It may harm.')).toEqual([
    { evidence: 'It may harm.', jobs: 2 },
    { evidence: locks, jobs: 1 },
  ]);
});
