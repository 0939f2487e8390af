import { EmError, type EnterpriseManager, type MachineResult } from '@retry-desk/em-client';
import type { Computers, LookedUp, NamedResult } from '#mirror/computers.ts';
import type { MachineHistory } from '#mirror/machine-history.ts';
import type { MachineResults } from '#mirror/machine-results.ts';
import { ForwardClock } from '#mirror/monotonic-clock.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Older runs whose machines are read in one poll, in four requests: nobody waits for them. */
export const RUNS_PER_POLL = 60;
/** Requests for names in one poll. */
const LOOKUPS_PER_POLL = 2;
/** The list of computers is read once an hour, a long one more seldom: each hundred of them is a request. */
const EVERY = { least: HOUR, perComputer: 720, most: 6 * HOUR };
/** A list that cannot be read is tried again after this time, then ever more seldom. */
const AGAIN_MS = 5 * MINUTE;

export type OlderReadsDeps = {
  em: Pick<EnterpriseManager, 'discoveredComputers' | 'newestResultsOf' | 'now'>;
  history: MachineHistory;
  machines: Pick<MachineResults, 'read'>;
  computers: Computers;
  clock: { now(): number };
  logger: Pick<StructuredLogger, 'info' | 'warn' | 'error'>;
};

/**
 * Reads that only the last good backups of machines need, a few with each poll and after everything else. One that fails is tried
 * again later and is no fault of the link: the polls before it show that.
 */
export class OlderReads {
  readonly #deps: OlderReadsDeps;
  readonly #time = new ForwardClock();
  readonly #outage: OutageLine;
  #step: Promise<void> | null = null;
  #beganAt = Number.NEGATIVE_INFINITY;
  #listDueAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #lookUpsDueAt = Number.NEGATIVE_INFINITY;
  /** Names of a request that failed are requested one by one. */
  readonly #alone = new Set<string>();

  constructor(deps: OlderReadsDeps) {
    this.#deps = deps;
    this.#outage = new OutageLine(deps.clock);
  }

  /**
   * Takes one step beside everything else, unless one is being taken, or the last one began less than so many milliseconds ago.
   */
  begin(leastMs = 0): void {
    if (this.#step !== null || performance.now() - this.#beganAt < leastMs) return;
    this.#beganAt = performance.now();
    this.#step = this.#takeStep()
      .then(
        () => {
          if (this.#outage.end())
            this.#deps.logger.info({ event: 'em.older-reads-again' }, 'older backups of machines are read again');
        },
        (error: unknown) => {
          if (this.#outage.isDue())
            this.#deps.logger.error(
              { event: 'em.older-reads-failed', err: error },
              'older backups of machines could not be read',
            );
        },
      )
      .finally(() => {
        this.#step = null;
      });
  }

  /** Waits for the step that is being taken. */
  async drained(): Promise<void> {
    await this.#step;
  }

  async #takeStep(): Promise<void> {
    const at = this.#time.at(this.#deps.clock.now());
    await this.#olderRuns();
    if (at >= this.#listDueAt) await this.#list(at);
    for (let request = 0; request < LOOKUPS_PER_POLL; request += 1) if (!(await this.#lookUp(at))) break;
  }

  async #olderRuns(): Promise<void> {
    const { history, machines } = this.#deps;
    const missing = await history.missing(RUNS_PER_POLL);
    if (missing.length === 0) return;
    await machines.read(missing, false).catch(emErrorOf);
    // Taken at once: results that are of no use to the board do not stay for long.
    await history.missing(0);
  }

  async #list(at: number): Promise<void> {
    const { em, computers, logger } = this.#deps;
    let unreadable = 0;
    try {
      const list = await em.discoveredComputers(() => {
        unreadable += 1;
      });
      computers.take(list, unreadable, em.now());
      this.#failures = 0;
      this.#listDueAt = at + Math.min(Math.max(EVERY.least, list.length * EVERY.perComputer), EVERY.most);
    } catch (error) {
      const { brief } = emErrorOf(error);
      if (computers.failing === null)
        logger.warn(
          { event: 'em.computers-unreadable', reason: brief },
          'the computers of protection groups could not be read',
        );
      computers.failed(brief, em.now());
      this.#listDueAt = at + Math.min(AGAIN_MS * 2 ** this.#failures, EVERY.most);
      this.#failures += 1;
    }
  }

  /** Whether there was one to look up. */
  async #lookUp(at: number): Promise<boolean> {
    const { em, computers } = this.#deps;
    const next = computers.nextNames(at);
    const [first] = next;
    if (first === undefined || at < this.#lookUpsDueAt) return false;
    const names = this.#alone.has(first) ? [first] : next.filter((name) => !this.#alone.has(name));
    try {
      const { results, isWhole } = await em.newestResultsOf(names);
      const of = byName(results);
      // Where the page ends before the results do, a machine that is not on it may be on a later one.
      if (!isWhole && names.length > 1) for (const name of names) this.#alone.add(name);
      else this.#takeLookedUp(names, (name) => ({ results: of.get(name) ?? [], isWhole }), at);
    } catch (error) {
      if (!emErrorOf(error).isOfThisQuestion) {
        this.#lookUpsDueAt = at + MINUTE;
        return false;
      }
      if (names.length > 1) for (const name of names) this.#alone.add(name);
      else this.#takeLookedUp(names, () => 'refused', at);
    }
    return true;
  }

  #takeLookedUp(names: readonly string[], found: (name: string) => LookedUp, at: number): void {
    for (const name of names) this.#alone.delete(name);
    this.#deps.computers.takeLookedUp(names, found, at);
  }
}

function byName(results: readonly MachineResult[]): Map<string, NamedResult[]> {
  const of = new Map<string, NamedResult[]>();
  for (const { machine, runId, result, endedAt, reason } of results) {
    const name = machine.toLowerCase();
    const own: NamedResult = { machine, runId, result, endedAt, reason };
    const known = of.get(name);
    if (known === undefined) of.set(name, [own]);
    else known.push(own);
  }
  return of;
}

/** The error, if it is one of Enterprise Manager's. @throws every other */
function emErrorOf(error: unknown): EmError {
  if (error instanceof EmError) return error;
  throw error;
}
