import type { MachineList } from '@retry-desk/contract';
import {
  type AgentJob,
  EmError,
  type Instant,
  isAhead,
  isGood,
  isOver,
  type MachineResult,
  machineEndOf,
} from '@retry-desk/em-client';
import { atMost } from '#at-most.ts';
import { inChunks } from '#in-chunks.ts';
import { iso } from '#iso.ts';
import { memoByObject, memoByVersion } from '#memo.ts';
import { autoRetryOf, type MayBeOwnRun, nextRunOf } from '#mirror/job-state.ts';
import type { RunRecord } from '#mirror/run-record.ts';
import { lastGoodOver, readLastGood } from './last-good.ts';
import type { Known } from './sources.ts';

export const MACHINES_LIMIT = 50;
/** Jobs searched at once: more would block everything else for longer than 10 ms. */
const JOBS_PER_SLICE = 500;
/** The last results of a machine; each of them is of another run, so that no older runs of a job are needed. */
export const RESULTS_PER_MACHINE = 10;

type Machine = MachineList['machines'][number];
type Found = { key: string; job: AgentJob; run: RunRecord; result: MachineResult };

/**
 * A search by part of a machine's name, in any case. With `lastGood` what is missing for the last good backup of the first
 * ones is read first.
 */
export type MachineSearch = (q: string, lastGood?: boolean) => Promise<MachineList>;

/** The first machines of a search, whose last good backup and next run are included. */
export const MOST_LAST_GOOD = 12;
/** How long a page waits for its reads. */
const READ_MS = 3_000;

export type MachineSearchDeps = {
  known: () => Known;
  /** Changes with what is known. */
  version: () => number;
  now?: () => Instant;
  /** Reads the machine results of runs. @throws EmError */
  read?: (runs: readonly RunRecord[]) => Promise<void>;
  mayBeOwnRun?: MayBeOwnRun;
};

/**
 * Machines whose name contains the text with their last results across jobs as far as they have been read, newest
 * first. The very name comes first, then names that begin with the text. The index is built once for each `version`, for all searches.
 */
export function createMachineSearch(deps: MachineSearchDeps): MachineSearch {
  const { known, version, now = Date.now, read, mayBeOwnRun = () => false } = deps;
  const index = memoByVersion(version, () => gather(known()));

  async function find(wanted: string): Promise<[key: string, results: Found[]][]> {
    const found = new Map<string, Found[]>();
    for (const entry of (await index()).found) {
      if (!entry.key.includes(wanted)) continue;
      const results = found.get(entry.key);
      if (results === undefined) found.set(entry.key, [entry]);
      else results.push(entry);
    }
    return [...found.entries()].sort(([a], [b]) => rank(a, wanted) - rank(b, wanted) || (a < b ? -1 : 1));
  }

  /** A slow or silent Enterprise Manager must not hold up the page: a later answer is there with the next request. */
  async function readInTime(found: readonly [key: string, results: Found[]][]): Promise<void> {
    const wanted = found.flatMap(([key, results]) => jobsOf(results).map((job) => ({ job, key })));
    const done = readLastGood(wanted, known(), now(), read ?? (async () => undefined));
    await atMost(
      READ_MS,
      done.catch((error: unknown) => {
        if (!(error instanceof EmError)) throw error;
      }),
    );
  }

  function factsOf(jobs: readonly AgentJob[], key: string): Pick<Machine, 'lastGoodAt' | 'nextRunAt'> {
    const at = lastGoodOver(jobs, key, known(), now());
    const nextRunAt = iso(nextRunOver(jobs, known(), mayBeOwnRun, now()));
    return at === undefined ? { nextRunAt } : { nextRunAt, lastGoodAt: iso(at) };
  }

  return async (q, lastGood = false) => {
    const wanted = q.trim().toLowerCase();
    if (wanted === '') return { machines: [], count: 0, unread: 0 };
    let found = await find(wanted);
    if (lastGood) {
      await readInTime(found.slice(0, MOST_LAST_GOOD));
      found = await find(wanted);
    }
    const machines = found.slice(0, MACHINES_LIMIT).map(([key, results], place) => {
      const facts = lastGood && place < MOST_LAST_GOOD ? factsOf(jobsOf(results), key) : {};
      return { ...machineOf(results, now()), ...facts };
    });
    return { machines, count: found.length, unread: (await index()).unread };
  };
}

