import type { MachineList } from '@retry-desk/contract';
import type { AgentJob, MachineResult } from '@retry-desk/em-client';
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
export function createMachineSearch(known: () => Known, version: () => number): MachineSearch {
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
    return { machines: ordered.slice(0, MACHINES_LIMIT).map(([, results]) => machineOf(results)) };
  };
}

function rank(name: string, wanted: string): number {
  return name.startsWith(wanted) ? 0 : 1;
}

/** Every result that can be among the last ones of its machine. */
async function gather({ jobs, runsOf, machinesOf }: Known): Promise<Found[]> {
  const found: Found[] = [];
  await inSlices(jobs, JOBS_PER_SLICE, (job) => {
    for (const run of runsOf(job.id).values().take(RESULTS_PER_MACHINE)) {
      for (const result of machinesOf(run.id) ?? []) found.push({ key: keyOf(result), job, run, result });
    }
  });
  return found;
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

function machineOf(found: readonly Found[]): Machine {
  const results = found.map(({ job, run, result }) => ({
    jobId: job.id,
    jobName: job.name,
    runId: run.id,
    result: result.result,
    endedAt: iso(result.endedAt ?? run.endedAt),
    reason: result.reason,
  }));
  // What has not ended yet is the newest.
  results.sort((a, b) => ((a.endedAt ?? '9') < (b.endedAt ?? '9') ? 1 : -1));
  return { machine: found[0]?.result.machine ?? '', results: results.slice(0, RESULTS_PER_MACHINE) };
}
