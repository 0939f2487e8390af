import type { Acknowledged, AttentionKind, EndedAcknowledgement } from '@retry-desk/contract';
import { type EnterpriseManager, type Guid, isGood, isOver } from '@retry-desk/em-client';
import { type Coalesced, coalesced } from '#coalesced.ts';
import { type MayBeOwnRun, stateOf } from '#mirror/job-state.ts';
import type { Mirror } from '#mirror/mirror.ts';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { AcknowledgedJob } from './acknowledgement-end.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { Collections } from './collections.ts';
import { JobSchedules } from './job-schedules.ts';
import { ALIVE_EVERY_MS, Outages } from './outages.ts';
import { ShiftVisits } from './shift-visits.ts';
import { type LateOrHung, Watch } from './watch.ts';

export type AttentionDeps = {
  mirror: Pick<Mirror, 'inventory' | 'health' | 'ready' | 'onChange' | 'now'>;
  em: Pick<EnterpriseManager, 'collect'>;
  store: Pick<Store, 'db' | 'journal' | 'kind' | 'watch'>;
  clock: { now(): number };
  logger: StructuredLogger;
  desk: { mayBeOwnRun: MayBeOwnRun };
  causes: { keysOf(jobId: Guid, runId: Guid): readonly string[]; onChange(listener: () => void): () => void };
  settings: {
    /** Whether Enterprise Manager may be asked to collect. */
    collectUnseen: boolean;
    ticketUrl: string | null;
    /** How often it is looked at what other processes have written. */
    storePollMs: number;
  };
  /** Whether this process reads Enterprise Manager for all. */
  reads: () => boolean;
};

/** Overdue and hung jobs, acknowledgements, and outages. */
export type Attention = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** That a job is late or hangs; the same object while nothing of it changes. */
  of(jobId: Guid): LateOrHung | null;
  acknowledged(jobId: Guid): Acknowledged | null;
  /** Acknowledgements that ended by themselves in the last hours: the first of them, and how many. */
  endedAcknowledgements(): { first: readonly EndedAcknowledgement[]; inAll: number };
  /** The newest start or end of a run by the name of the backup server, for those that have jobs. */
  newestEvents(): ReadonlyMap<string, number>;
  /** Returns a function that returns the jobs whose attention or acknowledgement has changed since its last call. */
  follow(): () => ReadonlySet<Guid>;
  onChange(listener: () => void): () => void;
  readonly acknowledgements: Acknowledgements;
  readonly outages: Outages;
  readonly visits: ShiftVisits;
};

export function createAttention(deps: AttentionDeps): Attention {
  return new LiveAttention(deps);
}

class LiveAttention implements Attention {
  readonly acknowledgements: Acknowledgements;
  readonly outages: Outages;
  readonly visits: ShiftVisits;
  readonly #deps: AttentionDeps;
  readonly #schedules: JobSchedules;
  readonly #collections: Collections;
  readonly #watch: Watch;
  readonly #changed: Set<Guid>[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #watching: Coalesced;
  /** Apart from the above: a store that does not respond holds up nothing that is late. */
  readonly #recording: Coalesced;
  #unsubscribe: (() => void)[] = [];
  readonly #outage: OutageLine;
  #isLoaded = false;
  #aliveAt = 0;

  constructor(deps: AttentionDeps) {
    this.#deps = deps;
    this.#outage = new OutageLine(deps.clock);
    const { store, clock } = deps;
    this.outages = new Outages(store, clock);
    this.visits = new ShiftVisits(store, clock);
    this.#schedules = new JobSchedules(store, deps.mirror);
    const earlier = () => Math.min(clock.now(), deps.mirror.now());
    this.#collections = new Collections({ ...deps, clock: { now: earlier } });
    this.#watch = new Watch({ ...deps, schedules: this.#schedules, collections: this.#collections });
    this.acknowledgements = new Acknowledgements({
      store,
      clock,
      jobOf: (id) => this.#jobOf(id),
      isReady: () => deps.mirror.ready,
      ticketUrl: deps.settings.ticketUrl,
      onChange: (ids) => this.#publish(ids),
    });
    const failed = (error: unknown) => this.#couldNot(error);
    this.#watching = coalesced(() => this.#look(), failed);
    this.#recording = coalesced(() => this.#record(), failed);
  }

