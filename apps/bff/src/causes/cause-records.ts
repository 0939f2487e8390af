import type { Kysely } from 'kysely';
import type { CauseTables } from '#store/cause-tables.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';

/** Runs that failed for a cause are remembered this long, so "first seen" reaches no further back. */
const SIGHTINGS_DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;
/** Far below the parameters that one statement may have (SQLite 32 766, PostgreSQL 65 535). */
const ROWS_AT_ONCE = 500;

export type Sighting = CauseTables['cause_sightings'];
export type RetryCause = CauseTables['retry_causes'];
export type Outcome = NonNullable<RetryCause['outcome']>;

/** The past of one cause: when runs failed for it, and what retries did. */
export type CausePast = { firstAt: number | null; lastAt: number | null; tried: number; helped: number };

/**
 * The history of causes, in the store. Events are taken at once and written by `flush`; one that could not be written is
 * written by a later `flush`. Several processes may record the same event: it is stored once.
 */
export class CauseRecords {
  readonly #db: Kysely<Database>;
  readonly #clock: { now(): number };
  readonly #sightings = new Map<string, Sighting>();
  readonly #retries: RetryCause[] = [];
  readonly #outcomes: { retryId: string; key: string; outcome: Outcome }[] = [];
  #trimmedAt = 0;

  constructor({ db }: Pick<Store, 'db'>, clock: { now(): number }) {
    this.#db = db;
    this.#clock = clock;
  }

  takeSighting(sighting: Sighting): void {
    this.#sightings.set(`${sighting.run_id} ${sighting.cause_key}`, sighting);
  }

  takeRetry(rows: readonly RetryCause[]): void {
    this.#retries.push(...rows);
  }

  takeOutcome(retryId: string, key: string, outcome: Outcome): void {
    this.#outcomes.push({ retryId, key, outcome });
  }

  /** Writes what has been taken; resolves with the causes whose past may be another now. @throws where the store cannot be written */
  async flush(): Promise<Set<string>> {
    const keys = new Set<string>();
    for (let rows = this.#firstSightings(); rows.length > 0; rows = this.#firstSightings()) {
      await this.#insertSightings(rows.map(([, row]) => row));
      for (const [id, row] of rows) {
        keys.add(row.cause_key);
        // Not one that was taken meanwhile.
        if (this.#sightings.get(id) === row) this.#sightings.delete(id);
      }
    }
    while (this.#retries.length > 0) {
      const rows = this.#retries.slice(0, ROWS_AT_ONCE);
      await this.#db
        .insertInto('retry_causes')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      this.#retries.splice(0, rows.length);
    }
    for (let next = this.#outcomes[0]; next !== undefined; next = this.#outcomes[0]) {
      await this.#db
        .updateTable('retry_causes')
        .set({ outcome: next.outcome })
        .where('retry_id', '=', next.retryId)
        .where('cause_key', '=', next.key)
        .where('outcome', 'is', null)
        .execute();
      keys.add(next.key);
      this.#outcomes.shift();
    }
    await this.#trim();
    return keys;
  }

  /** The past of these causes. @throws where the store cannot be read */
  async past(keys: ReadonlySet<string>): Promise<Map<string, CausePast>> {
    const past = new Map<string, CausePast>();
    const wanted = [...keys];
    for (let from = 0; from < wanted.length; from += ROWS_AT_ONCE) {
      const some = wanted.slice(from, from + ROWS_AT_ONCE);
      for (const key of some) past.set(key, { firstAt: null, lastAt: null, tried: 0, helped: 0 });
      for (const { cause_key, first, last } of await this.#seen(some)) {
        const entry = past.get(cause_key);
        if (entry) Object.assign(entry, { firstAt: Number(first), lastAt: Number(last) });
      }
      for (const { cause_key, outcome, count } of await this.#tried(some)) {
        const entry = past.get(cause_key);
        if (entry === undefined) continue;
        entry.tried += Number(count);
        if (outcome === 'backed-up') entry.helped += Number(count);
      }
    }
    return past;
  }

  /** The causes recorded for these retries. @throws where the store cannot be read */
  async ofRetries(retryIds: readonly string[]): Promise<RetryCause[]> {
    const rows: RetryCause[] = [];
    for (let from = 0; from < retryIds.length; from += ROWS_AT_ONCE)
      rows.push(
        ...(await this.#db
          .selectFrom('retry_causes')
          .selectAll()
          .where('retry_id', 'in', retryIds.slice(from, from + ROWS_AT_ONCE))
          .execute()),
      );
    return rows;
  }

  /** How many runs of this job have failed for a cause since then. @throws where the store cannot be read */
  async timesOf(jobId: string, key: string, since: number): Promise<number> {
    const { count } = await this.#db
      .selectFrom('cause_sightings')
      .select((select) => select.fn.countAll().as('count'))
      .where('job_id', '=', jobId)
      .where('cause_key', '=', key)
      .where('at', '>=', since)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  #firstSightings(): [string, Sighting][] {
    return this.#sightings.entries().take(ROWS_AT_ONCE).toArray();
  }

  #insertSightings(rows: readonly Sighting[]): Promise<unknown> {
    return this.#db
      .insertInto('cause_sightings')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  #seen(keys: readonly string[]) {
    return this.#db
      .selectFrom('cause_sightings')
      .select((select) => ['cause_key', select.fn.min('at').as('first'), select.fn.max('at').as('last')])
      .where('cause_key', 'in', keys)
      .groupBy('cause_key')
      .execute();
  }

  #tried(keys: readonly string[]) {
    return this.#db
      .selectFrom('retry_causes')
      .select((select) => ['cause_key', 'outcome', select.fn.countAll().as('count')])
      .where('cause_key', 'in', keys)
      .where('outcome', 'is not', null)
      .groupBy(['cause_key', 'outcome'])
      .execute();
  }

  /** Once a day; the clock may have been set back since. */
  async #trim(): Promise<void> {
    const now = this.#clock.now();
    if (Math.abs(now - this.#trimmedAt) < DAY_MS) return;
    await this.#db
      .deleteFrom('cause_sightings')
      .where('at', '<', now - SIGHTINGS_DAYS * DAY_MS)
      .execute();
    this.#trimmedAt = now;
  }
}
