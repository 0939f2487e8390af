import type { Connection } from './connection.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import { readListPage } from './lists.ts';
import { anyOf, compare } from './query/filter.ts';
import { isLastPage } from './query/paging.ts';
import type { MachineResult } from './records.ts';
import { machineResultOf } from './resources/machine-result.ts';
import { endAsOf } from './run-order.ts';
import { callName } from './transport/exchange.ts';

/** The newest results of machines of these names, as far as one page holds them; no sign that the server is down. Throws EmError. */
export async function readNewestResults(
  connection: Connection,
  machines: readonly string[],
  pageSize: number,
): Promise<{ results: MachineResult[]; isWhole: boolean }> {
  if (machines.length === 0) return { results: [], isWhole: true };
  const filter = anyOf(...machines.map((machine) => compare('VmDisplayName', '==', machine)));
  const path = `/query?type=BackupTaskSession&format=Entities&filter=${encodeURIComponent(filter)}&sortDesc=CreationTime`;
  const page = await readListPage<MachineResult>(
    { ...connection, read: (address) => connection.probe(address) },
    { path, kind: 'BackupTaskSession', toRecord: (node) => machineResultOf(node, null), pageSize },
    1,
  );
  const wanted = new Set(machines.map((machine) => machine.toLowerCase()));
  // A server that takes no such filter lists everything: that a machine is not among it would prove nothing.
  if (page.items.some(({ machine }) => !wanted.has(machine.toLowerCase()))) {
    const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
    throw unreadableAnswer('it holds results of other machines', site);
  }
  const now = connection.now();
  const results = page.items.map((result) => ({ ...result, endedAt: endAsOf(result.startedAt, result.endedAt, now) }));
  return { results, isWhole: isLastPage(page, 1, pageSize) };
}
