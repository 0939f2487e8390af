const MINUTE = 60_000;
/** How many requested collections are remembered for each backup server. */
const MOST_ASKED = 20;

/** How a collection behaves beside its interval. */
export type CollectionManner = {
  /** Milliseconds from the end of a `collect` task to its data; as long again as the task took where absent. */
  lateness?: number | undefined;
  /** Whether a task is finished only when Enterprise Manager has collected what it brought about. */
  holdsTasks?: boolean | undefined;
  /** From then on it collects only where somebody asks: Enterprise Manager can be set to that. */
  byHandSince?: number | undefined;
};

/** When Enterprise Manager last collected from each backup server: it has nothing younger (reference 13.0, POST /backupServers/{ID}?action=collect). */
export class Collection {
  #minutes: number;
  readonly #speed: number;
  readonly #manner: CollectionManner;
  #silentSince: number | undefined;
  /** When the data of the collections asked for arrive, oldest first. */
  readonly #asked = new Map<string, number[]>();

  constructor(minutes: number, speed: number, manner: CollectionManner = {}) {
    this.#minutes = minutes;
    this.#speed = speed;
    this.#manner = manner;
  }

  /** Sets the interval; 0 lets everything be seen at once. */
  setMinutes(minutes: number): void {
    this.#minutes = minutes;
  }

  /** From that time on nothing is collected unless somebody asks; undefined ends it. */
  setSilentSince(at: number | undefined): void {
    this.#silentSince = at;
  }

  /** Whether everything is known as it happens. */
  get isImmediate(): boolean {
    return this.#minutes === 0 && this.#stoppedSince === undefined;
  }

  get #stoppedSince(): number | undefined {
    return this.#silentSince ?? this.#manner.byHandSince;
  }

  get holdsTasks(): boolean {
    return this.#manner.holdsTasks ?? false;
  }

  /** Notes a collection on request whose data arrive at that time. */
  collectAt(serverId: string, at: number): void {
    const times = [...(this.#asked.get(serverId) ?? []), at].toSorted((left, right) => left - right);
    this.#asked.set(serverId, times.slice(-MOST_ASKED));
  }

  /** When the data arrive that a task asked for: its end only means that the collection has started. */
  arrivalOf({ begunAt, finishedAt }: { begunAt: number; finishedAt: number }): number {
    return finishedAt + (this.#manner.lateness ?? finishedAt - begunAt);
  }

  /** The time up to which the server's sessions are known at `now`. */
  knownUntil(serverId: string, now: number): number {
    if (this.isImmediate) return now;
    const asked = this.#asked.get(serverId)?.findLast((at) => at <= now) ?? 0;
    return Math.max(this.#regularUntil(now), asked);
  }

  #regularUntil(now: number): number {
    const until = Math.min(now, this.#stoppedSince ?? now);
    const interval = (this.#minutes * MINUTE) / this.#speed;
    return interval === 0 ? until : Math.floor(until / interval) * interval;
  }
}
