/** An outage that lasts is logged again after this long. */
const AGAIN_MS = 15 * 60_000;

/** When an outage is logged: as it begins, and every 15 minutes while it lasts, however often it is met. */
export class OutageLine {
  readonly #clock: { now(): number };
  #loggedAt: number | null = null;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** Whether the outage, met now, is to be logged now. */
  isDue(): boolean {
    const now = this.#clock.now();
    // A clock that was set back delays the next line by 15 minutes at most.
    if (this.#loggedAt !== null && Math.abs(now - this.#loggedAt) < AGAIN_MS) return false;
    this.#loggedAt = now;
    return true;
  }

  /** Whether there was an outage, which is over. */
  end(): boolean {
    const was = this.#loggedAt !== null;
    this.#loggedAt = null;
    return was;
  }
}
