import type { Hung, Overdue } from '@retry-desk/contract';
import type { Guid, Instant } from '@retry-desk/em-client';
import { endOf, isNotYet } from '@retry-desk/em-client';
import { TimeSlice } from '#in-chunks.ts';
import { iso } from '#iso.ts';
import { type LateVerdict, lateOrHung } from '#mirror/attention/late-or-hung.ts';
import { type Inventory, RETENTION_MS } from '#mirror/inventory.ts';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import type { Mirror } from '#mirror/mirror.ts';
import type { Collections } from './collections.ts';
import type { JobSchedules } from './job-schedules.ts';

/** That a job is overdue or hangs, as a row shows it. */
export type LateOrHung = { overdue?: Overdue; hung?: Hung };

export type WatchDeps = {
  mirror: Pick<Mirror, 'inventory' | 'health' | 'ready' | 'now'>;
  desk: { mayBeOwnRun: MayBeOwnRun };
  schedules: JobSchedules;
  collections: Collections;
  settings: { collectUnseen: boolean };
};

type Entry = LateVerdict & { shown: LateOrHung | null; serverId: Guid | null; newestRun: Guid | null };

/** So long everybody else waits for this, in milliseconds. */
const SLICE_MS = 5;
/** Events of jobs whose backup server is not known. */
const NO_SERVER = '';

