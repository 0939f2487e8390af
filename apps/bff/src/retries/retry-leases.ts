import { openRetryStates } from '@retry-desk/contract';
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { RetryRow } from '#store/retry-tables.ts';
import type { Database } from '#store/schema.ts';
import { databaseNow } from '#store/shared-clock.ts';
import { type DeskContext, FOLLOW_LEASE_MS, SEND_LEASE_MS } from './desk-context.ts';

type Leased = Pick<DeskContext, 'store' | 'owner' | 'settings'>;
type Where = ExpressionBuilder<Database, 'retries'>;

/** Leases end by the database's clock. The embedded journal has one process: its leases mean nothing to anybody. */
export function leaseFor(desk: Pick<DeskContext, 'store'>, ms: number): RawBuilder<number> | number {
  return desk.store.kind === 'sqlite' ? 0 : sql<number>`${databaseNow} + ${ms}`;
}

function followLease(desk: Leased): RawBuilder<number> | number {
  return leaseFor(desk, desk.settings.followLeaseMs ?? FOLLOW_LEASE_MS);
}

/** Whether a lease holds. One that ends later than any we make was made before the database's clock was set back. */
function holds(where: Where): Expression<SqlBool> {
  return where.and([
    where('lease_until', '>=', databaseNow),
    where('lease_until', '<=', sql<number>`${databaseNow} + ${2 * SEND_LEASE_MS}`),
  ]);
}

/** The embedded journal has one process: whatever an earlier one left open is ours at once. */
export async function takeOverAll(desk: DeskContext): Promise<void> {
  await desk.store.db
    .updateTable('retries')
    .set({ lease_owner: desk.owner })
    .where('state', 'in', openRetryStates)
    .execute();
}

/**
 * The open retries this process follows: on PostgreSQL those it already holds, those whose holder stopped renewing, and
 * those whose task is in the logon session that only this process has: nobody else sees what becomes of it.
 */
export async function leaseOpen(
  desk: Leased & Pick<DeskContext, 'inFlight'> & { em: Pick<DeskContext['em'], 'logonId'> },
): Promise<RetryRow[]> {
  const { db, kind } = desk.store;
  if (kind === 'sqlite') {
    return db.selectFrom('retries').selectAll().where('state', 'in', openRetryStates).orderBy('id').execute();
  }
  // Retries being sent keep their longer lease.
  const busy = [...desk.inFlight];
  return (
    db
      .updateTable('retries')
      .set({ lease_owner: desk.owner, lease_until: followLease(desk) })
      .where('state', 'in', openRetryStates)
      // One value, however many they are.
      .where(sql<boolean>`id <> all(${busy})`)
      .where((where) =>
        where.or([
          where('lease_owner', '=', desk.owner),
          where('lease_owner', 'is', null),
          where.not(holds(where)),
          where('logon_id', '=', desk.em.logonId),
        ]),
      )
      .returningAll()
      .execute()
  );
}

/**
 * Whether another process may be sending the request of this retry at this moment: it was recorded less than the
 * longest exchange ago. A dead process is given that long as well. The follower of the retry makes no difference.
 */
export async function mayBeOnItsWay({ store }: Pick<DeskContext, 'store'>, id: string): Promise<boolean> {
  if (store.kind === 'sqlite') return false;
  const since = sql<number>`${databaseNow} - coalesce(sent_at, requested_at)`;
  const young = await store.db
    .selectFrom('retries')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .where('phase', 'in', ['claimed', 'sending'])
    .where(sql<boolean>`${since} between ${-SEND_LEASE_MS} and ${SEND_LEASE_MS}`)
    .executeTakeFirst();
  return young !== undefined;
}

/** Releases everything we follow for the next process that checks. */
export async function releaseLeases(desk: Leased): Promise<void> {
  await desk.store.db
    .updateTable('retries')
    .set({ lease_until: 0 })
    .where('lease_owner', '=', desk.owner)
    .where('state', 'in', openRetryStates)
    .execute();
}

/** Renews our leases, also while a cycle or a call takes longer than a lease. */
export async function renewLeases(desk: Leased): Promise<void> {
  const until = followLease(desk);
  await desk.store.db
    .updateTable('retries')
    .set({ lease_until: until })
    .where('lease_owner', '=', desk.owner)
    .where((where) => where.or([where('lease_until', '<', until), where.not(holds(where))]))
    .where('state', 'in', openRetryStates)
    .execute();
}
