import { type AgentJob, EmError, type EnterpriseManager, type Run, type RunFilter } from '@retry-desk/em-client';
import { applyChange } from '#mirror/apply-change.ts';
import type { Change } from '#mirror/change.ts';
import { Inventory } from '#mirror/inventory.ts';
import { type MachineReads, MachineResults } from '#mirror/machine-results.ts';
import { DeltaReader, type EmReads } from '#mirror/poll/delta-reader.ts';
import { guid, MINUTE, NOON, sampleJob, sampleMachine } from './board-samples.ts';

const FOREVER = Number.POSITIVE_INFINITY;
/** As many as a client that asks for pages of 100 gets new with each. */
const PER_PAGE = 99;

export type PaperOptions = {
  /** False: an Enterprise Manager without counts. */
  counts?: boolean;
  /** Its runs never change: they are sorted once, because there are many. */
  still?: boolean;
  /** Thrown in place of an answer. */
  fault?: (call: string, filter: RunFilter) => EmError | undefined;
  machines?: EnterpriseManager['machineResultsOf'];
};

/** How Enterprise Manager refuses a call. */
export function refusal(status: number): EmError {
  return new EmError({
    kind: 'refused',
    host: 'em',
    problem: 'refuses',
    status,
    call: 'GET',
    hint: '',
    mayHaveHappened: false,
  });
}

export const manyJobs = (count: number) => Array.from({ length: count }, (_, at) => sampleJob({ id: guid(at + 1) }));

/** Finds among very many runs that never change: newest first, those that a filter by time can mean. */
function inOrder(runs: readonly Run[]): (filter: RunFilter) => Run[] {
  const created = (run: Run) => run.createdAt;
  const ended = (run: Run) => run.endedAt ?? FOREVER;
  const byCreated = [...runs].sort((a, b) => created(b) - created(a));
  const byEnded = [...runs].sort((a, b) => ended(b) - ended(a));
  const running = byCreated.filter(({ state }) => state !== 'stopped');
  const before = (list: readonly Run[], of: (run: Run) => number, moment: number) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const run = list[middle];
      if (run !== undefined && of(run) >= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ({ createdSince = -FOREVER, createdBefore = FOREVER, endedSince, unfinished }) => {
    if (unfinished) return running;
    if (endedSince !== undefined) return byEnded.slice(0, before(byEnded, ended, endedSince));
    return byCreated.slice(before(byCreated, created, createdBefore), before(byCreated, created, createdSince));
  };
}

/**
 * An Enterprise Manager on paper, read into an inventory: its data, its requests, and their cost. Real ones are met in
 * tests/board*.test.ts.
 */
export function paper(jobs: AgentJob[], runs: Run[], options: PaperOptions = {}) {
  const asked: RunFilter[] = [];
  const cost = { requests: 0, runs: 0, jobs: 0 };
  const fault = (call: string, filter: RunFilter = {}) => {
    const error = options.fault?.(call, filter);
    if (error !== undefined) throw error;
  };
  const pages = (count: number) => Math.max(1, Math.ceil(count / PER_PAGE));
  const fits = (run: Run, filter: RunFilter) =>
    (filter.jobId === undefined || run.jobId === filter.jobId) &&
    run.createdAt >= (filter.createdSince ?? -FOREVER) &&
    run.createdAt < (filter.createdBefore ?? FOREVER) &&
    (filter.endedSince === undefined || (run.endedAt ?? -FOREVER) >= filter.endedSince) &&
    (filter.unfinished !== true || run.state !== 'stopped');
  const ordered = options.still ? inOrder(runs) : null;
  const find = (filter: RunFilter) => {
    const found = (ordered?.(filter) ?? runs).filter((run) => fits(run, filter));
    return found.sort((a, b) => b.createdAt - a.createdAt);
  };
  const em: EmReads & MachineReads = {
    now: () => clock.at,
    machineResults: async () => null,
    machineResultsOfChildren: async () => [],
    async agentJobs() {
      cost.requests += pages(jobs.length);
      cost.jobs += jobs.length;
      fault('agentJobs');
      return [...jobs];
    },
    async agentJobCount() {
      cost.requests += 1;
      cost.jobs += 1;
      fault('agentJobCount');
      return options.counts === false ? null : jobs.length;
    },
    async runs(filter) {
      asked.push(filter);
      fault('runs', filter);
      const given = find(filter).slice(0, filter.limit);
      cost.requests += pages(given.length);
      cost.runs += given.length;
      return given;
    },
    async runCount(filter) {
      cost.requests += 1;
      fault('runCount', filter);
      if (options.counts === false) return null;
      const count = find(filter).length;
      cost.runs += Math.min(count, 1);
      return count;
    },
    async run(id) {
      cost.requests += 1;
      fault('run', {});
      const run = runs.find((each) => each.id === id);
      if (run) return run;
      throw refusal(404);
    },
    async machineResultsOf(ids) {
      cost.requests += Math.ceil(ids.length / 15);
      return (await options.machines?.(ids)) ?? new Map(ids.map((id) => [id, [sampleMachine({ runId: id })]]));
    },
  };
  const changes: Change[] = [];
  const clock = { at: NOON, now: () => clock.at };
  const inventory = new Inventory((change) => changes.push(change));
  const machines = new MachineResults(em, clock, (change) => changes.push(change));
  const reader = new DeltaReader({ em, inventory, machines });
  let lastGoodAt: number | null = null;
  /**
   * One poll as `Poller` makes it, so many milliseconds after the one before; returns the first fault of its background
   * reads.
   */
  async function poll(afterMs = 10_000, budgetMs = FOREVER): Promise<unknown> {
    if (lastGoodAt !== null) clock.at += afterMs;
    const now = clock.at;
    if (lastGoodAt === null) await reader.initialLoad(now);
    else await reader.delta(now, lastGoodAt);
    lastGoodAt = now;
    let fault: unknown = null;
    const keep = (error: unknown) => {
      fault ??= error;
    };
    if (reader.jobsDue(now)) await reader.jobs(now).catch(keep);
    await reader.backgroundReads(now, now, budgetMs).catch(keep);
    await reader.explanations(budgetMs).catch(keep);
    return fault;
  }
  /** Polls for so long, every so many minutes; after how many it came true. */
  async function pollUntil(isSo: () => boolean, minutes: number, every = 1): Promise<number> {
    for (let minute = every; minute <= minutes; minute += every) {
      await poll(every * MINUTE);
      if (isSo()) return minute;
    }
    return FOREVER;
  }
  /** Applies a change that another process has published. */
  const receive = (change: Change) => applyChange(change, inventory, machines);
  /** Another process has published a good poll at that moment. */
  const goodAt = (at: number) => {
    lastGoodAt = at;
  };
  return { em, receive, goodAt, jobs, runs, asked, cost, changes, clock, inventory, machines, reader, poll, pollUntil };
}
