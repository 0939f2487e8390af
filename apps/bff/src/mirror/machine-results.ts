import { type EnterpriseManager, type Guid, isOver, type MachineResult } from '@retry-desk/em-client';
import { LRUCache } from 'lru-cache';
import { inChunks } from '#in-chunks.ts';
import type { Change, MachineResultChange } from './change.ts';
import { explainsNothing } from './explains-nothing.ts';
import { ForwardClock } from './monotonic-clock.ts';
import { machineSummary } from './reasons.ts';
import { isUnread, type RunRecord } from './run-record.ts';

/** Entries requested for the page of a job, at most; those of the newest runs are limited by the number of jobs. */
export const OPENED_LIMIT = 1_000;
/** Machine results of a run in progress are read again after this time. */
export const FRESH_MS = 5_000;
/** Those of an ended run that were not complete are read again after this time, then ever more seldom, for an hour. */
export const LATE_MS = 60_000;
export const LATE_UNTIL_MS = 60 * 60_000;

type RunEntry = {
  results: readonly MachineResult[];
  readAt: number;
  /** When they were first read after the end of the run; null before it. By our own clock: Enterprise Manager may be late. */
  firstAt: number | null;
  /** Nothing more can come: never read again. */
  complete: boolean;
  /** Useful to the board: stays until released. */
  pinned: boolean;
};

export type Need = 'now' | 'later' | 'never';

export type MachineReads = Pick<EnterpriseManager, 'machineResultsOf' | 'machineResults' | 'machineResultsOfChildren'>;

/** Results that Enterprise Manager cannot give are requested again after a minute, then less and less often. */
const REFUSED = { firstMs: 60_000, mostMs: 60 * 60_000, max: 10_000 };
/** Runs that ended with reasons, without results, whose own address and children are requested, at once: each costs several requests. */
const DEEPLY_AT_ONCE = 5;

/** Runs whose results are looked through at once. */
const RUNS_PER_SLICE = 10;

/** Runs whose children have been asked for better reasons, of so many at most. */
const ASKED_CHILDREN = 10_000;

/** Whether a failed run says nothing of why: neither it nor any of its machines. */
function isUnexplained(run: RunRecord, results: readonly MachineResult[]): boolean {
  const { reasons } = machineSummary(run, results);
  return isOver(run) && run.result === 'failed' && reasons.every(({ text }) => explainsNothing(text));
}

function needsReasons(run: RunRecord): boolean {
  return isOver(run) && (run.result === 'failed' || run.result === 'warning');
}

/** Machine results of runs: read once when the run is over, cached while they are useful. */
export class MachineResults {
  readonly #em: MachineReads;
  readonly #clock: { now(): number };
  readonly #time = new ForwardClock();
  readonly #entries = new Map<Guid, RunEntry>();
  readonly #reading = new Map<Guid, Promise<void>>();
  readonly #onChange: (change: Change) => void;
  readonly #refused = new LRUCache<Guid, { nextAt: number; waitMs: number }>({ max: REFUSED.max });
  /** Failed runs without a reason that explains them; their children have not been asked yet. */
  readonly #unexplained = new Map<Guid, RunRecord>();
  /** Reasons of machines by their children, of runs whose children have been asked. */
  readonly #ofChildren = new LRUCache<Guid, ReadonlyMap<string, string>>({ max: ASKED_CHILDREN });
  #version = 0;

