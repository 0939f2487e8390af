import type { EnterpriseManager, Guid, Instant, UnreadableElement } from '@retry-desk/em-client';
import type { Inventory } from '#mirror/inventory.ts';

const DAY = 24 * 60 * 60_000;
/** Jobs requested in one go, and side by side: one background read among others. */
const AT_ONCE = 4;
const IN_ONE_GO = 12;
/** Runs of a job that are requested. */
const NEWEST_OF_JOB = 5;

type StrayOwnersDeps = { em: Pick<EnterpriseManager, 'runs'>; inventory: Inventory };

/** A run that cannot be read, and the job that lists it. */
export type Owned = { element: UnreadableElement; jobId: Guid };

/**
 * Finds the job of an unreadable run that names none and was never read before (after a restart): each job that may
 * have begun it is asked for its own newest runs, a few at a time, the likeliest first.
 */
export class StrayOwners {
  readonly #deps: StrayOwnersDeps;
  #waiting: Guid[] | null = [];
  /** When the youngest of the runs without a known job began; null where one has no date. */
  #youngest: Instant | null = Number.NEGATIVE_INFINITY;

  constructor(deps: StrayOwnersDeps) {
    this.#deps = deps;
  }

  /** Whether jobs are still pending. */
  get isSearching(): boolean {
    return this.#waiting === null || this.#waiting.length > 0;
  }

  /** There is one more whose job is not known. */
  searchFor({ createdAt }: UnreadableElement): void {
    this.#waiting = null;
    if (this.#youngest === null || createdAt === null) this.#youngest = null;
    else this.#youngest = Math.max(this.#youngest, createdAt);
  }

  /** Requests the next few jobs. Returns the unreadable elements of their lists. @throws EmError */
  async ask(): Promise<Owned[]> {
    this.#waiting ??= this.#candidates();
    const found: Owned[] = [];
    for (let requested = 0; requested < IN_ONE_GO && this.#waiting.length > 0; requested += AT_ONCE) {
      const some = this.#waiting.splice(0, AT_ONCE);
      const lists = await Promise.all(some.map((jobId) => this.#unreadOf(jobId)));
      found.push(...lists.flat());
    }
    return (await this.#isFilterIgnored(found)) ? [] : found;
  }

  /** Jobs with no run known since: those that usually run at that time of the day first. */
  #candidates(): Guid[] {
    const { inventory } = this.#deps;
    const youngest = this.#youngest;
    const jobs = inventory.jobs().flatMap(({ id }) => {
      const [newest] = inventory.runsOf(id);
      if (newest === undefined || youngest === null) return { id, far: DAY };
      return newest.createdAt >= youngest ? [] : { id, far: farFromDays(youngest - newest.createdAt) };
    });
    return jobs.sort((a, b) => a.far - b.far).map(({ id }) => id);
  }

  async #unreadOf(jobId: Guid): Promise<Owned[]> {
    const elements: UnreadableElement[] = [];
    await this.#deps.em.runs({ jobId, limit: NEWEST_OF_JOB }, (element) => elements.push(element));
    return elements.filter((element) => element.jobId === null).map((element) => ({ element, jobId }));
  }

  /** A server that lists the same for every job proves nothing. */
  async #isFilterIgnored([first]: readonly Owned[]): Promise<boolean> {
    if (first === undefined) return false;
    const other = this.#deps.inventory.jobs().find(({ id }) => id !== first.jobId);
    if (other === undefined) return false;
    const theirs = await this.#unreadOf(other.id);
    const isIgnored = theirs.some(({ element }) => isSame(element, first.element));
    if (isIgnored) this.#waiting = [];
    return isIgnored;
  }
}

/** How far this is from a whole number of days. */
function farFromDays(ms: number): number {
  const over = ms % DAY;
  return Math.min(over, DAY - over);
}

function isSame(a: UnreadableElement, b: UnreadableElement): boolean {
  return a.id === b.id && a.createdAt === b.createdAt && a.why === b.why;
}