  async start(): Promise<void> {
    const { mirror, causes, store, settings } = this.#deps;
    const look = () => this.#watching.request();
    const timer = setInterval(look, settings.storePollMs);
    timer.unref();
    this.#unsubscribe = [
      mirror.onChange(look),
      causes.onChange(look),
      store.watch.onChange(look),
      () => clearInterval(timer),
    ];
    await this.#load().catch((error: unknown) => this.#couldNot(error));
    look();
  }

  async stop(): Promise<void> {
    for (const end of this.#unsubscribe) end();
    await Promise.all([this.#watching.stop(), this.#recording.stop()]);
  }

  of(jobId: Guid): LateOrHung | null {
    return this.#watch.of(jobId);
  }

  acknowledged(jobId: Guid): Acknowledged | null {
    return this.acknowledgements.of(jobId);
  }

  endedAcknowledgements() {
    return { first: this.acknowledgements.endedLately(), inAll: this.acknowledgements.endedInAll() };
  }

  newestEvents() {
    return this.#watch.newestEvents();
  }

  follow(): () => ReadonlySet<Guid> {
    const place = this.#changed.push(new Set()) - 1;
    return () => {
      const changed = this.#changed[place] ?? new Set();
      this.#changed[place] = new Set();
      return changed;
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the time before this process from the store. @throws where it is away */
  async #load(): Promise<void> {
    if (this.#isLoaded) return;
    await this.#schedules.load();
    await this.outages.noteStart();
    await this.acknowledgements.refresh();
    this.#isLoaded = true;
  }

  async #look(): Promise<void> {
    const changed = await this.#watch.refresh();
    if (changed.length > 0) this.#publish(changed);
    this.#recording.request();
  }

  /** @throws where the store is away */
  async #record(): Promise<void> {
    await this.#load();
    const { clock, mirror, reads } = this.#deps;
    await this.#collections.refresh();
    await this.acknowledgements.refresh();
    await this.acknowledgements.review();
    await this.#schedules.flush();
    if (Math.abs(clock.now() - this.#aliveAt) >= ALIVE_EVERY_MS) {
      this.#aliveAt = clock.now();
      await this.outages.noteAlive();
    }
    if (reads() && mirror.ready) {
      const { health, inventory } = mirror;
      await this.outages.note({
        'enterprise-manager': health.state === 'down' ? health.since : null,
        collection: inventory.silentSince(mirror.now()),
      });
      if (health.state === 'ok') await this.#watch.requestCollections();
    }
    this.#outage.end();
  }

  #jobOf(id: Guid): (AcknowledgedJob & { name: string }) | undefined {
    const { mirror, causes } = this.#deps;
    const job = mirror.inventory.job(id);
    if (job === undefined) return undefined;
    const runs = mirror.inventory.runsOf(id);
    const state = stateOf(runs);
    const late = this.#watch.of(id);
    const kinds: AttentionKind[] = [
      ...(state === 'failed' || state === 'unknown' ? ['failed' as const] : []),
      ...(late?.overdue ? ['overdue' as const] : []),
      ...(late?.hung ? ['hung' as const] : []),
    ];
    const over = runs.values().find(isOver);
    return {
      name: job.name,
      kinds,
      over: over === undefined ? null : { id: over.id, isGood: isGood(over), hasFailed: over.result === 'failed' },
      causeKeys: over === undefined ? [] : causes.keysOf(id, over.id),
      isScheduleOff: job.scheduleEnabled === false || job.scheduleConfigured === false,
    };
  }

  #publish(ids: readonly Guid[]): void {
    for (const changed of this.#changed) for (const id of ids) changed.add(id);
    for (const listener of this.#listeners) listener();
  }

  #couldNot(error: unknown): void {
    if (this.#outage.isDue())
      this.#deps.logger.warn(
        { event: 'attention.not-recorded', err: error },
        'attention could not be read or written; it will be tried again',
      );
  }
}
