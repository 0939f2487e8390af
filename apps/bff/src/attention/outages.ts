import { randomUUID } from 'node:crypto';
import type { Outage } from '@retry-desk/contract';
import type { Instant } from '@retry-desk/em-client';
import { iso } from '#iso.ts';
import type { Store } from '#store/open-store.ts';

/** How often a process writes that it is alive. */
export const ALIVE_EVERY_MS = 60_000;
/** After this long without any process of ours, the desk was away: a restart takes seconds. */
const DESK_AWAY_MS = 3 * ALIVE_EVERY_MS;
/** Outages are stored longer than any hand-over reaches back. */
const STORED_MS = 90 * 24 * 60 * 60_000;

/** Since when each is away; null where it is not. */
export type Away = Record<Exclude<Outage['what'], 'desk'>, Instant | null>;

/** Times in which Enterprise Manager, its collection or the desk itself was away, in the store. */
export class Outages {
  readonly #db: Store['db'];
  readonly #clock: { now(): number };
  /** This process runs since then, whether the store was there or not. */
  readonly #begunAt: Instant;

  constructor({ db }: Pick<Store, 'db'>, clock: { now(): number }) {
    this.#db = db;
    this.#clock = clock;
    this.#begunAt = clock.now();
  }

  /** Writes the time for which no process was alive, where it was long. Called once, before `alive`. @throws where the store is away */
  async noteStart(): Promise<void> {
    const begunAt = this.#begunAt;
    const last = await this.#db.selectFrom('desk_alive').select('at').where('name', '=', 'desk').executeTakeFirst();
    if (last === undefined || begunAt - Number(last.at) < DESK_AWAY_MS) return;
    await this.#db
      .insertInto('outages')
      .values({ id: randomUUID(), what: 'desk', from_at: Number(last.at), until_at: begunAt })
      .execute();
  }

  /** @throws where the store is away */
  async noteAlive(): Promise<void> {
    const at = this.#clock.now();
    await this.#db
      .insertInto('desk_alive')
      .values({ name: 'desk', at })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }))
      .execute();
    await this.#db
      .deleteFrom('outages')
      .where('until_at', '<', at - STORED_MS)
      .execute();
  }

  /** Begins and ends outages by what is away now. @throws where the store is away */
  async note(away: Away): Promise<void> {
    const open = await this.#db.selectFrom('outages').selectAll().where('until_at', 'is', null).execute();
    for (const [what, since] of Object.entries(away) as [keyof Away, Instant | null][]) {
      const row = open.find((each) => each.what === what);
      if (since !== null && row === undefined)
        await this.#db
          .insertInto('outages')
          .values({ id: randomUUID(), what, from_at: since, until_at: null })
          // Another process may have been first.
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      if (since === null && row !== undefined)
        await this.#db.updateTable('outages').set({ until_at: this.#clock.now() }).where('id', '=', row.id).execute();
    }
  }

  /** Those that reach into the time since then, oldest first. @throws where the store is away */
  async since(moment: Instant): Promise<Outage[]> {
    const rows = await this.#db
      .selectFrom('outages')
      .selectAll()
      .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>=', moment)]))
      .orderBy('from_at')
      .execute();
    return rows.map(({ what, from_at, until_at }) => ({
      what,
      from: iso(Number(from_at)),
      until: until_at === null ? null : iso(Number(until_at)),
    }));
  }
}
