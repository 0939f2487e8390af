import { type EnterpriseManager, type Guid, isOver, type MachineResult } from '@retry-desk/em-client';
import type { Change, MachineNews } from './change.ts';
import { ForwardClock } from './forward-clock.ts';
import type { RunRecord } from './run-record.ts';

/** Entries looked up for the page of a job, at most; those of the newest runs are bounded by the number of jobs. */
export const LOOKED_UP_LIMIT = 1_000;
/** Machine results of a run in progress are read again after this time. */
export const FRESH_MS = 5_000;
/** Those of an ended run that were not complete are read again after this time, then ever more seldom, for an hour. */
export const LATE_MS = 60_000;
const LATE_UNTIL_MS = 60 * 60_000;

type Entry = {
  results: readonly MachineResult[];
  readAt: number;
  /** When they were first read after the end of the run; null before it. By our own clock: Enterprise Manager may be late. */
  firstAt: number | null;
  /** Nothing more can come: never read again. */
  complete: boolean;
  /** Of use to the board: kept until told otherwise. */
  pinned: boolean;
};

export type Need = 'now' | 'later' | 'never';

/** Machine results of runs: read once when the run is over, kept while they are of use. */
export class MachineResults {
  readonly #em: Pick<EnterpriseManager, 'machineResultsOf'>;
  readonly #clock: { now(): number };
  readonly #time = new ForwardClock();
  readonly #entries = new Map<Guid, Entry>();
  readonly #reading = new Map<Guid, Promise<void>>();
  readonly #told: (change: Change) => void;
  #version = 0;

  /** `told` hears of every change. */
  constructor(
    em: Pick<EnterpriseManager, 'machineResultsOf'>,
    clock: { now(): number },
    told: (change: Change) => void = () => undefined,
  ) {
    this.#em = em;
    this.#clock = clock;
    this.#told = told;
  }

  /** Counts changes. */
  get version(): number {
    return this.#version;
  }

  /** Undefined while they have not been read. */
  of(runId: Guid): readonly MachineResult[] | undefined {
    return this.#entries.get(runId)?.results;
  }

  /** Whether they have to be read, or read again, at once, some time or never. */
  needOf(run: RunRecord): Need {
    const entry = this.#entries.get(run.id);
    if (entry === undefined) return 'now';
    if (entry.complete) return 'never';
    const { readAt, firstAt } = entry;
    const age = this.#time.at(this.#clock.now()) - readAt;
    if (!isOver(run)) return age >= FRESH_MS ? 'now' : 'later';
    if (firstAt === null) return 'now';
    // Enterprise Manager may tell a run's end before it tells what its last machines came to.
    const waited = readAt - firstAt;
    if (waited >= LATE_UNTIL_MS) return 'never';
    return age >= Math.max(LATE_MS, waited) ? 'now' : 'later';
  }

  /** The board needs them: they stay, where they have been read. Tells as `needOf`. */
  pin(run: RunRecord): Need {
    const entry = this.#entries.get(run.id);
    if (entry !== undefined) entry.pinned = true;
    return this.needOf(run);
  }

  /** Reads what is missing of these runs, each once however many ask. @throws EmError */
  async read(runs: readonly RunRecord[], pinned: boolean): Promise<void> {
    const wanted = runs.filter((run) => this.needOf(run) === 'now');
    const waits = wanted.flatMap(({ id }) => this.#reading.get(id) ?? []);
    const mine = wanted.filter(({ id }) => !this.#reading.has(id));
    if (mine.length > 0) {
      const reading = this.#fetch(mine, pinned).finally(() => {
        for (const { id } of mine) this.#reading.delete(id);
      });
      for (const { id } of mine) this.#reading.set(id, reading);
      waits.push(reading);
    }
    await Promise.all(waits);
  }

  /** Of what the board needed, keeps only these for sure; the others stay while there is room. */
  keepOnly(runIds: ReadonlySet<Guid>): void {
    for (const [id, entry] of this.#entries) entry.pinned &&= runIds.has(id);
    this.#trim();
  }

  async #fetch(runs: readonly RunRecord[], pinned: boolean): Promise<void> {
    const found = await this.#em.machineResultsOf(runs.map(({ id }) => id));
    const of = runs.map((run) => ({
      runId: run.id,
      ofEndedRun: isOver(run),
      pinned,
      results: found.get(run.id) ?? [],
    }));
    this.take(of);
    this.#told({ kind: 'machines', of });
  }

  /** Takes results as they were read just now. */
  take(news: readonly MachineNews[]): void {
    const readAt = this.#time.at(this.#clock.now());
    for (const { runId, ofEndedRun, pinned, results } of news) {
      const allThere = results.length > 0 && results.every(({ state }) => state === 'completed');
      const before = this.#entries.get(runId);
      // Deleted first, so that the Map's order is the order of reading.
      this.#entries.delete(runId);
      // Made anew from text: pieces cut out of an answer would keep the whole answer in memory.
      const own: { runId: Guid; results: MachineResult[] } = JSON.parse(JSON.stringify({ runId, results }));
      this.#entries.set(own.runId, {
        results: own.results,
        readAt,
        firstAt: ofEndedRun ? (before?.firstAt ?? readAt) : null,
        complete: ofEndedRun && allThere,
        pinned: pinned || before?.pinned === true,
      });
    }
    this.#version += 1;
    this.#trim();
  }

  /** Lets go of what was looked up longest ago. */
  #trim(): void {
    const lookedUp = [...this.#entries].filter(([, { pinned }]) => !pinned);
    for (const [id] of lookedUp.slice(0, Math.max(0, lookedUp.length - LOOKED_UP_LIMIT))) this.#entries.delete(id);
  }
}
