import type { EnterpriseManager, Guid, MachineResult } from '@retry-desk/em-client';
import type { Change, MachineNews } from './change.ts';
import { endOf, isOver, type RunRecord } from './run-record.ts';

/** Entries looked up for the page of a job, at most; those of the newest runs are bounded by the number of jobs. */
export const LOOKED_UP_LIMIT = 1_000;
/** Machine results of a run in progress are read again after this time. */
export const FRESH_MS = 5_000;
/** Those of an ended run that were not complete are read again after this time, for so long after its end. */
export const LATE_MS = 60_000;
const LATE_UNTIL_MS = 60 * 60_000;

type Entry = {
  results: readonly MachineResult[];
  readAt: number;
  ofEndedRun: boolean;
  /** Nothing more can come: never read again. */
  complete: boolean;
  /** Of one of the newest runs of a job: kept until told otherwise. */
  pinned: boolean;
};

/** Machine results of runs: read once when the run is over, kept while they are of use. */
export class MachineResults {
  readonly #em: Pick<EnterpriseManager, 'machineResultsOf'>;
  readonly #clock: { now(): number };
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

  /** Which of these runs have to be read, or read again. */
  missing(runs: readonly RunRecord[]): RunRecord[] {
    return runs.filter((run) => this.#isMissing(run));
  }

  /** Reads what is missing of these runs, each once however many ask. @throws EmError */
  async read(runs: readonly RunRecord[], pinned: boolean): Promise<void> {
    const wanted = this.missing(runs);
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

  /** Of the newest runs, keeps only these for sure; the others stay while there is room. */
  keepOnly(runIds: ReadonlySet<Guid>): void {
    for (const [id, entry] of this.#entries) entry.pinned &&= runIds.has(id);
    this.#trim();
  }

  #isMissing(run: RunRecord): boolean {
    const entry = this.#entries.get(run.id);
    if (entry === undefined) return true;
    if (entry.complete) return false;
    const age = this.#clock.now() - entry.readAt;
    if (!isOver(run)) return age >= FRESH_MS;
    if (!entry.ofEndedRun) return true;
    // Enterprise Manager may tell a run's end before it tells what its last machines came to.
    return age >= LATE_MS && entry.readAt < endOf(run) + LATE_UNTIL_MS;
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
    for (const { runId, ofEndedRun, pinned, results } of news) {
      const allThere = results.length > 0 && results.every(({ state }) => state === 'completed');
      const before = this.#entries.get(runId);
      // Deleted first, so that the Map's order is the order of reading.
      this.#entries.delete(runId);
      // Made anew from text: pieces cut out of an answer would keep the whole answer in memory.
      const own: { runId: Guid; results: MachineResult[] } = JSON.parse(JSON.stringify({ runId, results }));
      this.#entries.set(own.runId, {
        results: own.results,
        readAt: this.#clock.now(),
        ofEndedRun,
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
