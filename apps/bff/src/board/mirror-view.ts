import type { Guid, Instant } from '@retry-desk/em-client';
import type { Mirror } from '#mirror/mirror.ts';
import { type AllRows, createAllRows } from './all-rows.ts';
import { type BoardView, unknownView } from './counts.ts';
import { IncrementalView } from './incremental-view.ts';
import type { Known, KnownAttention, KnownCauses, KnownRetries } from './sources.ts';

/** The visible part of the mirror. */
export class MirrorView {
  readonly #mirror: Mirror;
  readonly #view: IncrementalView;
  readonly #takeLate: () => ReadonlySet<Guid>;
  /** Rows of all jobs by name, as of the last view. */
  readonly rows: AllRows;

  constructor(
    mirror: Mirror,
    causeOf: KnownCauses['of'],
    attention: KnownAttention & { takeChanged: () => ReadonlySet<Guid> },
  ) {
    this.#takeLate = attention.takeChanged;
    this.#mirror = mirror;
    this.#view = new IncrementalView({ ...this.#lookups(), job: (id) => mirror.inventory.job(id), causeOf, attention });
    this.rows = createAllRows(this.#view);
  }

  /** Everything that is known; null before all that decides has been read once. */
  known(): Known | null {
    const { ready, inventory } = this.#mirror;
    return ready ? { ...this.#lookups(), jobs: inventory.jobs() } : null;
  }

  /** How far Enterprise Manager reaches, since when it is silent, and since when its runs have been read. */
  events(): { newestEventAt: Instant | null; silentSince: Instant | null; readSince: Instant | null } {
    const { inventory } = this.#mirror;
    const { newestEventAt, historyRead } = inventory;
    return { newestEventAt, silentSince: inventory.silentSince(this.#mirror.now()), readSince: historyRead.since() };
  }

  /** Before all that decides has been read once every number is unknown. */
  view(retries: KnownRetries): BoardView {
    const { ready, inventory } = this.#mirror;
    if (!ready) return unknownView(retries.cards);
    return this.#view.view(inventory.takeChanged().union(this.#takeLate()), retries, this.#mirror.now());
  }

  /** The last view, of these backup servers only. */
  part(servers: readonly string[]): BoardView {
    return this.#view.part(servers);
  }

  #lookups(): Pick<Known, 'runsOf' | 'machinesOf' | 'readSince'> {
    const { inventory, machines } = this.#mirror;
    return {
      runsOf: (id) => inventory.runsOf(id),
      machinesOf: (id) => machines.of(id),
      readSince: (id) => inventory.historyRead.since(id),
    };
  }
}
