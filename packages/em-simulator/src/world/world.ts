import { type Attempt, attemptsOf, type Birth } from './attempts.ts';
import { Collection, type CollectionManner } from './collection.ts';
import { childJobPlace, leadOf } from './guid.ts';
import { Ledger } from './ledger.ts';
import { openRun } from './open-run.ts';
import { PastRun } from './past-run.ts';
import type { BackupServer, Job, MissedNextRun, Run } from './records.ts';
import { ScheduledRuns } from './scheduled-runs.ts';
import { type Schedules, seededJobs, seededVirtualJobs, serversOf } from './seeded-jobs.ts';

/** A clock in milliseconds since 1970. */
export type Clock = { now(): number };
export type WorldOptions = {
  seed: number;
  jobs: number;
  servers?: number | undefined;
  failedShare?: number | undefined;
  clock: Clock;
  speed: number;
  collectionMinutes: number;
  collection?: CollectionManner;
  schedules?: Schedules | undefined;
  /** The time zones of the backup servers, one after the other; UTC where absent. */
  timeZones?: readonly string[] | undefined;
  /** Whether jobs start by their schedules as time goes on. */
  runsSchedules?: boolean | undefined;
  missedNextRun?: MissedNextRun | undefined;
};

/** How many jobs may be outside the ledger before it is made anew. */
const OUTSIDE = 64;
/** How many runs of each job may have become past, on average, before the ledger is made anew. */
const TURNED_PAST = 4;

/** Backup servers, jobs and runs: plain records, the past of a job made when somebody first looks. */
export class World {
  readonly clock: Clock;
  readonly birth: Birth;
  readonly servers: [BackupServer, ...BackupServer[]];
  /** The agent jobs. */
  readonly jobs = new Map<string, Job>();
  /** The jobs of virtual machines. */
  readonly virtualJobs = new Map<string, Job>();
  /** Names of computers that protection groups have found and no job includes. */
  readonly idleComputers = new Set<string>();
  readonly collection: Collection;
  /** The next run of a job that misses its starts, unless asked otherwise. */
  readonly missedNextRun: MissedNextRun;
  readonly #scheduled: ScheduledRuns | undefined;
  readonly #failedShare: number | undefined;
  readonly #schedules: Schedules | undefined;
  readonly #families = new Map<string, Job[]>();
  readonly #runs = new Map<Job, Run[]>();
  /** Jobs that have runs the ledger does not hold. */
  readonly #moving = new Set<Job>();
  #outside = 0;
  #turnedPast = 0;
  #ledger: Ledger | undefined;

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.birth = { seed: options.seed, at: Math.floor(options.clock.now()), speed: options.speed };
    this.servers = serversOf(options.seed, options.servers, options.timeZones);
    this.#failedShare = options.failedShare;
    this.#schedules = options.schedules;
    this.missedNextRun = options.missedNextRun ?? 'stays';
    this.#scheduled = options.runsSchedules === true ? new ScheduledRuns(this.birth) : undefined;
    this.collection = new Collection(options.collectionMinutes, options.speed, options.collection);
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
    const { seed } = this.birth;
    const agents = seededJobs(seed, count, this.servers, this.#failedShare, this.#schedules);
    for (const job of [...agents, ...seededVirtualJobs(seed, count, this.servers)]) {
      if (this.jobNamedBy(job.id) === undefined) this.#enter(job);
    }
    this.#ledger = undefined;
  }

  /** The job of either kind with that id. */
  jobNamedBy(id: string): Job | undefined {
    return this.jobs.get(id) ?? this.virtualJobs.get(id);
  }

  /** The jobs of both kinds. */
  allJobs(): Job[] {
    return [...this.jobs.values(), ...this.virtualJobs.values()];
  }

  addJob(job: Job): void {
    this.#enter(job);
    this.#outside += 1;
    this.#moving.add(job);
    if (this.#outside > Math.max(OUTSIDE, this.jobs.size / 20)) this.#ledger = undefined;
  }

  /** All runs of a job, oldest first, those too that Enterprise Manager has not collected. */
  runsOf(job: Job): Run[] {
    const runs = this.#runs.get(job) ?? this.#firstRunsOf(job);
    const before = runs.length;
    this.#turnedPast += this.#scheduled?.catchUp(job, runs, this.now(), this.knownUntil(job)) ?? 0;
    if (runs.length > before) this.#moving.add(job);
    return runs;
  }

  #firstRunsOf(job: Job): Run[] {
    const runs: Run[] = attemptsOf(job, this.birth).map((attempt, number) => new PastRun(job, number, attempt));
    if (job.past.last === 'running') runs.push(openRun(job, runs.length, this.birth));
    this.#runs.set(job, runs);
    return runs;
  }