  /** `onChange` receives every change. */
  constructor(em: MachineReads, clock: { now(): number }, onChange: (change: Change) => void = () => undefined) {
    this.#em = em;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Counts changes. */
  get version(): number {
    return this.#version;
  }

  /** Undefined while they are not known: not read yet, not to be had, or none at all, as no run is without a machine. */
  of(runId: Guid): readonly MachineResult[] | undefined {
    const results = this.#entries.get(runId)?.results;
    return results?.length === 0 ? undefined : results;
  }

  /** Whether they have been read and there are none. */
  isEmpty(runId: Guid): boolean {
    return this.#entries.get(runId)?.results.length === 0;
  }

  /** Whether Enterprise Manager has refused them, and they are not due to be requested again. */
  isRefused(run: RunRecord): boolean {
    return this.#refused.has(run.id) && this.needOf(run) === 'later';
  }

  /** Whether they have to be read, or read again, at once, some time or never. */
  needOf(run: RunRecord): Need {
    const entry = this.#entries.get(run.id);
    if (isUnread(run) || entry?.complete) return 'never';
    const refused = this.#refused.get(run.id);
    if (refused !== undefined && this.#time.at(this.#clock.now()) < refused.nextAt) return 'later';
    if (entry === undefined) return 'now';
    const { readAt, firstAt } = entry;
    const age = this.#time.at(this.#clock.now()) - readAt;
    if (!isOver(run)) return age >= FRESH_MS ? 'now' : 'later';
    if (firstAt === null) return 'now';
    // Enterprise Manager may show a run's end before the results of its last machines.
    const waited = readAt - firstAt;
    if (waited >= LATE_UNTIL_MS) return 'never';
    return age >= Math.max(LATE_MS, waited) ? 'now' : 'later';
  }

  /** Marks them as useful to the board: they stay, if they have been read. Returns the same as `needOf`. */
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

  /** Failed runs without a reason that explains them, each once. */
  takeUnexplained(): RunRecord[] {
    const runs = [...this.#unexplained.values()];
    this.#unexplained.clear();
    return runs;
  }

  /** Asks the children of a run for better reasons; once they have answered they are not asked again. @throws EmError */
  async readChildren(run: RunRecord): Promise<void> {
    const results = this.of(run.id);
    if (results === undefined || this.#ofChildren.has(run.id)) return;
    const found = await this.#em.machineResultsOfChildren(run.id);
    const specific = found.flatMap(({ machine, reason }) =>
      reason && !explainsNothing(reason) ? [[machine, reason] as const] : [],
    );
    this.#ofChildren.set(run.id, new Map(specific));
    if (specific.length > 0) await this.#takeFound([run], new Map([[run.id, results]]), false);
  }

  /** A reason that says nothing gives way to that of the machine's child. */
  #withChildren(runId: Guid, results: readonly MachineResult[]): readonly MachineResult[] {
    const better = this.#ofChildren.get(runId);
    if (better === undefined || better.size === 0) return results;
    return results.map((result) =>
      result.result === 'failed' && explainsNothing(result.reason ?? '')
        ? { ...result, reason: better.get(result.machine) ?? result.reason }
        : result,
    );
  }

  /** Of the entries useful to the board, only these stay for sure; the others stay while there is room. */
  keepOnly(runIds: ReadonlySet<Guid>): void {
    for (const [id, entry] of this.#entries) entry.pinned &&= runIds.has(id);
    this.#trim();
  }

  async #fetch(runs: readonly RunRecord[], pinned: boolean): Promise<void> {
    const found: Map<Guid, readonly MachineResult[]> = await this.#em.machineResultsOf(
      runs.map(({ id }) => id),
      (id) => this.#refuse(id),
    );
    for (const id of found.keys()) this.#refused.delete(id);
    const without = runs.filter((run) => needsReasons(run) && found.get(run.id)?.length === 0);
    // The rest is requested again by the next poll.
    for (const { id } of without.slice(DEEPLY_AT_ONCE)) found.delete(id);
    try {
      for (const { id } of without.slice(0, DEEPLY_AT_ONCE)) {
        found.delete(id);
        found.set(id, (await this.#em.machineResults(id)) ?? []);
      }
    } finally {
      await this.#takeFound(runs, found, pinned);
    }
  }

  /** In slices: whether a reason explains anything takes a tenth of a millisecond, and a run may have hundreds. */
  async #takeFound(
    runs: readonly RunRecord[],
    found: ReadonlyMap<Guid, readonly MachineResult[]>,
    pinned: boolean,
  ): Promise<void> {
    const of: MachineResultChange[] = [];
    await inChunks(runs, RUNS_PER_SLICE, (run) => {
      const results = found.get(run.id);
      if (results === undefined) return;
      const explained = this.#withChildren(run.id, results);
      if (isUnexplained(run, explained) && results.length > 0 && !this.#ofChildren.has(run.id))
        this.#unexplained.set(run.id, run);
      of.push({ runId: run.id, ofEndedRun: isOver(run), pinned, results: explained });
    });
    if (of.length === 0) return;
    this.take(of);
    this.#onChange({ kind: 'machines', of });
  }

  #refuse(id: Guid): void {
    const waitMs = Math.min((this.#refused.get(id)?.waitMs ?? REFUSED.firstMs / 2) * 2, REFUSED.mostMs);
    this.#refused.set(id, { waitMs, nextAt: this.#time.at(this.#clock.now()) + waitMs });
  }

  /** Takes results as they were read just now. */
  take(changes: readonly MachineResultChange[]): void {
    const readAt = this.#time.at(this.#clock.now());
    for (const { runId, ofEndedRun, pinned, results } of changes) {
      const allThere = results.length > 0 && results.every(({ state }) => state === 'completed');
      const before = this.#entries.get(runId);
      // Deleted first, so that the Map's order is the order of reading.
      this.#entries.delete(runId);
      // Copied by way of text: slices of an answer would hold the whole answer in memory.
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

  /** Drops the entries that were requested longest ago. */
  #trim(): void {
    const opened = [...this.#entries].filter(([, { pinned }]) => !pinned);
    for (const [id] of opened.slice(0, Math.max(0, opened.length - OPENED_LIMIT))) this.#entries.delete(id);
  }
}
