type About = { job: { id: string } };

type Report<O> = (outcomes: readonly O[]) => void;

/** A retry on its way: who waits for what becomes of it, what is known of it so far, and when no more is to come. */
type Entry<O> = { reports: Report<O>[]; last: O | null; over: Promise<void> };

/**
 * Retries on their way, by job: each is requested once. A second request for a job on its way waits with
 * the first and gets the same answer.
 */
export class InFlight<O extends About> {
  readonly #entries = new Map<string, Entry<O>>();
  readonly #isLast: (outcome: O) => boolean;

  /** `isLast`: no more is to come of its job, so it can be requested again. */
  constructor(isLast: (outcome: O) => boolean) {
    this.#isLast = isLast;
  }

  /** The jobs whose retry is on its way. */
  ids(): ReadonlySet<string> {
    return new Set(this.#entries.keys());
  }

  /** Calls `send` for the jobs that are free, and reports on all of them. Resolves when nothing more is to come for any. */
  async request<J extends About['job']>(
    jobs: readonly J[],
    report: Report<O>,
    send: (free: readonly J[], receive: Report<O>) => Promise<void>,
  ): Promise<void> {
    const busy = jobs.flatMap(({ id }) => this.#entries.get(id) ?? []);
    const free = jobs.filter(({ id }) => !this.#entries.has(id));
    for (const entry of busy) entry.reports.push(report);
    const known = busy.flatMap(({ last }) => last ?? []);
    if (known.length > 0) report(known);
    await Promise.all([...busy.map(({ over }) => over), free.length > 0 ? this.#send(free, report, send) : null]);
  }

  async #send<J extends About['job']>(
    free: readonly J[],
    report: Report<O>,
    send: (free: readonly J[], receive: Report<O>) => Promise<void>,
  ): Promise<void> {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const own = new Map(free.map(({ id }): [string, Entry<O>] => [id, { reports: [report], last: null, over }]));
    for (const [id, entry] of own) this.#entries.set(id, entry);
    const leave = (id: string) => this.#entries.get(id) === own.get(id) && this.#entries.delete(id);
    try {
      await send(free, (outcomes) => {
        for (const outcome of outcomes) if (this.#isLast(outcome)) leave(outcome.job.id);
        reportAll(own, outcomes);
      });
    } finally {
      for (const id of own.keys()) leave(id);
      end();
    }
  }
}

/** Each receives at once what concerns it. */
function reportAll<O extends About>(entries: ReadonlyMap<string, Entry<O>>, outcomes: readonly O[]): void {
  const received = new Map<Report<O>, O[]>();
  for (const outcome of outcomes) {
    const entry = entries.get(outcome.job.id);
    if (entry === undefined) continue;
    entry.last = outcome;
    for (const report of entry.reports) {
      const its = received.get(report);
      if (its) its.push(outcome);
      else received.set(report, [outcome]);
    }
  }
  for (const [report, its] of received) report(its);
}
