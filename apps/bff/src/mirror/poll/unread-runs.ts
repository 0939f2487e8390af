import { createHash } from 'node:crypto';
import {
  type AgentJob,
  EmError,
  type EnterpriseManager,
  type Guid,
  type Instant,
  isOver,
  type Run,
  type UnreadableElement,
} from '@retry-desk/em-client';
import type { Inventory } from '#mirror/inventory.ts';
import { PlainFault } from '#mirror/link-health.ts';
import { isUnread, UNREAD } from '#mirror/run-record.ts';
import { StrayOwners } from './stray-owners.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Unreadable runs are requested again after a minute, then less and less often. */
const AGAIN = { first: MINUTE, most: 60 * MINUTE };
/** Runs of a job that are requested to see whether its newest can be read now. */
const NEWEST_OF_JOB = 5;
/** The largest number of entries; further ones are counted and not followed. */
const MOST = 1_000;

/** `nextAt`: null until the first check of what is due. */
type Recheck = { nextAt: number | null; waitMs: number };
/** `seenAt`: when it was first seen, by Enterprise Manager's clock. */
type Stray = Recheck & { element: UnreadableElement; seenAt: Instant };

export type UnreadRunsDeps = {
  em: Pick<EnterpriseManager, 'runs' | 'run' | 'now'>;
  inventory: Inventory;
  /** Takes runs as they are read, and the unreadable elements seen meanwhile. */
  take: (runs: readonly Run[]) => Promise<void>;
};

/**
 * Runs that Enterprise Manager lists and that cannot be read. Where the job is known, its newest run becomes one with
 * an unknown result, instead of an older one standing as the newest; the others are reported to people.
 */
export class UnreadRuns {
  readonly #deps: UnreadRunsDeps;
  readonly #pending: UnreadableElement[] = [];
  /** Runs without a known job. */
  readonly #strays = new Map<string, Stray>();
  /** Jobs with such a run. */
  readonly #jobs = new Map<Guid, Recheck>();
  /** Runs that go on as far as we know, and whose present state cannot be read. */
  readonly #stale = new Map<Guid, UnreadableElement>();
  /** Jobs of runs that could be read once, or that list them. */
  readonly #owners = new Map<Guid, Guid>();
  readonly #ownersOfStrays: StrayOwners;

  constructor(deps: UnreadRunsDeps) {
    this.#deps = deps;
    this.#ownersOfStrays = new StrayOwners(deps);
  }

  /** A read brought an element that is none. */
  add = (element: UnreadableElement): void => {
    this.#pending.push(element);
  };

