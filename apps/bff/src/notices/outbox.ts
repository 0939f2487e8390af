import type { Notice, NoticeChannel } from '@retry-desk/contract';
import type { Kysely, Transaction } from 'kysely';
import { inSteps } from '#in-chunks.ts';
import { inParts } from '#store/in-parts.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import type { HeldNotice } from './after-quiet.ts';
import { resolves } from './bare-notice.ts';
import { groupFrom, memoryOf } from './group-memory.ts';
import type { Group } from './groups.ts';

/** A key as the store has it: the order of its notices, and the group while it fires, or rests. */
export type StoredKey = { seq: number; group: Group | null };

/** A notice and its key as it is after it. */
export type KeyedNotice = { notice: Notice; group: Group | null };

/** Another process has written notices of this key meanwhile: the memory of this one is out of date. */
export class KeyMovedError extends Error {
  override readonly name = 'KeyMovedError';
}

export type OutboxDeps = {
  store: Pick<Store, 'db'>;
  clock: { now(): number };
  /** The channels that are configured. */
  channels: readonly NoticeChannel[];
  /** The channels by which a notice leaves. */
  channelsOf(notice: Pick<Notice, 'event'>): readonly NoticeChannel[];
  /** Called after notices have entered the outbox. */
  onWritten(): void;
};

/** `channels`: where not those of its event. */
type Place = { seq: number; held: boolean; channels?: readonly NoticeChannel[] | undefined };

/** Notices in the store, each with a delivery for every channel it leaves by. */
export class Outbox {
  readonly #deps: OutboxDeps;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** Every key there has been, with the group of those that fire or rest. @throws where the store is away */
  async keys(): Promise<Map<string, StoredKey>> {
    const rows = await this.#deps.store.db.selectFrom('notice_keys').selectAll().execute();
    const keys = new Map<string, StoredKey>();
    for (const { key, seq, memory } of rows)
      keys.set(key, { seq, group: memory === '' ? null : await inSteps(groupFrom(memory)) });
    return keys;
  }

  /**
   * Writes notices and how far their keys have come, all or nothing. `known`: the keys as the caller has read them.
   * @throws KeyMovedError where another process was faster, and where the store is away
   */
  async writeKeyed(
    all: readonly KeyedNotice[],
    known: ReadonlyMap<string, StoredKey>,
    held: (notice: Notice) => boolean,
  ): Promise<Map<string, StoredKey>> {
    const { store } = this.#deps;
    const written = new Map<string, StoredKey>();
    const memories = new Map<Group, string>();
    for (const { group } of all) if (group !== null) memories.set(group, await inSteps(memoryOf(group)));
    await store.db.transaction().execute(async (trx) => {
      for (const { notice, group } of all) {
        const before = written.get(notice.key)?.seq ?? known.get(notice.key)?.seq ?? 0;
        const seq = before + 1;
        await moveKey(trx, notice, seq, (group && memories.get(group)) ?? '');
        await this.#insert(trx, notice, { seq, held: held(notice) });
        written.set(notice.key, { seq, group });
      }
    });
    this.#deps.onWritten();
    return written;
  }

  /** Writes a notice that is the only one of its key, in the transaction of what it reports. */
  async write(trx: Transaction<Database>, notice: Notice, held: boolean): Promise<void> {
    await this.#insert(trx, notice, { seq: 1, held });
  }

  /** A notice for one channel alone. @throws where the store is away */
  async writeFor(channel: NoticeChannel, notice: Notice): Promise<void> {
    const place = { seq: 1, held: false, channels: [channel] };
    await this.#deps.store.db.transaction().execute((trx) => this.#insert(trx, notice, place));
    this.#deps.onWritten();
  }

  /** Of each key that fires the newest notice that is not held back, where it leaves by this channel. @throws where the store is away */
  async firing(channel: NoticeChannel): Promise<Notice[]> {
    const { db } = this.#deps.store;
    const firing: Notice[] = [];
    for await (const rows of someAtOnce((after) => readFiring(db, after)))
      for (const { body, seq } of rows) {
        const notice = noticeFrom(body);
        if ((await this.#channelsSince(db, notice, seq)).includes(channel)) firing.push(notice);
      }
    return firing;
  }

  /** Notices that a quiet window holds back, oldest first of each key. @throws where the store is away */
  async held(): Promise<HeldNotice[]> {
    const { db } = this.#deps.store;
    const held: HeldNotice[] = [];
    for await (const rows of someAtOnce((after) => readHeld(db, after)))
      held.push(...rows.map(({ body, seq }) => ({ notice: headOf(noticeFrom(body)), seq })));
    return held;
  }

  /** Lets these go, drops the others that were held, and writes the summary, all or nothing. */
  async release(some: readonly HeldNotice[], ids: readonly string[], summary: Notice): Promise<void> {
    await this.#deps.store.db.transaction().execute(async (trx) => {
      const marked = await inParts(ids, async (part) => [
        await trx
          .updateTable('notices')
          .set({ held: 2 })
          .where('id', 'in', part)
          .where('held', '=', 1)
          .executeTakeFirst(),
      ]);
      const count = marked.reduce((sum, { numUpdatedRows }) => sum + Number(numUpdatedRows), 0);
      if (count !== ids.length) throw new KeyMovedError('another process has released them');
      await this.#insert(trx, summary, { seq: 1, held: false });
      for (const { notice, seq } of some) await this.#insertDeliveries(trx, notice, { seq });
    });
    this.#deps.onWritten();
  }

