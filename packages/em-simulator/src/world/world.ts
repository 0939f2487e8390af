import { Collection } from './collection.ts';
import { leadOf } from './guid.ts';
import { type Birth, pastOf } from './history.ts';
import type { BackupServer, Job, Run } from './records.ts';
import { seededJobs, serversOf } from './seeded-jobs.ts';

/** A clock in milliseconds since 1970. */
export type Clock = { now(): number };
export type WorldOptions = { seed: number; jobs: number; clock: Clock; speed: number; collectionMinutes: number };

/** Backup servers, jobs and runs: plain records, the past of a job made when somebody first looks. */
export class World {
  readonly clock: Clock;
  readonly birth: Birth;
  readonly servers: [BackupServer, ...BackupServer[]];
  readonly jobs = new Map<string, Job>();
  readonly collection: Collection;
  readonly #runs = new Map<string, Run[]>();

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.birth = { seed: options.seed, at: options.clock.now(), speed: options.speed };
    this.servers = serversOf(options.seed);
    this.collection = new Collection(options.collectionMinutes, options.speed);
    this.fill(options.jobs);
  }

  get speed(): number {
    return this.birth.speed;
  }

  now(): number {
    return this.clock.now();
  }

  /** Makes the seeded jobs up to that number; those already there stay as they are. */
  fill(count: number): void {
    for (const job of seededJobs(this.birth.seed, count, this.servers)) {
      if (!this.jobs.has(job.id)) this.jobs.set(job.id, job);
    }
  }

  /** All runs of a job, oldest first, those too that Enterprise Manager has not collected. */
  runsOf(job: Job): Run[] {
    const known = this.#runs.get(job.id);
    if (known !== undefined) return known;
    const past = pastOf(job, this.birth);
    this.#runs.set(job.id, past);
    return past;
  }

  /** Adds a run as the newest of its job. */
  addRun(job: Job, run: Run): void {
    this.runsOf(job).push(run);
  }

  /** The run that a session id (run, child or machine task) belongs to. */
  runOf(sessionId: string): Run | undefined {
    const { runId } = leadOf(sessionId);
    for (const job of this.jobs.values()) {
      if (!runId.startsWith(job.family)) continue;
      const run = this.runsOf(job).find((candidate) => candidate.id === runId);
      if (run !== undefined) return run;
    }
    return undefined;
  }

  /** The time up to which Enterprise Manager knows this job's sessions. */
  knownUntil(job: Job): number {
    return this.collection.knownUntil(job.server.id, this.now());
  }

  removeJob(job: Job): void {
    this.#runs.delete(job.id);
    this.jobs.delete(job.id);
  }

  clear(): void {
    for (const job of [...this.jobs.values()]) this.removeJob(job);
  }
}
