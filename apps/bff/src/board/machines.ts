import type { MachineList } from '@retry-desk/contract';
import { type AgentJob, AHEAD_MS, type Instant, isGood, isOver, type MachineResult } from '@retry-desk/em-client';
import { iso } from './job-row.ts';
import { oncePer } from './once-per.ts';
import type { RunRecord } from './run-record.ts';
import { inSlices } from './slices.ts';
import type { Known } from './snapshot.ts';

export const MACHINES_LIMIT = 50;
/** Jobs looked through at once: more would stop everything else for longer than 10 ms. */
const JOBS_PER_SLICE = 500;
/** The last results of a machine; each of them is of another run, so no older runs of a job are looked at. */
export const RESULTS_PER_MACHINE = 10;

type Machine = MachineList['machines'][number];
type Found = { key: string; job: AgentJob; run: RunRecord; result: MachineResult };

/** A search by part of a machine's name, in any case. */
export type MachineSearch = (q: string) => Promise<MachineList>;

/**
 * Machines whose name holds the text with their last results across jobs as far as they have been read, newest first. Names
 * that begin with the text stand first. What can be found is gathered once for each `version`, however many search.
 */
export function createMachineSearch(
  known: () => Known,
  version: () => number,
  now: () => Instant = Date.now,
): MachineSearch {
  const index = oncePer(version, () => gather(known()));

  return async (q) => {
    const wanted = q.trim().toLowerCase();
    if (wanted === '') return { machines: [] };
    const found = new Map<string, Found[]>();
    for (const entry of await index()) {
      if (!entry.key.includes(wanted)) continue;
      const results = found.get(entry.key);
      if (results === undefined) found.set(entry.key, [entry]);
      else results.push(entry);
    }
    const ordered = [...found.entries()].sort(([a], [b]) => rank(a, wanted) - rank(b, wanted) || (a < b ? -1 : 1));
    return { machines: ordered.slice(0, MACHINES_LIMIT).map(([, results]) => machineOf(results, now())) };
  };
}

function rank(name: string, wanted: string): number {
  return name.startsWith(wanted) ? 0 : 1;
}

/** Every result that can be among the last ones of its machine. */
async function gather(known: Known): Promise<Found[]> {
  const found: Found[] = [];
  await inSlices(known.jobs, JOBS_PER_SLICE, (job) => gatherOf(job, known, found));
  return found;
}

/**
 * What is known of a job's machines. A run that has ended and whose machines are not known may have changed what an older
 * one says: then that is not a machine's last result, and nobody knows what is.
 */
function gatherOf(job: AgentJob, { runsOf, machinesOf }: Known, found: Found[]): void {
  let unknown: RunRecord | null = null;
  const told = new Set<string>();
  for (const run of runsOf(job.id).values().take(RESULTS_PER_MACHINE)) {
    const results = machinesOf(run.id);
    if (results === undefined && isOver(run)) unknown ??= run;
    for (const result of results ?? []) {
      const key = keyOf(result);
      // An attempt runs only what had failed before.
      const isTouched = unknown !== null && !told.has(key) && !(unknown.isRetry && isGood(result));
      if (unknown !== null && isTouched) found.push({ key, job, run: unknown, result: notKnown(result) });
      found.push({ key, job, run, result });
      told.add(key);
    }
  }
}

function notKnown(result: MachineResult): MachineResult {
  return { ...result, result: 'unknown', endedAt: null, reason: null };
}

/** Names in lower case: most results stay what they are from one index to the next. */
const keys = new WeakMap<MachineResult, string>();

function keyOf(result: MachineResult): string {
  const known = keys.get(result);
  if (known !== undefined) return known;
  const key = result.machine.toLowerCase();
  keys.set(result, key);
  return key;
}

function machineOf(found: readonly Found[], now: Instant): Machine {
  const results = inOrder(found, now).map(({ job, run, result }) => ({
    jobId: job.id,
    jobName: job.name,
    runId: run.id,
    result: result.result,
    endedAt: iso(endOf(run, result, now)),
    reason: result.reason,
  }));
  return { machine: found[0]?.result.machine ?? '', results: results.slice(0, RESULTS_PER_MACHINE) };
}

/** A machine ends with its run at the latest; null for an end that cannot be true yet. */
function endOf(run: RunRecord, { endedAt }: MachineResult, now: Instant): Instant | null {
  const ends = [endedAt, run.endedAt].filter((end) => end !== null);
  const end = ends.length === 0 ? null : Math.min(...ends);
  return end === null || end > now + AHEAD_MS ? null : end;
}

/** Newest first over all jobs; those of one job in the order of its runs, whatever moments they tell. */
function inOrder(found: readonly Found[], now: Instant): Found[] {
  const latest = new Map<AgentJob, Instant>();
  const dated = found.map((entry) => {
    const at = Math.min(momentOf(entry, now), latest.get(entry.job) ?? Number.POSITIVE_INFINITY);
    latest.set(entry.job, at);
    return { entry, at };
  });
  return dated.sort((a, b) => (a.at === b.at ? 0 : b.at - a.at)).map(({ entry }) => entry);
}

/** What has not ended yet is the newest; what nobody can date proves nothing and is the oldest. */
function momentOf({ run, result }: Found, now: Instant): Instant {
  if (!isOver(run) && result.endedAt === null) return Number.POSITIVE_INFINITY;
  const end = endOf(run, result, now);
  if (end !== null) return end;
  return run.createdAt > now + AHEAD_MS ? Number.NEGATIVE_INFINITY : run.createdAt;
}
