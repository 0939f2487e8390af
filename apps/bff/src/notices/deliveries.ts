import type { NoticeChannel } from '@retry-desk/contract';
import { type Kysely, sql } from 'kysely';
import { inParts } from '#store/in-parts.ts';
import type { NoticeTables } from '#store/notice-tables.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';

export type DeliveryRow = NoticeTables['notice_deliveries'];
export type ChannelRow = NoticeTables['notice_channels'];
/** A delivery that this process alone may make, until its lease ends. */
export type Claim = { delivery: DeliveryRow; body: string };

/** Longer than the longest attempt: nobody else tries before it has ended. */
const LEASE_MS = 30_000;
/** The longest delay between two attempts. */
export const LONGEST_DELAY_MS = 15 * 60_000;
/** A moment further ahead than any that is written: the clock has been set back since. */
const FAR_MS = 2 * LONGEST_DELAY_MS;
/** The keys of tests. */
const TEST_KEYS = 'test:%';

/** `isFailing`: whether the last attempt through the channel found that it does not work. */
type Claiming = { channel: NoticeChannel; owner: string; now: number; most: number; isFailing: boolean };

/**
 * Claims what is due, new tests first, then by age: of each key only the first that is still pending, so that nothing is
 * delivered before what came before it. A channel that fails is tried with what was tried least: one notice that breaks the
 * other side holds up no other. @throws where the store is away
 */
export async function claimDue(db: Store['db'], claiming: Claiming): Promise<Claim[]> {
  const { channel, owner, now } = claiming;
  // A person waits for the outcome of a test.
  const tests = await selectDue(db, claiming)
    .where('delivery.key', 'like', TEST_KEYS)
    .where('delivery.attempts', '=', 0)
    .execute();
  const due = tests.length > 0 ? tests : await selectDue(db, claiming).execute();
  const claims: Claim[] = [];
  for (const { body, ...delivery } of due) {
    const lease = { lease_owner: owner, lease_until: now + LEASE_MS, attempts: delivery.attempts + 1 };
    const { numUpdatedRows } = await db
      .updateTable('notice_deliveries')
      .set(lease)
      .where('notice_id', '=', delivery.notice_id)
      .where('channel', '=', channel)
      .where('state', '=', 'pending')
      .where('attempts', '=', delivery.attempts)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) claims.push({ delivery: { ...delivery, ...lease }, body });
  }
  return claims;
}

function selectDue(db: Store['db'], { channel, now, most, isFailing }: Claiming) {
  return db
    .selectFrom('notice_deliveries as delivery')
    .innerJoin('notices', 'notices.id', 'delivery.notice_id')
    .selectAll('delivery')
    .select('notices.body')
    .where('delivery.channel', '=', channel)
    .where('delivery.state', '=', 'pending')
    .where((where) => where.or([where('due_at', '<=', now), where('due_at', '>', now + FAR_MS)]))
    .where((where) => where.or([where('lease_until', '<=', now), where('lease_until', '>', now + FAR_MS)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notice_deliveries as earlier')
            .select(sql.lit(1).as('one'))
            .where('earlier.channel', '=', channel)
            .where('earlier.state', '=', 'pending')
            .whereRef('earlier.key', '=', 'delivery.key')
            .whereRef('earlier.seq', '<', 'delivery.seq'),
        ),
      ),
    )
    .$if(isFailing, (query) => query.orderBy('delivery.attempts'))
    .orderBy('delivery.at')
    .orderBy('delivery.seq')
    .limit(most);
}

/** The outcome of an attempt, while the lease is ours. Whether it was. @throws where the store is away */
export async function finish(
  db: Kysely<Database>,
  { notice_id, channel, lease_owner, attempts }: DeliveryRow,
  set: Partial<Pick<DeliveryRow, 'state' | 'due_at' | 'done_at' | 'receipt' | 'error'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('notice_deliveries')
    .set({ ...set, lease_owner: null, lease_until: 0 })
    .where('notice_id', '=', notice_id)
    .where('channel', '=', channel)
    .where('lease_owner', '=', lease_owner)
    .where('attempts', '=', attempts)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Has the newest notice of these keys delivered again, where it resolves: what fired was posted once more while it was on its
 * way, and may have arrived after it. @throws where the store is away
 */
export async function resolveAgain(
  db: Store['db'],
  channel: NoticeChannel,
  keys: readonly string[],
  now: number,
): Promise<void> {
  await inParts(keys, async (part) => [
    await db
      .updateTable('notice_deliveries')
      // Without its lease an attempt on its way does not count.
      .set({ state: 'pending', due_at: now, done_at: null, lease_owner: null, lease_until: 0 })
      .where('channel', '=', channel)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('notice_keys')
            .select('notice_keys.key')
            .where('notice_keys.key', 'in', part)
            .where('status', '=', 'resolved')
            .whereRef('notice_keys.key', '=', 'notice_deliveries.key')
            .whereRef('notice_keys.seq', '=', 'notice_deliveries.seq'),
        ),
      )
      .execute(),
  ]);
}

