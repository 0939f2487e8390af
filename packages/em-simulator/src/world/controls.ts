import { ROOM } from './attempts.ts';
import { familyOf, guidOf } from './guid.ts';
import { addAttemptAtOnce, addEndedRun, beginRun, endRun } from './operations.ts';
import { hashOf } from './random.ts';
import type { Job, JobView, MissedNextRun, Outcome, Platform, Result, Schedule } from './records.ts';
import type { World } from './world.ts';

/** A job, its id or its name. */
export type JobHandle = string | { id: string };

export type NewJob = {
  name: string;
  platform?: Platform;
  server?: string;
  machines: readonly string[];
  last: Result | 'running';
  reason?: string;
  outcome?: Outcome;
  /** How many runs in a row failed; counts for `last: 'failed'` only. */
  streak?: number;
  /** For how many days it has not run; 30 leave a job that has never run. */
  quietDays?: number;
  /** When it starts; every day where absent. */
  schedule?: Schedule;
  /** At which minute after midnight that is, where its backup server stands. */
  startMinute?: number;
  /** The result of its scheduled runs to come; by chance where absent. */
  scheduled?: Result;
  /** How often Veeam tries again by itself, and how long it waits before that; not at all where absent. */
  automaticRetry?: { times: number; waitMinutes: number };
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * In the evening, five minutes after the one added before; where the past ends too early for the start of today, before that:
 * the newest run is never older than a day, at whatever hour a world is born.
 */
export function usualStart(number: number, bornAt: number): number {
  const minute = (20 * 60 + number * 5) % (24 * 60);
  const today = (bornAt - minute * MINUTE) % DAY;
  return today > 2 * ROOM ? minute : (minute - (3 * ROOM) / MINUTE + 24 * 60) % (24 * 60);
}

/** The handles by which tests and the demo move the world. */
export class WorldControls {
  readonly #world: World;
  #added = 0;

  constructor(world: World) {
    this.#world = world;
  }

  jobs(): JobView[] {
    return [...this.#world.jobs.values()].map(viewOf);
  }

  /** The job by id or name. Throws when there is none. */
  job(handle: JobHandle): JobView {
    return viewOf(this.#find(handle));
  }

  /** The outcome of the job's next retry. */
  setOutcome(handle: JobHandle, outcome: Outcome): void {
    this.#find(handle).outcome = outcome;
  }

  addJob(wish: NewJob): JobView {
    const number = ++this.#added;
    const servers = this.#world.servers;
    const id = guidOf(`${this.#world.birth.seed}/added/${number}`);
    const job: Job = {
      kind: 'agent',
      id,
      family: familyOf(id),
      salt: hashOf(`${this.#world.birth.seed}/salt/${id}`),
      name: wish.name,
      description: '',
      platform: wish.platform ?? 'AgentForWindows',
      server: servers.find((server) => server.name === wish.server) ?? servers[0],
      machines: [...wish.machines],
      startMinute: wish.startMinute ?? usualStart(number, this.#world.birth.at),
      weekdaysOnly: false,
      ...(wish.schedule === undefined ? {} : { schedule: wish.schedule }),
      ...(wish.scheduled === undefined ? {} : { scheduled: wish.scheduled }),
      retryTimes: wish.automaticRetry?.times ?? 0,
      retryMinutes: wish.automaticRetry?.waitMinutes ?? 10,
      outcome: wish.outcome ?? 'success',
      past: {
        last: wish.last,
        streak: wish.last === 'failed' ? (wish.streak ?? 1) : 0,
        reason: wish.reason,
        quietDays: wish.quietDays ?? 0,
      },
    };
    this.#world.addJob(job);
    if (wish.last === 'running') this.#holdOpen(job);
    return viewOf(job);
  }

  removeJob(handle: JobHandle): void {
    this.#world.removeJob(this.#find(handle));
  }

  /** Has a protection group find a computer that no job includes. */
  discoverComputer(name: string): void {
    this.#world.idleComputers.add(name);
  }

  /** Adds a failed run that ended just now. */
  fail(handle: JobHandle, reason?: string): void {
    addEndedRun(this.#world, this.#find(handle), 'failed', reason);
  }

  /** Adds a failed attempt of the newest run that began in the same millisecond. */
  failAgainAtOnce(handle: JobHandle): void {
    addAttemptAtOnce(this.#world, this.#find(handle));
  }

  /** Begins a run that goes on until `finishRun`. */
  startRun(handle: JobHandle): void {
    const job = this.#find(handle);
    beginRun(this.#world, job, this.#world.now());
    this.#holdOpen(job);
  }

  /** Lets the newest run go on until `finishRun` or a stop. */
  holdRun(handle: JobHandle): void {
    this.#holdOpen(this.#find(handle));
  }

  /** Ends the run that goes on; nothing happens when none does. */
  finishRun(handle: JobHandle, result: Result, reason?: string): void {
    endRun(this.#world, this.#find(handle), result, reason);
  }

  /** Has a job miss its starts from now on; its next run stays the first of those or moves on. */
  missStarts(handle: JobHandle, nextRun: MissedNextRun = this.#world.missedNextRun): void {
    this.#caughtUp(handle).missed = { since: this.#world.now(), nextRun };
  }

  /** Has a job start by its schedule again. */
  startAgain(handle: JobHandle): void {
    const { missed } = this.#caughtUp(handle);
    if (missed !== undefined) missed.until = this.#world.now();
  }

  /** From now on Enterprise Manager collects only where somebody asks. */
  stopCollecting(): void {
    this.#world.collection.setSilentSince(this.#world.now());
  }

  /** Enterprise Manager collects again as it is set to. */
  collectAgain(): void {
    this.#world.collection.setSilentSince(undefined);
  }

  /** Enterprise Manager collects from every backup server now. */
  collect(): void {
    for (const { id } of this.#world.servers) this.#world.collection.collectAt(id, this.#world.now());
  }

  /** The job, whose starts up to now have begun. */
  #caughtUp(handle: JobHandle): Job {
    const job = this.#find(handle);
    this.#world.runsOf(job);
    return job;
  }

  #holdOpen(job: Job): void {
    const newest = this.#world.runsOf(job).at(-1);
    if (newest !== undefined) newest.end = Number.POSITIVE_INFINITY;
  }

  #find(handle: JobHandle): Job {
    const key = typeof handle === 'string' ? handle : handle.id;
    const job =
      this.#world.jobs.get(key.toLowerCase()) ?? [...this.#world.jobs.values()].find((known) => known.name === key);
    if (job === undefined) throw new Error(`The simulated world has no job "${key}"`);
    return job;
  }
}

function viewOf(job: Job): JobView {
  const { id, name, platform, server, machines, outcome } = job;
  return { id, name, platform, server: server.name, machines: [...machines], outcome };
}
