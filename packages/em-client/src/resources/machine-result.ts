import type { Guid, MachineResult } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { guidIn, instantOf, numberOf, wordOf } from '../xml/values.ts';
import { leadsTo, links, neededId } from './links.ts';
import { resultOf } from './run.ts';
import { UnreadableRecord } from './unreadable-record.ts';

/** `BackupTaskSession` as a record of the run it names, or of `askedFor`. Throws UnreadableRecord where it has no id or no run. */
export function machineResultOf(node: XmlNode, askedFor: Guid | null): MachineResult {
  const id = neededId(node, 'BackupTaskSession');
  const linked = links(node).find((link) => leadsTo(link, 'BackupJobSession'));
  const runId = guidIn(text(node, 'JobSessionUid')) ?? linked?.id ?? askedFor;
  if (runId === null) throw new UnreadableRecord(`its task session ${id} names no session`);
  const resultText = text(node, 'Result') ?? '';
  return {
    id,
    runId,
    machine: attribute(node, 'VmDisplayName') ?? text(node, 'VmDisplayName') ?? attribute(node, 'Name') ?? id,
    startedAt: instantOf(text(node, 'CreationTimeUTC')),
    endedAt: instantOf(text(node, 'EndTimeUTC')),
    state: wordOf(text(node, 'State'), { pending: 'pending', inprogress: 'running', completed: 'completed' }),
    result: resultOf(resultText),
    resultText,
    reason: text(node, 'Reason'),
    totalBytes: numberOf(text(node, 'TotalSize')),
  };
}
