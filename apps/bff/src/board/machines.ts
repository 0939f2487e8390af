import type { MachineList } from '@retry-desk/contract';
import { iso } from './job-row.ts';
import type { Known } from './snapshot.ts';

export const MACHINES_LIMIT = 50;
export const RESULTS_PER_MACHINE = 10;

type Machine = MachineList['machines'][number];

/**
 * Machines whose name holds the text, in any case, with their last results across jobs as far as they have been read,
 * newest first. Names that begin with the text stand first.
 */
export function findMachines(known: Known, q: string): MachineList {
  const wanted = q.trim().toLowerCase();
  if (wanted === '') return { machines: [] };
  const found = new Map<string, Machine>();
  for (const job of known.jobs) {
    for (const run of known.runsOf(job.id)) {
      for (const result of known.machinesOf(run.id) ?? []) {
        const key = result.machine.toLowerCase();
        if (!key.includes(wanted)) continue;
        const machine = found.get(key) ?? { machine: result.machine, results: [] };
        found.set(key, machine);
        machine.results.push({
          jobId: job.id,
          jobName: job.name,
          runId: run.id,
          result: result.result,
          endedAt: iso(result.endedAt ?? run.endedAt),
          reason: result.reason,
        });
      }
    }
  }
  const ordered = [...found.entries()].sort(([a], [b]) => rank(a, wanted) - rank(b, wanted) || (a < b ? -1 : 1));
  return { machines: ordered.slice(0, MACHINES_LIMIT).map(([, machine]) => newestResults(machine)) };
}

function rank(name: string, wanted: string): number {
  return name.startsWith(wanted) ? 0 : 1;
}

/** What has not ended yet is the newest. */
function newestResults({ machine, results }: Machine): Machine {
  const newest = results.sort((a, b) => ((a.endedAt ?? '9') < (b.endedAt ?? '9') ? 1 : -1));
  return { machine, results: newest.slice(0, RESULTS_PER_MACHINE) };
}
