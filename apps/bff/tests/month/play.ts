import type { Guid } from '@retry-desk/em-client';
import { Collections } from '#attention/collections.ts';
import { JobSchedules } from '#attention/job-schedules.ts';
import { type LateOrHung, Watch } from '#attention/watch.ts';
import { Inventory } from '#mirror/inventory.ts';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import { jobAt, momentsOf, runsBetween, serverId } from './listing.ts';
import { SERVERS } from './world.ts';
import type { WorldJob } from './world-job.ts';

export const POLL = 15 * MINUTE;
/** Not in step with the polls. */
export const COLLECTION = 20 * MINUTE;
/** A collection that was requested has arrived. */
const REQUESTED_TAKES = 2 * MINUTE;

/** Overdue or hung, as it was shown of a job from one poll to another. */
export type Claim = { jobId: Guid; shown: LateOrHung; from: number; to: number };

export type PlayOptions = {
  jobs: readonly WorldJob[];
  from: number;
  to: number;
  isHidden: boolean;
  store: Pick<Store, 'db'>;
  logger: StructuredLogger;
  /** Enterprise Manager's clock is so much ahead of those of the backup servers. */
  ahead: number;
  /** So much ahead is our own. */
  ownAhead?: number;
  /** For so long Enterprise Manager lists what has run; for good where absent. The desk begins anew as often. */
  sessionsFor?: number;
};

/**
 * Enterprise Manager collects three times an hour, but not in an outage of six hours; from one server by hand for two days, from
 * another one not for five hours.
 */
export class Collecting {
  readonly #from: number;
  readonly #at: number[] = Array.from({ length: SERVERS }, () => 0);
  readonly #requested = new Map<number, number>();

  constructor(from: number) {
    this.#from = from;
  }

