import { EmError, type EnterpriseManager, type Instant, isOver, type Run } from '@retry-desk/em-client';

type Edge = 'createdSince' | 'endedSince';

/** Enterprise Manager's answer to a request for all runs since a moment; `count` is null where it gives none. */
type Answer = { since: Instant; count: number | null; runs: readonly Run[]; complete: boolean };

/**
 * The runs that every poll requests: those since a moment a little before the newest event. While nothing happens that
 * moment stays, and an unchanged count proves that they are still the same: only otherwise are they read.
 */
export class OverlapWindow {
  readonly #em: Pick<EnterpriseManager, 'runs' | 'runCount'>;
  readonly #last = new Map<Edge, Answer>();

  constructor(em: Pick<EnterpriseManager, 'runs' | 'runCount'>) {
    this.#em = em;
  }

  /** Runs that are new or may have changed. `taken` has to be called when they have been taken. @throws EmError */
  async read(since: Instant): Promise<{ runs: Run[]; taken: () => void }> {
    const [created, ended] = await Promise.all([this.#ask('createdSince', since), this.#ask('endedSince', since)]);
    return {
      runs: [...created.runs, ...ended.runs],
      taken: () => {
        this.#last.set('createdSince', { ...created, runs: [] });
        this.#last.set('endedSince', { ...ended, runs: [] });
      },
    };
  }

  async #ask(edge: Edge, since: Instant): Promise<Answer> {
    const last = this.#last.get(edge);
    if (last?.since !== since || last.count === null) {
      const runs = await this.#em.runs({ [edge]: since });
      return { since, count: last?.since === since ? null : runs.length, runs, complete: runs.every(isComplete) };
    }
    // Counted before it is read: a run in between makes the next count larger, and is read twice.
    const count = await this.#count(edge, since);
    if (count === last.count && last.complete) return last;
    const runs = await this.#em.runs({ [edge]: since });
    return { since, count, runs, complete: runs.every(isComplete) };
  }

  /** A server that refuses to count can still be read. */
  async #count(edge: Edge, since: Instant): Promise<number | null> {
    try {
      return await this.#em.runCount({ [edge]: since });
    } catch (error) {
      if (error instanceof EmError && !error.isSilence) return null;
      throw error;
    }
  }
}

/** A run whose end appeared before its result or its state changes once more, without a change of the count. */
function isComplete(run: Run): boolean {
  if (!isOver(run)) return run.endedAt === null;
  return run.result !== 'none' && run.result !== 'unknown';
}
