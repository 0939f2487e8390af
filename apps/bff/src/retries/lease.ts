import { openRetryStates } from '@retry-desk/contract';
import { sql } from 'kysely';
import type { RetryRow } from '#store/retry-tables.ts';
import { type DeskContext, FOLLOW_LEASE_MS } from './desk-context.ts';

/** The embedded journal has one process: whatever an earlier one left open is ours at once. */
export async function takeOverAll(desk: DeskContext): Promise<void> {
  await desk.store.db
    .updateTable('retries')
    .set({ lease_owner: desk.owner })
    .where('state', 'in', openRetryStates)
    .execute();
}

/** The open retries this process follows: on PostgreSQL those it already holds, and those whose holder stopped renewing. */
export async function leaseOpen(
  desk: Pick<DeskContext, 'store' | 'clock' | 'owner' | 'inFlight'>,
): Promise<RetryRow[]> {
  const { db, kind } = desk.store;
  if (kind === 'sqlite') {
    return db.selectFrom('retries').selectAll().where('state', 'in', openRetryStates).orderBy('id').execute();
  }
  const now = desk.clock.now();
  // Those on their way keep their longer lease.
  const busy = [...desk.inFlight];
  return (
    db
      .updateTable('retries')
      .set({ lease_owner: desk.owner, lease_until: now + FOLLOW_LEASE_MS })
      .where('state', 'in', openRetryStates)
      // One value, however many they are.
      .where(sql<boolean>`id <> all(${busy})`)
      .where((where) =>
        where.or([
          where('lease_owner', '=', desk.owner),
          where('lease_owner', 'is', null),
          where('lease_until', '<', now),
        ]),
      )
      .returningAll()
      .execute()
  );
}

/** Gives everything we follow to whoever looks next. */
export async function releaseLeases(desk: DeskContext): Promise<void> {
  await desk.store.db
    .updateTable('retries')
    .set({ lease_until: 0 })
    .where('lease_owner', '=', desk.owner)
    .where('state', 'in', openRetryStates)
    .execute();
}

/** Keeps what we follow, also while a round or a call takes longer than a lease. */
export async function renewLeases(desk: DeskContext): Promise<void> {
  const until = desk.clock.now() + FOLLOW_LEASE_MS;
  await desk.store.db
    .updateTable('retries')
    .set({ lease_until: until })
    .where('lease_owner', '=', desk.owner)
    .where('lease_until', '<', until)
    .where('state', 'in', openRetryStates)
    .execute();
}
