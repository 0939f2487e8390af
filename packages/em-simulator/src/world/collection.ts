const MINUTE = 60_000;

/** When Enterprise Manager last collected from each backup server: it knows nothing younger (reference 13.0, POST /backupServers/{ID}?action=collect). */
export class Collection {
  #minutes: number;
  readonly #speed: number;
  readonly #asked = new Map<string, number>();

  constructor(minutes: number, speed: number) {
    this.#minutes = minutes;
    this.#speed = speed;
  }

  /** Sets the interval; 0 lets everything be seen at once. */
  setMinutes(minutes: number): void {
    this.#minutes = minutes;
  }

  /** Whether everything is known as it happens. */
  get isImmediate(): boolean {
    return this.#minutes === 0;
  }

  /** Notes a collection on request that ends at that time. */
  collectAt(serverId: string, at: number): void {
    this.#asked.set(serverId, at);
  }

  /** The time up to which the server's sessions are known at `now`. */
  knownUntil(serverId: string, now: number): number {
    if (this.#minutes === 0) return now;
    const interval = (this.#minutes * MINUTE) / this.#speed;
    const regular = Math.floor(now / interval) * interval;
    const asked = this.#asked.get(serverId) ?? 0;
    return asked <= now ? Math.max(regular, asked) : regular;
  }
}