  /** Runs that have been read well. */
  seen(runs: readonly Run[]): void {
    if (this.#stale.size + this.#strays.size === 0) return;
    for (const { id } of runs) {
      this.#stale.delete(id);
      this.#strays.delete(id);
    }
  }

  /** The elements added since the last call, as runs where the job is known. */
  async drain(): Promise<Run[]> {
    const pending = this.#pending.splice(0);
    if (pending.length === 0) return [];
    const jobOf = await this.#jobsOf(pending);
    return pending.flatMap((element) => this.#place(element, jobOf(element)) ?? []);
  }

  /** The gap that they leave on the board; null where there is none. */
  fault(): PlainFault | null {
    for (const [runId] of this.#stale) if (!this.#deps.inventory.isUnfinished(runId)) this.#stale.delete(runId);
    const [stale] = this.#stale.values();
    const [stray] = this.#strays.values();
    const element = stray?.element ?? stale;
    if (element === undefined) return null;
    const count = this.#strays.size + this.#stale.size;
    const runs = count === 1 ? 'one run cannot be read' : `${count} runs cannot be read`;
    const detail = stray === undefined ? 'and what is shown of it is what was known before' : 'and its job is unknown';
    return new PlainFault(
      `${runs} (${element.call}: ${element.why}), ${detail}. Look at it in Enterprise Manager itself; all else is read as usual.`,
    );
  }

  /** The requests that are due again. */
  due(at: number): (() => Promise<void>)[] {
    const strays = [...this.#strays].filter(([, recheck]) => isDue(recheck, at));
    const jobs = [...this.#jobs].filter(([, recheck]) => isDue(recheck, at));
    return [
      ...(this.#ownersOfStrays.isSearching ? [() => this.#askForOwners()] : []),
      ...strays.map(
        ([key, stray]) =>
          () =>
            this.#askForStray(key, stray, at),
      ),
      ...jobs.map(
        ([id, recheck]) =>
          () =>
            this.#askForJob(id, recheck, at),
      ),
    ];
  }

  #place(element: UnreadableElement, jobId: Guid | null): Run | null {
    const { inventory, em } = this.#deps;
    if (jobId === null) {
      const key = keyOf(element);
      const before = this.#strays.get(key);
      if (before === undefined && this.#strays.size < MOST) {
        this.#strays.set(key, { element, seenAt: em.now(), nextAt: null, waitMs: AGAIN.first });
        this.#ownersOfStrays.searchFor(element);
      }
      return null;
    }
    const job = inventory.job(jobId);
    if (job === undefined) return null;
    const known = this.#knownOf(jobId, element);
    // Its result has been read before, or it is still running: the known record stays.
    if (known !== undefined && (isOver(known) || !element.isOver)) {
      if (!isOver(known)) this.#stale.set(known.id, element);
      return null;
    }
    if (!this.#jobs.has(jobId)) this.#jobs.set(jobId, { nextAt: null, waitMs: AGAIN.first });
    return {
      id: known?.id ?? element.id ?? standIn(jobId),
      jobId,
      jobName: job.name,
      kind: 'job',
      parentId: null,
      createdAt: known?.createdAt ?? element.createdAt ?? em.now(),
      endedAt: null,
      state: 'stopped',
      stateText: UNREAD,
      result: 'unknown',
      resultText: '',
      progress: null,
      failureMessage: null,
      isRetry: false,
    };
  }

  /**
   * The job an element names; else the job that was known for its run when it could be read; else the only job of that
   * name. The inventory is searched once for all of them, and not again for those without a match.
   */
  async #jobsOf(pending: readonly UnreadableElement[]): Promise<(element: UnreadableElement) => Guid | null> {
    const { inventory } = this.#deps;
    const nameless = pending.filter(({ jobId }) => jobId === null);
    const ids = nameless.filter((element) => !this.#strays.has(keyOf(element))).flatMap(({ id }) => id ?? []);
    const ofRuns = await inventory.jobsOfRuns(new Set(ids.filter((id) => !this.#isOwned(id))));
    for (const [id, jobId] of ofRuns) if (this.#owners.size < MOST) this.#owners.set(id, jobId);
    const names = new Set(nameless.flatMap(({ name }) => name ?? []));
    const named = Map.groupBy(names.size === 0 ? [] : inventory.jobs().filter(({ name }) => names.has(name)), nameOf);
    return ({ id, jobId, name }) => {
      if (jobId !== null) return jobId;
      const owner = id === null ? undefined : (ofRuns.get(id) ?? this.#owners.get(id));
      const [one, ...others] = named.get(name ?? '') ?? [];
      return owner ?? (others.length === 0 ? (one?.id ?? null) : null);
    };
  }

  /** Whether the job of a run is known; outdated knowledge is dropped. */
  #isOwned(id: Guid): boolean {
    const owner = this.#owners.get(id);
    if (owner === undefined) return false;
    if (this.#deps.inventory.runsOf(owner).find(id) !== undefined) return true;
    this.#owners.delete(id);
    return false;
  }

  /** The run as it was read before; one that has lost its id is known by its moment. */
  #knownOf(jobId: Guid, { id, createdAt }: UnreadableElement) {
    const runs = this.#deps.inventory.runsOf(jobId);
    if (id !== null) return runs.find(id);
    const standing = runs.find(standIn(jobId));
    return standing ?? runs.values().find((run) => run.createdAt === createdAt);
  }

  /** An unreadable element in a job's own list belongs to that job, although it does not name it. */
  async #askForOwners(): Promise<void> {
    for (const { element, jobId } of await this.#ownersOfStrays.ask()) {
      const run = this.#place(element, jobId);
      if (run !== null) this.#deps.inventory.takeRuns([run]);
      // An element without an id may be another one than the one reported: the report stays.
      if (element.id === null || this.#owners.size >= MOST) continue;
      this.#owners.set(element.id, jobId);
      this.#strays.delete(keyOf(element));
    }
  }

  async #askForJob(jobId: Guid, recheck: Recheck, at: number): Promise<void> {
    const { em, inventory, take } = this.#deps;
    later(recheck, at);
    const unread = inventory.runsOf(jobId).values().filter(isUnread).toArray();
    if (unread.length === 0) return void this.#jobs.delete(jobId);
    const elements: UnreadableElement[] = [];
    const runs = await em.runs({ jobId, limit: NEWEST_OF_JOB }, (element) => elements.push(element));
    const oldest = Math.min(...runs.map(({ createdAt }) => createdAt));
    const whole = runs.length < NEWEST_OF_JOB;
    for (const run of unread) {
      const listed = elements.some(({ id }) => id === null || id === run.id) || runs.some(({ id }) => id === run.id);
      if (!listed && (whole || run.createdAt > oldest)) inventory.dropRun(jobId, run.id);
    }
    await take(runs);
  }

  /** Dropped once it is no longer listed, or readable; requested to the end: a page may be full of younger ones. */
  async #askForStray(key: string, stray: Stray, at: number): Promise<void> {
    later(stray, at);
    const { id, createdAt } = stray.element;
    const isThere = createdAt === null && id !== null ? await this.#isHad(id) : await this.#isListed(stray);
    if (!isThere) this.#strays.delete(key);
  }

  /** Whether it is still listed as what cannot be read. */
  async #isListed({ element: { id, createdAt }, seenAt }: Stray): Promise<boolean> {
    const { em, take } = this.#deps;
    const around =
      createdAt === null
        ? { createdSince: seenAt - DAY }
        : { createdSince: createdAt - MINUTE, createdBefore: createdAt + MINUTE };
    const elements: UnreadableElement[] = [];
    await take(await em.runs(around, (element) => elements.push(element)));
    return elements.some((other) => id === null || other.id === null || other.id === id);
  }

  /** Whether there is such a run; takes it where it can be read by its address. */
  async #isHad(id: Guid): Promise<boolean> {
    const { em, take } = this.#deps;
    try {
      await take([await em.run(id)]);
      return false;
    } catch (error) {
      if (!(error instanceof EmError) || error.isSilence) throw error;
      return !error.isGone;
    }
  }
}

function keyOf({ id, name, why }: UnreadableElement): string {
  return id ?? `${name} ${why}`;
}

function nameOf({ name }: AgentJob): string {
  return name;
}

function isDue(recheck: Recheck, at: number): boolean {
  recheck.nextAt ??= at + recheck.waitMs;
  return recheck.nextAt <= at;
}

function later(recheck: Recheck, at: number): void {
  recheck.waitMs = Math.min(recheck.waitMs * 2, AGAIN.most);
  recheck.nextAt = at + recheck.waitMs;
}

/** In place of the id of a run that has lost its own: one for each job. */
function standIn(jobId: Guid): Guid {
  const hex = createHash('sha256').update(`a run that cannot be read of ${jobId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
