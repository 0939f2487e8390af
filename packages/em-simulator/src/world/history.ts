import { runGuid } from './guid.ts';
import { between, type Random, randomOf } from './random.ts';
import { reasonFor, warningFor } from './reasons.ts';
import type { Job, MachineRun, Result, Run } from './records.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 30;

/** The frame a past is made in: the moment the world was born, and how fast what still runs goes on. */
export type Birth = { seed: number; at: number; speed: number };

type Night = { start: number; result: Result };

/** The runs of the 30 days before the world was born, oldest first. The same seed gives the same past. */
export function pastOf(job: Job, birth: Birth): Run[] {
  const random = randomOf(`${birth.seed}/${job.id}/past`);
  const nights = nightsOf(job, birth, random);
  const runs: Run[] = [];
  for (const night of nights) runs.push(...runsOfNight(job, night, runs.length, random));
  if (job.past.last === 'running') runs.push(openRun(job, runs.length, random, birth));
  return runs;
}

/** The scheduled starts with what they came to: the streak at the end, chance before it. */
function nightsOf(job: Job, birth: Birth, random: Random): Night[] {
  const starts = startsOf(job, birth);
  const last = job.past.last === 'running' ? 'success' : job.past.last;
  return starts.map((start, index) => {
    const back = starts.length - 1 - index;
    if (back === 0) return { start, result: last };
    if (back < job.past.streak) return { start, result: 'failed' };
    if (back === job.past.streak) return { start, result: 'success' };
    const roll = random();
    return { start, result: roll < 0.06 ? 'failed' : roll < 0.14 ? 'warning' : 'success' };
  });
}

function startsOf(job: Job, birth: Birth): number[] {
  const midnight = Math.floor(birth.at / DAY) * DAY;
  const starts: number[] = [];
  for (let back = DAYS; back >= 0; back -= 1) {
    const start = midnight - back * DAY + job.startMinute * MINUTE;
    const weekday = new Date(start).getUTCDay();
    const weekend = weekday === 0 || weekday === 6;
    // Four hours leave room for the longest run and all its automatic attempts before the world begins.
    if (start < birth.at - 4 * 60 * MINUTE && start > birth.at - DAYS * DAY && !(job.weekdaysOnly && weekend)) {
      starts.push(start);
    }
  }
  return starts;
}

/** A scheduled run and, after a failure, the automatic attempts. */
function runsOfNight(job: Job, night: Night, first: number, random: Random): Run[] {
  const minutes = between(random, 4, 45);
  const opening: Result = night.result === 'failed' || random() < 0.04 ? 'failed' : night.result;
  const scheduled = {
    number: first,
    start: night.start,
    minutes,
    result: opening,
    isRetry: false,
    machines: job.machines,
  };
  const runs = [makeRun(job, scheduled, random)];
  const attempts = opening !== 'failed' ? 0 : night.result === 'failed' ? job.retryTimes : 1;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = runs.at(-1);
    if (before === undefined) break;
    const machines = before.machines.filter((part) => part.result === 'failed').map((part) => part.machine);
    const start = before.end + job.retryMinutes * MINUTE;
    const again = {
      number: first + attempt,
      start,
      minutes: between(random, 2, 20),
      result: night.result,
      isRetry: true,
      machines,
    };
    runs.push(makeRun(job, again, random));
  }
  return runs;
}

function openRun(job: Job, number: number, random: Random, birth: Birth): Run {
  const start = birth.at - between(random, 2, 25) * MINUTE;
  const run = makeRun(
    job,
    { number, start, minutes: 1, result: 'success', isRetry: false, machines: job.machines },
    random,
  );
  // A copy, since this run can still be ended by hand.
  const { id, jobId, result, isRetry, machines } = run;
  return {
    id,
    jobId,
    start,
    result,
    isRetry,
    machines,
    end: birth.at + (between(random, 5, 40) * MINUTE) / birth.speed,
  };
}

type Plan = { number: number; start: number; minutes: number; result: Result; isRetry: boolean; machines: string[] };

function makeRun(job: Job, plan: Plan, random: Random): Run {
  return new PastRun(job, plan, plan.start + plan.minutes * MINUTE + Math.floor(random() * MINUTE));
}

/** A run of the past; what its machines came to is worked out when somebody looks, which most runs never see. */
class PastRun implements Run {
  readonly id: string;
  readonly jobId: string;
  readonly start: number;
  readonly result: Result;
  readonly isRetry: boolean;
  readonly end: number;
  readonly #job: Job;
  readonly #names: string[];
  #parts: MachineRun[] | undefined;

  constructor(job: Job, plan: Plan, end: number) {
    this.id = runGuid(job.family, `past/${plan.number}`);
    this.jobId = job.id;
    this.start = plan.start;
    this.end = end;
    this.result = plan.result;
    this.isRetry = plan.isRetry;
    this.#job = job;
    this.#names = plan.machines;
  }

  get machines(): MachineRun[] {
    this.#parts ??= machineRunsOf(this.#job, this.result, this.#names, randomOf(`${this.id}/machines`));
    return this.#parts;
  }
}

/** What the machines of a run came to: at least one of them as bad as the run itself, none worse. */
export function machineRunsOf(job: Job, result: Result, machines: string[], random: Random): MachineRun[] {
  const culprit = between(random, 0, machines.length - 1);
  return machines.map((machine, index) => {
    const bad = index === culprit || random() < 0.12;
    if (result === 'failed' && bad) {
      return { machine, result, reason: job.past.reason ?? reasonFor(job.platform, machine, random) };
    }
    if (result === 'warning' && bad) return { machine, result, reason: warningFor(random) };
    return { machine, result: 'success', reason: '' };
  });
}