  request(server: number, now: number): void {
    if (!this.#requested.has(server)) this.#requested.set(server, now + REQUESTED_TAKES);
  }

  /** When it has last collected from a server. */
  lastOf(server: number, now: number): number {
    const requested = this.#requested.get(server) ?? Number.POSITIVE_INFINITY;
    if (requested <= now) {
      this.#requested.delete(server);
      if (!this.#isOut(server, requested)) this.#at[server] = requested;
    }
    const usual = Math.floor(now / COLLECTION) * COLLECTION;
    if (!this.#isOut(server, usual) && !this.#isByHand(server, usual)) this.#at[server] = usual;
    return this.#at[server] ?? 0;
  }

  /** When it can have collected, after a moment, without a request. */
  next(server: number, after: number): number {
    let at = Math.ceil(after / COLLECTION) * COLLECTION;
    while (this.#isOut(server, at)) at += COLLECTION;
    return at;
  }

  /** When it has collected at the latest, after a moment. */
  listedBy(server: number, after: number): number {
    let at = this.next(server, after);
    while (this.#isOut(server, at) || this.#isByHand(server, at)) at += COLLECTION;
    return at;
  }

  #isOut(server: number, at: number): boolean {
    const since = (day: number) => at - this.#from - day * DAY;
    const isIn = (passed: number, length: number) => passed >= 0 && passed < length;
    return isIn(since(10), 6 * HOUR) || (server === 7 && isIn(since(20.4), 5 * HOUR));
  }

  #isByHand(server: number, at: number): boolean {
    return server === 3 && at >= this.#from + 15 * DAY && at < this.#from + 17 * DAY;
  }
}

/** The very watch of the server over an inventory that lists the month. */
export type MonthStage = {
  inventory: Inventory;
  schedules: JobSchedules;
  watch: Watch;
  /** Moves the clock, and lists what has been collected until then. */
  moveTo(now: number): void;
};

export function monthStage({
  jobs,
  from,
  isHidden,
  store,
  logger,
  ahead,
  ownAhead = 0,
  begin = from,
  sessionsFor = Number.POSITIVE_INFINITY,
}: Omit<PlayOptions, 'to'> & { begin?: number }): MonthStage {
  let now = begin;
  const clock = { now: () => now + ownAhead };
  const em = { now: () => now + ahead };
  const earlier = { now: () => Math.min(clock.now(), em.now()) };
  const collecting = new Collecting(from);
  const servers = new Map(Array.from({ length: SERVERS }, (_, server) => [serverId(server), server]));
  const inventory = new Inventory(undefined, em.now);
  const own = new Set(jobs.flatMap(({ runs }) => runs.filter(({ isOwn }) => isOwn).map(({ id }) => id)));
  const listed = new Listed(jobs, { inventory, isHidden, since: begin - sessionsFor });
  const schedules = new JobSchedules(store, em);
  const collect = async (id: Guid) => collecting.request(servers.get(id) ?? 0, now);
  const watch = new Watch({
    mirror: {
      inventory,
      ready: true,
      now: em.now,
      get health() {
        return {
          state: 'ok',
          since: from,
          lastGoodAt: clock.now(),
          message: null,
          failuresInRow: 0,
          partial: false,
          jobsReadAt: clock.now(),
          aheadMs: ahead - ownAhead,
        } as const;
      },
    },
    desk: { mayBeOwnRun: ({ id }) => own.has(id) },
    schedules,
    collections: new Collections({ em: { collect } as never, store, clock: earlier, logger }),
    settings: { collectUnseen: true },
  });
  return {
    inventory,
    schedules,
    watch,
    moveTo(moment) {
      now = moment;
      for (const server of servers.values()) listed.take(server, collecting.lastOf(server, now));
    },
  };
}

/** Plays a month; resolves with everything that was shown, at each poll. */
export async function play({ to, ...options }: PlayOptions): Promise<Claim[]> {
  const { from, sessionsFor = Number.POSITIVE_INFINITY } = options;
  let stage = monthStage(options);
  const claims: Claim[] = [];
  const open = new Map<Guid, Claim>();
  const end = (id: Guid, at: number) => {
    const before = open.get(id);
    if (before) before.to = at;
    open.delete(id);
  };
  for (let now = from; now < to; now += POLL) {
    if (now > from && (now - from) % sessionsFor === 0) {
      await stage.schedules.flush();
      stage = monthStage({ ...options, begin: now });
      await stage.schedules.load();
      for (const id of [...open.keys()]) end(id, now);
    }
    if ((now - from) % DAY === 0) stage.inventory.forgetBefore(now - 31 * DAY);
    stage.moveTo(now);
    for (const id of await stage.watch.refresh()) {
      end(id, now);
      const shown = stage.watch.of(id);
      if (shown === null) continue;
      const claim = { jobId: id, shown, from: now, to };
      claims.push(claim);
      open.set(id, claim);
    }
    await stage.watch.requestCollections();
  }
  return claims;
}

type ListedJob = { job: WorldJob; moments: readonly number[]; place: number; at: number };
/** `next`: when something else is listed of each job; most have nothing new at most collections. */
type ListedServer = { collectedAt: number; jobs: readonly ListedJob[]; next: Float64Array };

/** The inventory's share of each server, as of the last collection. */
class Listed {
  readonly #inventory: Inventory;
  readonly #isHidden: boolean;
  readonly #servers = new Map<number, ListedServer>();

  constructor(
    jobs: readonly WorldJob[],
    { inventory, isHidden, since }: { inventory: Inventory; isHidden: boolean; since: number },
  ) {
    this.#inventory = inventory;
    this.#isHidden = isHidden;
    for (const [server, own] of Map.groupBy(jobs, (job) => job.server)) {
      const listed = own.map((job) => ({ job, moments: momentsOf(job), place: 0, at: since }));
      this.#servers.set(server, { collectedAt: 0, jobs: listed, next: Float64Array.from(listed, nextOf) });
    }
  }

  take(server: number, collectedAt: number): void {
    const known = this.#servers.get(server);
    if (known === undefined || known.collectedAt === collectedAt) return;
    known.collectedAt = collectedAt;
    for (const [place, each] of known.jobs.entries()) {
      if ((known.next[place] ?? 0) > collectedAt) continue;
      const at = collectedAt + each.job.skew;
      while ((each.moments[each.place] ?? Number.POSITIVE_INFINITY) <= at) each.place += 1;
      known.next[place] = nextOf(each);
      const listed = jobAt(each.job, at, this.#isHidden);
      if (listed === null) continue;
      this.#inventory.takeChangedJobs([listed], []);
      this.#inventory.takeRuns(runsBetween(each.job, each.at, at));
      each.at = at;
    }
  }
}

/** By our clock. */
function nextOf({ job, moments, place }: ListedJob): number {
  return (moments[place] ?? Number.POSITIVE_INFINITY) - job.skew;
}
