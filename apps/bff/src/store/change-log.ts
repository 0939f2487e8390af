import { sql } from 'kysely';
import type { LeaderLease } from './leader-lease.ts';
import type { Store } from './open-store.ts';

/** Followers read every second: one that has not read for this long reads Enterprise Manager anew. */
const RETAINED_MS = 15 * 60_000;
const MOST_AT_ONCE = 200;

/** The changes that the leader publishes to the followers, in order. */
export type ChangeLog = {
  /** Appends, if the lease is still ours. False when it has passed to another process: nothing was written. */
  append(body: string, now: number): Promise<boolean>;
  /** The entries after that number; null where some of them are gone already. */
  after(seq: number): Promise<{ seq: number; body: string }[] | null>;
  /** The number of the newest; 0 before the first. */
  newest(): Promise<number>;
};

export function createChangeLog({ db }: Store, lease: Pick<LeaderLease, 'owner'>, leaseName: string): ChangeLog {
  let trimmedAt = 0;

  async function trim(now: number): Promise<void> {
    // The clock may have been set back since.
    if (Math.abs(now - trimmedAt) < RETAINED_MS / 10) return;
    trimmedAt = now;
    const newest = db.selectFrom('em_news').select((select) => select.fn.max('seq').as('seq'));
    // The newest stays, so that numbers go on from it.
    await db
      .deleteFrom('em_news')
      .where('at', '<', now - RETAINED_MS)
      .where('seq', '<', newest)
      .execute();
  }

  return {
    async append(body, now) {
      const written = await sql`insert into em_news (seq, at, body)
        select coalesce((select max(seq) from em_news), 0) + 1, ${now}, ${body}
        where exists (select 1 from duties where name = ${leaseName} and owner = ${lease.owner})`.execute(db);
      await trim(now);
      return written.numAffectedRows === 1n;
    },
    async after(seq) {
      const rows = await db
        .selectFrom('em_news')
        .select(['seq', 'body'])
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(MOST_AT_ONCE)
        .execute();
      return rows[0] !== undefined && rows[0].seq !== seq + 1 ? null : rows;
    },
    async newest() {
      const row = await db
        .selectFrom('em_news')
        .select((select) => select.fn.max('seq').as('seq'))
        .executeTakeFirst();
      return Number(row?.seq ?? 0);
    },
  };
}