  /** Adds a run as the newest of its job. */
  addRun(job: Job, run: Run): void {
    this.runsOf(job).push(run);
    this.#moving.add(job);
  }

  /** Takes a run away that has not begun. */
  dropRun(id: string): void {
    const found = this.runOf(id);
    if (found === undefined || found.run.start <= this.now()) return;
    const runs = this.runsOf(found.job);
    runs.splice(runs.indexOf(found.run), 1);
  }

  /** Begins what schedules have begun since, and has the ledger made anew when much of it is past. */
  catchUp(): void {
    const now = this.now();
    for (const job of this.allJobs()) if (this.#scheduled?.isDue(job, now, this.knownUntil(job))) this.runsOf(job);
    if (this.#turnedPast > Math.max(OUTSIDE, this.jobs.size * TURNED_PAST)) this.#ledger = undefined;
  }

  /** The past of the jobs as columns; made when first needed, and anew when many jobs have come since. */
  ledger(): Ledger {
    if (this.#ledger !== undefined) return this.#ledger;
    this.#ledger = new Ledger(this.allJobs(), this.birth.at, (job) => this.#pastOf(job));
    this.#outside = 0;
    this.#turnedPast = 0;
    // A job whose whole past is in the ledger now has nothing that lives.
    for (const job of this.#moving) if (this.#isPast(job)) this.#moving.delete(job);
    return this.#ledger;
  }

  /** The runs that the ledger does not hold, job by job. */
  *livingRuns(): Generator<{ job: Job; runs: Run[] }> {
    const ledger = this.ledger();
    for (const job of this.#moving) {
      const runs = this.runsOf(job);
      yield { job, runs: runs.slice(ledger.heldOf(job)) };
    }
  }

  /** The run that a session id (run, child or machine task) belongs to, and its job. */
  runOf(sessionId: string): { job: Job; run: Run } | undefined {
    const { runId } = leadOf(sessionId);
    for (const job of this.#families.get(runId.slice(0, 8)) ?? []) {
      const run = this.runsOf(job).find((candidate) => candidate.id === runId);
      if (run !== undefined) return { job, run };
    }
    return undefined;
  }

  /** The job of which that id means one machine's part, as its sessions name it, and the machine's place. */
  childJobOf(id: string): { job: Job; place: number } | undefined {
    for (const job of this.#families.get(id.slice(0, 8)) ?? []) {
      const place = job.kind === 'agent' ? childJobPlace(job.family, id) : undefined;
      if (place !== undefined && place < job.machines.length) return { job, place };
    }
    return undefined;
  }

  /** The time up to which Enterprise Manager has this job's sessions. */
  knownUntil(job: Job): number {
    return this.collection.knownUntil(job.server.id, this.now());
  }

  removeJob(job: Job): void {
    this.#runs.delete(job);
    this.#moving.delete(job);
    this.#shelfOf(job).delete(job.id);
    this.#families.set(
      job.family,
      (this.#families.get(job.family) ?? []).filter((other) => other !== job),
    );
    this.#ledger?.drop(job);
  }

  clear(): void {
    for (const job of this.allJobs()) this.removeJob(job);
    this.#ledger = undefined;
  }

  /** The runs of a job that nothing changes any more, from its first one on. */
  #pastOf(job: Job): Attempt[] {
    const runs = this.#runs.get(job);
    if (runs === undefined) return attemptsOf(job, this.birth);
    const past: Attempt[] = [];
    for (const run of runs) {
      if (!(run instanceof PastRun)) break;
      past.push(run.attempt);
    }
    return past;
  }

  #isPast(job: Job): boolean {
    const runs = this.#runs.get(job);
    return runs === undefined ? job.past.last !== 'running' : runs.every((run) => run instanceof PastRun);
  }

  #shelfOf(job: Job): Map<string, Job> {
    return job.kind === 'agent' ? this.jobs : this.virtualJobs;
  }

  #enter(job: Job): void {
    this.#shelfOf(job).set(job.id, job);
    this.#families.set(job.family, [...(this.#families.get(job.family) ?? []), job]);
    if (job.past.last === 'running') this.#moving.add(job);
    this.#scheduled?.follow(job, this.now());
  }
}
