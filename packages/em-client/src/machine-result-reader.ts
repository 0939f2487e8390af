import type { Connection } from './connection.ts';
import { EmError } from './errors/em-error.ts';
import { readList } from './lists.ts';
import { anyOf, compare, runUid } from './query/filter.ts';
import type { Guid, MachineResult } from './records.ts';
import { machineResultOf } from './resources/machine-result.ts';

/** How many runs one request asks for: keeps its address below 2 kB. */
const runsPerRequest = 15;

const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

function byMachine(a: MachineResult, b: MachineResult): number {
  return compareNames(a.machine, b.machine) || (a.id < b.id ? -1 : 1);
}

/** Machine results of one run, by the run's own address. */
export async function readMachineResults(
  connection: Connection,
  runId: Guid,
  pageSize: number,
): Promise<MachineResult[]> {
  const results = await readList(connection, {
    path: `/backupSessions/${runId}/taskSessions?format=Entity`,
    kind: 'BackupTaskSession',
    toRecord: (node) => machineResultOf(node, runId),
    pageSize,
  });
  return results.sort(byMachine);
}

async function queryResults(
  connection: Connection,
  runIds: readonly Guid[],
  pageSize: number,
): Promise<MachineResult[]> {
  const filter = anyOf(...runIds.map((id) => compare('JobSessionUid', '==', runUid(id))));
  const wanted = new Set(runIds);
  const results = await readList(connection, {
    path: `/query?type=BackupTaskSession&format=Entities&filter=${encodeURIComponent(filter)}&sortAsc=CreationTime`,
    kind: 'BackupTaskSession',
    toRecord: (node) => machineResultOf(node, null),
    pageSize,
  });
  return results.filter(({ runId }) => wanted.has(runId));
}

/**
 * Machine results of many runs in few requests; a run without any has an empty list. A server that refuses such a
 * filter is asked run by run.
 */
export async function readMachineResultsOf(
  connection: Connection,
  runIds: readonly Guid[],
  pageSize: number,
): Promise<Map<Guid, MachineResult[]>> {
  const byRun = new Map<Guid, MachineResult[]>(runIds.map((id) => [id, []]));
  const ids = [...byRun.keys()];
  for (let start = 0; start < ids.length; start += runsPerRequest) {
    const some = ids.slice(start, start + runsPerRequest);
    try {
      for (const result of await queryResults(connection, some, pageSize)) byRun.get(result.runId)?.push(result);
    } catch (error) {
      if (!(error instanceof EmError && error.kind === 'refused' && error.status === 400)) throw error;
      for (const id of some) byRun.set(id, await readMachineResults(connection, id, pageSize));
    }
  }
  for (const list of byRun.values()) list.sort(byMachine);
  return byRun;
}
