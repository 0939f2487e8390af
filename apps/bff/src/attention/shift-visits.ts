import type { Instant } from '@retry-desk/em-client';
import type { Store } from '#store/open-store.ts';

/** Looks at the hand-over within this time belong to one visit. */
const ONE_VISIT_MS = 30 * 60_000;

/** When each person looked at the hand-over last. */
export class ShiftVisits {
  readonly #db: Store['db'];
  readonly #clock: { now(): number };

  constructor({ db }: Pick<Store, 'db'>, clock: { now(): number }) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The last visit that is over; null where there was none. @throws where the store is away */
  async lastOf(person: string): Promise<Instant | null> {
    const row = await this.#of(person);
    if (row === undefined) return null;
    const last = this.#isOver(Number(row.at)) ? row.at : row.previous_at;
    return last === null ? null : Number(last);
  }

  /** @throws where the store is away */
  async note(person: string): Promise<void> {
    const at = this.#clock.now();
    const row = await this.#of(person);
    const previous_at = row !== undefined && this.#isOver(Number(row.at)) ? Number(row.at) : (row?.previous_at ?? null);
    await this.#db
      .insertInto('shift_visits')
      .values({ person, at, previous_at })
      .onConflict((conflict) => conflict.column('person').doUpdateSet({ at, previous_at }))
      .execute();
  }

  #of(person: string) {
    return this.#db.selectFrom('shift_visits').selectAll().where('person', '=', person).executeTakeFirst();
  }

  #isOver(at: Instant): boolean {
    return this.#clock.now() - at > ONE_VISIT_MS;
  }
}
