import { type Attempt, partResult } from './attempts.ts';
import { runGuid } from './guid.ts';
import { randomOf } from './random.ts';
import { reasonFor, warningFor } from './reasons.ts';
import type { Job, MachineRun, Result, Run } from './records.ts';

/** A run of the past; its GUID and what its machines came to are worked out when they are needed, which most runs never see. */
export class PastRun implements Run {
  readonly jobId: string;
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly result: Result;
  readonly isRetry: boolean;
  readonly attempt: Attempt;
  readonly #job: Job;
  #id: string | undefined;
  #parts: MachineRun[] | undefined;

  constructor(job: Job, number: number, attempt: Attempt) {
    this.jobId = job.id;
    this.number = number;
    this.start = attempt.start;
    this.end = attempt.end;
    this.result = attempt.result;
    this.isRetry = attempt.isRetry;
    this.#job = job;
    this.attempt = attempt;
  }

  get id(): string {
    this.#id ??= runGuid(this.#job.family, this.number);
    return this.#id;
  }

  get machines(): MachineRun[] {
    this.#parts ??= machineRunsOf(this.#job, this.number, this.result, this.attempt.places);
    return this.#parts;
  }
}

/** The results of the machines of a run, with their reasons. `reason` replaces the one made for each. */
export function machineRunsOf(
  job: Job,
  number: number,
  result: Result,
  places: readonly number[],
  reason?: string,
): MachineRun[] {
  return places.map((place, order) => {
    const machine = job.machines[place] ?? '';
    const came = partResult(job.salt, number, result, order, places.length);
    return { machine, place, result: came, reason: reasonOf(job, machine, number, came, reason) };
  });
}

function reasonOf(job: Job, machine: string, number: number, result: Result, given: string | undefined): string {
  if (result === 'success') return '';
  const random = randomOf(`${job.id}/${number}/${machine}`);
  if (result === 'warning') return given ?? warningFor(random);
  return given ?? job.past.reason ?? reasonFor(job.platform, machine, random);
}
