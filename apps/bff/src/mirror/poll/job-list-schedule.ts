const MINUTE = 60_000;

/** The list of jobs is read so much less often for each job it has; where their number can be asked for meanwhile, seldom. */
const COUNTED = { perJob: 360, most: 60 * MINUTE };
const UNCOUNTED = { perJob: 60, most: 10 * MINUTE };

/** Keeps when the list of jobs has to be read. Moments never go back. */
export class JobBeat {
  #begunAt = Number.NEGATIVE_INFINITY;
  #listed = 0;
  #missing = 0;
  #wanted = false;
  /** Lists in a row that could not be read. */
  #failures = 0;
  /** Null: this Enterprise Manager tells no number. */
  #told: number | null = 0;

  /** A list is being read. */
  begun(at: number): void {
    this.#begunAt = at;
    this.#wanted = false;
  }

  /** The list could not be read. */
  failed(): void {
    this.#failures += 1;
  }

  /** A list was read; `missing` jobs are known and not in it: the next list says whether they are gone. */
  read(listed: number, missing: number): void {
    this.#listed = listed;
    this.#missing = missing;
    this.#failures = 0;
  }

  /** There is a job that is not known. */
  want(): void {
    this.#wanted = true;
  }

  /** A number that has changed means a job that is new or gone; it may always have been another than that of the list. */
  told(count: number | null): void {
    if (count !== null && count !== this.#listed && count !== this.#told) this.want();
    this.#told = count;
  }

  isDue(at: number): boolean {
    const { perJob, most } = this.#told === null ? UNCOUNTED : COUNTED;
    // A list is long: one that cannot be read is tried again after a minute, then ever more seldom.
    if (this.#failures > 0) return at - this.#begunAt >= Math.min(MINUTE * 2 ** (this.#failures - 1), most);
    const everyMs = this.#missing > 0 ? MINUTE : Math.min(Math.max(MINUTE, this.#listed * perJob), most);
    return this.#wanted || at - this.#begunAt >= everyMs;
  }
}
