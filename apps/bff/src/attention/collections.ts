import { EmError, type EnterpriseManager, type Guid, type Instant } from '@retry-desk/em-client';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';

/** How often a collection is requested from one backup server for this, by all processes together. */
const EVERY_MS = 30 * 60_000;
/**
 * The task of a collection ends when it has begun (reference 13.0, POST /backupServers/{ID}?action=collect: "Data collection
 * started"): its data have arrived after this at the latest, as far as was seen.
 */
const ARRIVES_AFTER_MS = 10 * 60_000;
/** Whether its data ever come is not shown. A backup server is taken to be out of reach for no longer than this. */
const OUT_OF_REACH_MS = 6 * 60 * 60_000;

export type CollectionsDeps = {
  em: Pick<EnterpriseManager, 'collect'>;
  store: Pick<Store, 'db'>;
  /** Of what was collected by then nothing is missing: where two clocks differ, the earlier one. */
  clock: { now(): number };
  logger: StructuredLogger;
};

/**
 * Requests collections from backup servers of which Enterprise Manager has listed nothing new since a start was missed: what it
 * has not collected was not missed. All processes know of all requests.
 */
export class Collections {
  readonly #deps: CollectionsDeps;
  #requestedAt = new Map<Guid, Instant>();
  /** The last requests of which the data are there, or will not come. */
  readonly #arrivedAt = new Map<Guid, Instant>();

  constructor(deps: CollectionsDeps) {
    this.#deps = deps;
  }

  /** Up to when everything has been collected from a backup server, as far as requests show. */
  collectedUntil(serverId: Guid): Instant {
    const requestedAt = this.#requestedAt.get(serverId);
    if (requestedAt !== undefined && this.#deps.clock.now() >= requestedAt + ARRIVES_AFTER_MS)
      this.#arrivedAt.set(serverId, requestedAt);
    return (this.#arrivedAt.get(serverId) ?? 0) - OUT_OF_REACH_MS;
  }

  /** @throws where the store is away */
  async refresh(): Promise<void> {
    const rows = await this.#deps.store.db
      .selectFrom('collections')
      .select(['server_id', 'requested_at'])
      .where('answer', 'is not', null)
      .execute();
    this.#requestedAt = new Map(rows.map(({ server_id, requested_at }) => [server_id, Number(requested_at)]));
  }

  /** Requests one where none was lately. One that is refused counts as well: more than it lists cannot be known. @throws where the store is away */
  async request(serverId: Guid): Promise<void> {
    const { em, store, clock, logger } = this.#deps;
    const now = clock.now();
    if (Math.abs(now - (this.#requestedAt.get(serverId) ?? 0)) < EVERY_MS) return;
    const mayRequest = await store.db
      .insertInto('collections')
      .values({ server_id: serverId, requested_at: now, answer: null })
      .onConflict((conflict) =>
        conflict
          .column('server_id')
          .doUpdateSet({ requested_at: now, answer: null })
          .where((where) =>
            where.or([
              where('collections.requested_at', '<=', now - EVERY_MS),
              // Made before the clock was set back.
              where('collections.requested_at', '>', now + EVERY_MS),
            ]),
          ),
      )
      .returning('server_id')
      .executeTakeFirst();
    if (mayRequest === undefined) return;
    const answer = await em.collect(serverId).then(
      () => 'accepted' as const,
      (error: unknown) => {
        logger.warn(
          { event: 'em.collection-failed', err: error, server: serverId },
          'a collection could not be requested from Enterprise Manager',
        );
        return error instanceof EmError && error.isNo ? ('refused' as const) : null;
      },
    );
    await store.db.updateTable('collections').set({ answer }).where('server_id', '=', serverId).execute();
    await this.refresh();
  }
}
