import type { Connection } from './connection.ts';
import { readList } from './lists.ts';
import { anyOf, compare, runUid } from './query/filter.ts';
import type { Guid, MachineResult } from './records.ts';
import { machineResultOf } from './resources/machine-result.ts';

/** How many runs one request asks for: keeps its address below 2 kB. */
const runsPerRequest = 15;

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
  return results.sort((a, b) => a.machine.localeCompare(b.machine));
}

/** Machine results of many runs in few requests; a run without any has an empty list. */
export async function readMachineResultsOf(
  connection: Connection,
  runIds: readonly Guid[],
  pageSize: number,
): Promise<Map<Guid, MachineResult[]>> {
  const byRun = new Map<Guid, MachineResult[]>(runIds.map((id) => [id, []]));
  for (let start = 0; start < runIds.length; start += runsPerRequest) {
    const some = runIds.slice(start, start + runsPerRequest);
    const filter = anyOf(...some.map((id) => compare('JobSessionUid', '==', runUid(id))));
    const results = await readList(connection, {
      path: `/query?type=BackupTaskSession&format=Entities&filter=${encodeURIComponent(filter)}&sortAsc=CreationTime`,
      kind: 'BackupTaskSession',
      toRecord: (node) => machineResultOf(node, null),
      pageSize,
    });
    for (const result of results) byRun.get(result.runId)?.push(result);
  }
  for (const list of byRun.values()) list.sort((a, b) => a.machine.localeCompare(b.machine));
  return byRun;
}