/** Which jobs are overdue or hang. Those of which nothing is new and nothing is due cost a comparison. */
export class Watch {
  readonly #deps: WatchDeps;
  readonly #takeChanged: () => ReadonlySet<Guid>;
  readonly #jobs = new Map<Guid, Entry>();
  readonly #stale = new Set<Guid>();
  /** The newest start or end of a run, by backup server. */
  readonly #newestEvent = new Map<Guid, Instant>();
  readonly #serverNames = new Map<Guid, string>();
  /** Since when runs are listed; undefined until it is needed. */
  #listedSince: Instant | undefined;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
    this.#takeChanged = deps.mirror.inventory.follow();
  }

  /** The same object while nothing of it changes. */
  of(jobId: Guid): LateOrHung | null {
    return this.#jobs.get(jobId)?.shown ?? null;
  }

  /** Takes in what is new and what is due; resolves with the jobs of which something else is shown now. */
  async refresh(): Promise<Guid[]> {
    const { mirror } = this.#deps;
    for (const id of this.#takeChanged()) this.#stale.add(id);
    // Before all runs that decide are known, and while nothing is read, nothing new can be said.
    if (!mirror.ready) return [];
    const now = this.#now();
    this.#listedSince = undefined;
    const slice = new TimeSlice(SLICE_MS);
    const due = new Set(this.#stale);
    for (const id of this.#stale) {
      if (slice.isOver()) await slice.next();
      this.#takeEvents(id);
    }
    for (const [id, { again }] of this.#jobs) if (again <= now) due.add(id);
    const changed: Guid[] = [];
    for (const id of due) {
      if (slice.isOver()) await slice.next();
      if (this.#renew(id, now)) changed.push(id);
      // Only now: what a fault has interrupted is taken in next time.
      this.#stale.delete(id);
    }
    return changed;
  }

  /** The newest start or end of a run by the name of the backup server, for those that have jobs. */
  newestEvents(): Map<string, Instant> {
    const newest = new Map<string, Instant>();
    for (const serverId of new Set(Array.from(this.#jobs.values(), (entry) => entry.serverId ?? NO_SERVER))) {
      const [name, at] = [this.#serverNames.get(serverId), this.#newestEvent.get(serverId)];
      if (name !== undefined && at !== undefined) newest.set(name, Math.max(at, newest.get(name) ?? at));
    }
    return newest;
  }

  /** Requests collections from backup servers that list nothing new since a start was missed. @throws where the store is away */
  async requestCollections(): Promise<void> {
    const { collections, settings } = this.#deps;
    if (!settings.collectUnseen) return;
    const servers = new Set<Guid>();
    for (const { undecidedSince, serverId } of this.#jobs.values())
      if (undecidedSince !== null && serverId !== null) servers.add(serverId);
    for (const serverId of servers) await collections.request(serverId);
  }

  /** The moment of which the data are: a run that has ended since then does not hang. */
  #now(): Instant {
    const { mirror } = this.#deps;
    const { lastGoodAt, state } = mirror.health;
    const now = mirror.now();
    return state === 'ok' || lastGoodAt === null ? now : Math.min(now, this.#byItsClock(lastGoodAt));
  }

  /** When the process that polls Enterprise Manager did something, by Enterprise Manager's clock. */
  #byItsClock(at: Instant): Instant {
    return at + (this.#deps.mirror.health.aheadMs ?? 0);
  }

  #takeEvents(id: Guid): void {
    const { inventory } = this.#deps.mirror;
    const job = inventory.job(id);
    if (job !== undefined) this.#deps.schedules.take(job);
    const newest = inventory.runsOf(id).at(0);
    if (job === undefined || newest === undefined) return;
    const server = job.backupServer?.id ?? NO_SERVER;
    if (job.backupServer !== null) this.#serverNames.set(server, job.backupServer.name);
    const at = endOf(newest);
    if (at > (this.#newestEvent.get(server) ?? 0) && !isNotYet(at, this.#now())) this.#newestEvent.set(server, at);
  }

  #renew(id: Guid, now: Instant): boolean {
    const { mirror, desk, schedules } = this.#deps;
    const { inventory } = mirror;
    const entry = this.#jobs.get(id);
    const before = entry?.shown ?? null;
    const job = inventory.job(id);
    const seen = schedules.of(id);
    if (job === undefined || seen === undefined) {
      this.#jobs.delete(id);
      return before !== null;
    }
    const readSince = inventory.historyRead.since(id);
    const runs = inventory.runsOf(id);
    // A job of which no run is known while older ones have still to be read may have run all the same.
    const isUnread = readSince !== null && runs.length === 0;
    const newestRun = runs.at(0)?.id ?? null;
    const claimed = entry?.found?.kind === 'overdue' && entry.newestRun === newestRun ? entry.found : null;
    const serverId = job.backupServer?.id ?? null;
    const { jobsReadAt } = mirror.health;
    const verdict = isUnread
      ? { found: null, again: now, undecidedSince: null }
      : lateOrHung(
          {
            ...{ job, runs, seen, claimed },
            isOwnRun: (run) => desk.mayBeOwnRun(run, id),
            knownSince: readSince ?? now - RETENTION_MS,
            listedSince: () => (this.#listedSince ??= oldestEndOf(inventory)),
            jobsReadAt: jobsReadAt === null ? now : this.#byItsClock(jobsReadAt),
            collectedUntil: this.#collectedUntil(serverId),
          },
          now,
        );
    const shown = unlessSame(before, shownOf(verdict.found));
    this.#jobs.set(id, { ...verdict, shown, serverId, newestRun });
    return shown !== before;
  }

  #collectedUntil(serverId: Guid | null): Instant {
    const collectedUntil = serverId === null ? 0 : this.#deps.collections.collectedUntil(serverId);
    return Math.max(this.#newestEvent.get(serverId ?? NO_SERVER) ?? 0, collectedUntil);
  }
}

/** When the oldest run that is listed ended; 0 where none is. */
function oldestEndOf(inventory: Inventory): Instant {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { id } of inventory.jobs()) {
    const run = inventory.runsOf(id).at(-1);
    if (run !== undefined) oldest = Math.min(oldest, endOf(run));
  }
  return oldest === Number.POSITIVE_INFINITY ? 0 : oldest;
}

function shownOf(found: LateVerdict['found']): LateOrHung | null {
  if (found === null) return null;
  if (found.kind === 'hung') {
    const { since, longestMs } = found;
    return { hung: { since: iso(since), longestMinutes: longestMs === null ? null : Math.round(longestMs / 60_000) } };
  }
  const { expectedAt, basis, neverRan } = found;
  return { overdue: { expectedAt: iso(expectedAt), basis, neverRan } };
}

function unlessSame(before: LateOrHung | null, shown: LateOrHung | null): LateOrHung | null {
  return JSON.stringify(before) === JSON.stringify(shown) ? before : shown;
}
