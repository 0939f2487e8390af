import type { Guid, MachineResult } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { guidIn, instantOf, numberOf, wordOf } from '../xml/values.ts';
import { leadsTo, links, ownId } from './links.ts';
import { resultOf } from './run.ts';
import { UnreadableRecord } from './unreadable-record.ts';

const UNKNOWN_MACHINE = 'unknown';

function linkedRun(node: XmlNode): Guid | null {
  return links(node).find((link) => leadsTo(link, 'BackupJobSession'))?.id ?? null;
}

/** A machine that is not done has not succeeded, although its `Result` is `Success` from the start on some servers (captured from version 10). */
function resultSoFar(state: MachineResult['state'], result: MachineResult['result']): MachineResult['result'] {
  const isOpen = state === 'pending' || state === 'running';
  return isOpen && (result === 'success' || result === 'warning') ? 'none' : result;
}

/** `BackupTaskSession` as a record of the run it names, or of `askedFor`. Throws UnreadableRecord where it has no run. */
export function machineResultOf(node: XmlNode, askedFor: Guid | null): MachineResult {
  const ownName = attribute(node, 'VmDisplayName') ?? text(node, 'VmDisplayName') ?? attribute(node, 'Name');
  const runId = guidIn(text(node, 'JobSessionUid')) ?? linkedRun(node) ?? askedFor;
  if (runId === null) throw new UnreadableRecord(`its task session ${ownId(node)} names no session`);
  // The id only keeps one from being taken twice: run and machine do that as well.
  const id = ownId(node) ?? `${runId} ${ownName ?? JSON.stringify(node)}`;
  const startedAt = instantOf(text(node, 'CreationTimeUTC'));
  const endedAt = instantOf(text(node, 'EndTimeUTC'));
  const resultText = text(node, 'Result') ?? '';
  const state = wordOf(text(node, 'State'), { pending: 'pending', inprogress: 'running', completed: 'completed' });
  return {
    id,
    runId,
    machine: ownName ?? ownId(node) ?? UNKNOWN_MACHINE,
    startedAt,
    endedAt: startedAt !== null && endedAt !== null && endedAt < startedAt ? null : endedAt,
    state,
    result: resultSoFar(state, resultOf(resultText)),
    resultText,
    reason: text(node, 'Reason'),
    totalBytes: numberOf(text(node, 'TotalSize')),
  };
}

/** A machine that belongs to a run, and of which nothing can be read. */
export function unknownMachine(id: string, runId: Guid, machine: string): MachineResult {
  return {
    id,
    runId,
    machine,
    startedAt: null,
    endedAt: null,
    state: 'unknown',
    result: 'unknown',
    resultText: '',
    reason: null,
    totalBytes: null,
  };
}

/** An element under another name that could be a machine result: its content is unknown, and it is not left out. */
export function unknownResult({ id, runId, machine }: MachineResult): MachineResult {
  return unknownMachine(id, runId, machine);
}
