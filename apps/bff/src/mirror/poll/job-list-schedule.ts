const MINUTE = 60_000;

/** The more jobs, the less often their list is read; seldom where their number can be requested in between. */
const COUNTED = { perJob: 360, most: 60 * MINUTE };
const UNCOUNTED = { perJob: 60, most: 10 * MINUTE };

/** When the list of jobs has to be read. Moments never go back. */
export class JobListSchedule {
  #beganAt = Number.NEGATIVE_INFINITY;
  #listed = 0;
  #missing = 0;
  #requested = false;
  /** Lists in a row that could not be read. */
  #failures = 0;
  /** Null: this Enterprise Manager gives no count. */
  #counted: number | null = 0;

  /** A list is being read. */
  began(at: number): void {
    this.#beganAt = at;
    this.#requested = false;
  }

  /** The list could not be read. */
  failed(): void {
    this.#failures += 1;
  }

  /** A list was read; `missing` jobs are known and not in it: the next list decides whether they are gone. */
  read(listed: number, missing: number): void {
    this.#listed = listed;
    this.#missing = missing;
    this.#failures = 0;
  }

  /** There is a job that is not known. */
  request(): void {
    this.#requested = true;
  }

  /** A number that has changed means a job that is new or gone; it may always have been another than that of the list. */
  counted(count: number | null): void {
    if (count !== null && count !== this.#listed && count !== this.#counted) this.request();
    this.#counted = count;
  }

  isDue(at: number): boolean {
    const { perJob, most } = this.#counted === null ? UNCOUNTED : COUNTED;
    // A list is long: one that cannot be read is tried again after a minute, then ever more seldom.
    if (this.#failures > 0) return at - this.#beganAt >= Math.min(MINUTE * 2 ** (this.#failures - 1), most);
    const everyMs = this.#missing > 0 ? MINUTE : Math.min(Math.max(MINUTE, this.#listed * perJob), most);
    return this.#requested || at - this.#beganAt >= everyMs;
  }
}