/** The leases of a process that is no more: where one process alone holds the store, at its start. */
export async function releaseOthers(db: Store['db'], owner: string): Promise<void> {
  await db
    .updateTable('notice_deliveries')
    .set({ lease_owner: null, lease_until: 0 })
    .where('lease_until', '>', 0)
    .where('lease_owner', '!=', owner)
    .execute();
}

const working: Omit<ChannelRow, 'channel'> = {
  failing_since: null,
  failures: 0,
  due_at: 0,
  delivered_at: null,
  error: null,
  error_at: null,
};

/** The health of a channel; one that was never tried works. */
export async function readChannel(db: Store['db'], channel: NoticeChannel): Promise<ChannelRow> {
  const row = await db.selectFrom('notice_channels').selectAll().where('channel', '=', channel).executeTakeFirst();
  return row ?? { channel, ...working };
}

export async function writeChannel(db: Kysely<Database>, row: ChannelRow): Promise<void> {
  const { channel, ...set } = row;
  await db
    .insertInto('notice_channels')
    .values(row)
    .onConflict((conflict) => conflict.column('channel').doUpdateSet(set))
    .execute();
}

/** The newest deliveries with the notices they carry, newest first. */
export async function readNewest(db: Store['db'], most: number): Promise<(DeliveryRow & { body: string })[]> {
  return await db
    .selectFrom('notice_deliveries as delivery')
    .innerJoin('notices', 'notices.id', 'delivery.notice_id')
    .selectAll('delivery')
    .select('notices.body')
    .orderBy('delivery.at', 'desc')
    .orderBy('delivery.notice_id')
    .orderBy('delivery.channel')
    .limit(most)
    .execute();
}

/** So long notices stay readable. */
const STORED_MS = 90 * 24 * 60 * 60_000;

/** Removes what has been delivered or given up long ago, and keys that have nothing left. @throws where the store is away */
export async function pruneNotices(db: Store['db'], now: number): Promise<void> {
  const isOld = now - STORED_MS;
  // Keys that fire are posted again, and resolved where they were delivered, however long ago that was.
  const firing = db.selectFrom('notice_keys').select('key').where('status', '=', 'firing');
  await db
    .deleteFrom('notice_deliveries')
    .where('state', '!=', 'pending')
    .where('at', '<', isOld)
    .where('key', 'not in', firing)
    .execute();
  await db
    .deleteFrom('notices')
    .where('at', '<', isOld)
    .where('key', 'not in', firing)
    .where('id', 'not in', (all) => all.selectFrom('notice_deliveries').select('notice_id'))
    .execute();
  await db
    .deleteFrom('notice_keys')
    .where('status', '=', 'resolved')
    .where('key', 'not in', (all) => all.selectFrom('notices').select('key'))
    .execute();
}

/** So long a notice waits for a channel that is not configured: processes may be restarted one by one. */
const UNCONFIGURED_MS = 24 * 60 * 60_000;

/** Gives up what waits for other channels than these: nobody would ever deliver it. @throws where the store is away */
export async function giveUpOthers(db: Store['db'], channels: readonly NoticeChannel[], now: number): Promise<void> {
  await db
    .updateTable('notice_deliveries')
    .set({ state: 'given-up', done_at: now, error: 'the channel is not configured any more' })
    .where('state', '=', 'pending')
    .where('at', '<', now - UNCONFIGURED_MS)
    .$if(channels.length > 0, (query) => query.where('channel', 'not in', channels))
    .execute();
}

/** Ends the delay of a channel that fails: it is tried now. @throws where the store is away */
export async function tryNow(db: Store['db'], channel: NoticeChannel): Promise<void> {
  await db.updateTable('notice_channels').set({ due_at: 0 }).where('channel', '=', channel).execute();
}

/** How many wait in the outbox, by channel. */
export async function countPending(db: Store['db']): Promise<Map<NoticeChannel, number>> {
  const rows = await db
    .selectFrom('notice_deliveries')
    .select(['channel', (count) => count.fn.countAll().as('pending')])
    .where('state', '=', 'pending')
    .groupBy('channel')
    .execute();
  return new Map(rows.map(({ channel, pending }) => [channel, Number(pending)]));
}