function jobsOf(found: readonly Found[]): AgentJob[] {
  return [...new Set(found.map(({ job }) => job))];
}

/** When the first of these jobs runs next: by its schedule, or because Veeam tries again by itself. */
function nextRunOver(jobs: readonly AgentJob[], known: Known, mayBeOwnRun: MayBeOwnRun, now: Instant): Instant | null {
  const moments = jobs.flatMap((job) =>
    [nextRunOf(job, now), autoRetryOf(job, known.runsOf(job.id), mayBeOwnRun, now)].filter((at) => at !== null),
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

function rank(name: string, wanted: string): number {
  if (name === wanted) return 0;
  return name.startsWith(wanted) ? 1 : 2;
}

/** Every result that can be among the last ones of its machine, and of how many jobs no machine is known yet. */
async function gather(known: Known): Promise<{ found: Found[]; unread: number }> {
  const found: Found[] = [];
  let unread = 0;
  await inChunks(known.jobs, JOBS_PER_SLICE, (job) => {
    const before = found.length;
    const hasRun = gatherOf(job, known, found);
    if (found.length === before && (hasRun || (known.readSince?.(job.id) ?? null) !== null)) unread += 1;
  });
  return { found, unread };
}

/**
 * The known results of a job's machines. An ended run whose machines are unknown may have changed the result of an
 * older one: then that is not the machine's last result, and the last result is unknown. Returns whether the job has
 * run.
 */
function gatherOf(job: AgentJob, { runsOf, machinesOf }: Known, found: Found[]): boolean {
  let unknown: RunRecord | null = null;
  let hasRun = false;
  const seen = new Set<string>();
  for (const run of runsOf(job.id).values().take(RESULTS_PER_MACHINE)) {
    hasRun = true;
    const results = machinesOf(run.id);
    if (results === undefined && isOver(run)) unknown ??= run;
    for (const result of results ?? []) {
      const key = keyOf(result);
      // An attempt runs only what had failed before.
      const isTouched = unknown !== null && !seen.has(key) && !(unknown.isRetry && isGood(result));
      if (unknown !== null && isTouched) found.push({ key, job, run: unknown, result: notKnown(result) });
      found.push({ key, job, run, result });
      seen.add(key);
    }
  }
  return hasRun;
}

function notKnown(result: MachineResult): MachineResult {
  return { ...result, result: 'unknown', endedAt: null, reason: null };
}

/** Names in lower case: most results stay what they are from one index to the next. */
const keyOf = memoByObject(({ machine }: MachineResult) => machine.toLowerCase());

function machineOf(found: readonly Found[], now: Instant): Machine {
  const results = inOrder(found, now).map(({ job, run, result }) => ({
    jobId: job.id,
    jobName: job.name,
    runId: run.id,
    result: result.result,
    endedAt: iso(machineEndOf(run, result, now)),
    reason: result.reason,
  }));
  return { machine: found[0]?.result.machine ?? '', results: results.slice(0, RESULTS_PER_MACHINE) };
}

/** Newest first over all jobs; those of one job in the order of its runs, whatever their dates are. */
function inOrder(found: readonly Found[], now: Instant): Found[] {
  const latest = new Map<AgentJob, Instant>();
  const dated = found.map((entry) => {
    const at = Math.min(momentOf(entry, now), latest.get(entry.job) ?? Number.POSITIVE_INFINITY);
    latest.set(entry.job, at);
    return { entry, at };
  });
  return dated.sort((a, b) => (a.at === b.at ? 0 : b.at - a.at)).map(({ entry }) => entry);
}

/** A result without an end is the newest; one without a plausible date proves nothing and is the oldest. */
function momentOf({ run, result }: Found, now: Instant): Instant {
  if (!isOver(run) && result.endedAt === null) return Number.POSITIVE_INFINITY;
  const end = machineEndOf(run, result, now);
  if (end !== null) return end;
  return isAhead(run, now) ? Number.NEGATIVE_INFINITY : run.createdAt;
}
