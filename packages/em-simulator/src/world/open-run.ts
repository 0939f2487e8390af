import type { Birth } from './attempts.ts';
import { chanceBetween } from './chance.ts';
import { runGuid } from './guid.ts';
import { machineRunsOf } from './past-run.ts';
import type { Job, Run } from './records.ts';

export const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The number of the chances of lengths. */
export const LENGTH = 11;
const LEFT = 12;

/** A run that goes on when the world is born. */
export function openRun(job: Job, number: number, birth: Birth): Run {
  const left = (chanceBetween(5, 40, job.salt, number, LEFT) * MINUTE) / birth.speed;
  return {
    id: runGuid(job.family, number),
    jobId: job.id,
    number,
    start: birth.at - chanceBetween(2, 25, job.salt, number, LENGTH) * MINUTE,
    end: Math.floor(birth.at + left),
    result: 'success',
    isRetry: false,
    machines: machineRunsOf(job, number, 'success', everyPlace(job)),
  };
}

/** The places of all machines of a job. */
export function everyPlace(job: Job): number[] {
  return job.machines.map((_, place) => place);
}