  async #insert(trx: Transaction<Database>, notice: Notice, { seq, held, channels }: Place): Promise<void> {
    const { id, key, event, status } = notice;
    const at = this.#deps.clock.now();
    const body = JSON.stringify(notice);
    const leavesBy = channels ?? (await this.#channelsFor(trx, notice, seq));
    // Nothing is held back of what would not be sent.
    const isHeld = held && leavesBy.length > 0;
    await trx
      .insertInto('notices')
      .values({ id, key, seq, event, status, at, body, held: isHeld ? 1 : 0 })
      .execute();
    if (!isHeld) await this.#insertDeliveries(trx, notice, { seq, channels: leavesBy });
  }

  async #insertDeliveries(
    trx: Transaction<Database>,
    notice: HeldNotice['notice'],
    { seq, channels: given }: Omit<Place, 'held'>,
  ): Promise<void> {
    const { id, key } = notice;
    const channels = given ?? (await this.#channelsFor(trx, notice, seq));
    if (channels.length === 0) return;
    const at = this.#deps.clock.now();
    const fresh = {
      attempts: 0,
      due_at: at,
      lease_owner: null,
      lease_until: 0,
      done_at: null,
      receipt: null,
      error: null,
    };
    await trx
      .insertInto('notice_deliveries')
      .values(channels.map((channel) => ({ notice_id: id, channel, key, seq, state: 'pending', at, ...fresh })))
      .execute();
  }

  /** The notice that resolves reaches all that received the one that fired, though this event is not sent any more. */
  async #channelsFor(
    trx: Transaction<Database>,
    notice: HeldNotice['notice'],
    seq: number,
  ): Promise<readonly NoticeChannel[]> {
    return resolves(notice) ? await this.#channelsSince(trx, notice, seq) : this.#deps.channelsOf(notice);
  }

  /** The channels of its event, and those by which notices of its key have left since that fires. */
  async #channelsSince(
    db: Kysely<Database>,
    notice: HeldNotice['notice'],
    seq: number,
  ): Promise<readonly NoticeChannel[]> {
    const { channels, channelsOf } = this.#deps;
    const now = channelsOf(notice);
    if (channels.every((channel) => now.includes(channel))) return now;
    const rows = await db
      .selectFrom('notice_deliveries')
      .select('channel')
      .distinct()
      .where('key', '=', notice.key)
      .where('seq', '>', seq - notice.number)
      .execute();
    const fired = new Set(rows.map(({ channel }) => channel));
    return channels.filter((channel) => now.includes(channel) || fired.has(channel));
  }
}

/** Notices that are read at once: each may list twenty jobs, and a quiet night may hold back thousands. */
const AT_ONCE = 100;
type Row = { key: string; seq: number; body: string };

/** All rows, some at once: `read` gives those that come after one. */
async function* someAtOnce(read: (after: Row | undefined) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let after: Row | undefined;
  do {
    const rows = await read(after);
    yield rows;
    after = rows.length < AT_ONCE ? undefined : rows.at(-1);
  } while (after !== undefined);
}

async function readHeld(db: Kysely<Database>, after: Row | undefined): Promise<Row[]> {
  return await db
    .selectFrom('notices')
    .select(['key', 'seq', 'body'])
    .where('held', '=', 1)
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where('key', '>', after?.key ?? ''),
          where.and([where('key', '=', after?.key ?? ''), where('seq', '>', after?.seq ?? 0)]),
        ]),
      ),
    )
    .orderBy('key')
    .orderBy('seq')
    .limit(AT_ONCE)
    .execute();
}

async function readFiring(db: Kysely<Database>, after: Row | undefined): Promise<Row[]> {
  return await db
    .selectFrom('notice_keys')
    .innerJoin('notices', 'notices.key', 'notice_keys.key')
    .select(['notices.key', 'notices.body', 'notices.seq'])
    .where('notice_keys.status', '=', 'firing')
    .where('notices.status', '=', 'firing')
    .where('notices.held', '!=', 1)
    .$if(after !== undefined, (query) => query.where('notice_keys.key', '>', after?.key ?? ''))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notices as later')
            .select('later.seq')
            .whereRef('later.key', '=', 'notices.key')
            .whereRef('later.seq', '>', 'notices.seq')
            .where('later.held', '!=', 1),
        ),
      ),
    )
    .orderBy('notice_keys.key')
    .limit(AT_ONCE)
    .execute();
}

/** As much of it as decides what becomes of it after a quiet window. */
function headOf({ id, key, event, status, number, at, subject }: Notice): HeldNotice['notice'] {
  return { id, key, event, status, number, at, subject };
}

/** @throws KeyMovedError where the key is not where the caller saw it */
async function moveKey(trx: Transaction<Database>, { key, status }: Notice, seq: number, memory: string) {
  const moved =
    seq === 1
      ? await trx
          .insertInto('notice_keys')
          .values({ key, seq, status, memory })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
      : await trx
          .updateTable('notice_keys')
          .set({ seq, status, memory })
          .where('key', '=', key)
          .where('seq', '=', seq - 1)
          .executeTakeFirst();
  const rows = 'numUpdatedRows' in moved ? moved.numUpdatedRows : moved.numInsertedOrUpdatedRows;
  if (rows !== 1n) throw new KeyMovedError(`notices of ${key} were written by another process`);
}

/** Written from a notice alone. */
export function noticeFrom(body: string): Notice {
  return JSON.parse(body);
}
