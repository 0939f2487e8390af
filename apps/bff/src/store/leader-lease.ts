import { sql } from 'kysely';
import type { Store } from './open-store.ts';
import { databaseNow } from './shared-clock.ts';

/** How long a lease lasts without renewal: after this another process takes over from one that died or was stopped. */
const HELD_MS = 10_000;
const RENEW_MS = 3_000;
/** By our own clock less than `HELD_MS`, so that we stop before another may begin. */
const SURE_MS = 8_000;

/** `alone`: the database does not respond, so that the holder of the lease is unknown. */
type LeaseState = 'mine' | 'others' | 'alone';

export type LeaderLease = {
  readonly owner: string;
  /** The certain state at this moment; a process that was stopped for a while has lost the lease before it can ask. */
  state(): LeaseState;
  /** Tries to take or renew the lease now, then again and again. */
  start(): Promise<void>;
  /** Releases the lease, so that another process need not wait. */
  stop(): Promise<void>;
};

/**
 * A lease that one process of many holds. A lock of the connection would not do: a process that is stopped keeps its
 * connection and would keep the lock. Only for PostgreSQL. `steady`: milliseconds by a clock that nobody sets.
 */
export function createLeaderLease(
  store: Store,
  name: string,
  owner: string,
  steady: () => number = () => performance.now(),
): LeaderLease {
  let state: LeaseState = 'alone';
  let sureUntil = 0;
  /** The last question was not answered. */
  let unanswered = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function renew(): Promise<void> {
    const askedAt = steady();
    const until = sql<number>`${databaseNow} + ${HELD_MS}`;
    const taken = await store.db
      .insertInto('duties')
      .values({ name, owner, until })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ owner, until })
          .where((where) =>
            where.or([
              where('duties.owner', '=', owner),
              where('duties.until', '<', databaseNow),
              // Nobody takes it for so long: the database's own clock has been set back since.
              where('duties.until', '>', sql<number>`${databaseNow} + ${2 * HELD_MS}`),
            ]),
          ),
      )
      .returning('owner')
      .executeTakeFirst();
    state = taken === undefined ? 'others' : 'mine';
    sureUntil = askedAt + SURE_MS;
    unanswered = false;
  }

  async function renewLoop(): Promise<void> {
    await renew().catch(() => {
      unanswered = true;
    });
    if (!stopped) timer = setTimeout(() => void renewLoop(), RENEW_MS);
  }

  return {
    owner,
    state() {
      if (steady() <= sureUntil) return state;
      // After being stopped for a while this process has not asked yet; without an answer from the database the holder
      // is unknown.
      return unanswered ? 'alone' : state === 'mine' ? 'others' : state;
    },
    start: renewLoop,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await store.db.deleteFrom('duties').where('name', '=', name).where('owner', '=', owner).execute();
    },
  };
}
