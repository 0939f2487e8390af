import type { EmTask } from '../records.ts';
import { attribute, child, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, wordOf } from '../xml/values.ts';
import { leadsTo, links } from './links.ts';
import { UnreadableRecord } from './unreadable-record.ts';

/** A task id as it may go into an address: EM counts `task-1`, `task-2` (reference 13.0, GET /tasks); nothing that could lead elsewhere. */
export function isTaskId(value: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/i.test(value);
}

/** A task id as a counter: `task-12` is the twelfth; null where it is none. */
export function counterOf(taskId: string): { prefix: string; number: number } | null {
  const [, prefix, digits] = /^(.*?)(\d{1,15})$/.exec(taskId) ?? [];
  return prefix === undefined || digits === undefined ? null : { prefix, number: Number(digits) };
}

/** Whether a task was made after another of its logon session; true where their ids do not show it. */
export function comesAfter(taskId: string, before: string): boolean {
  const [one, other] = [counterOf(taskId), counterOf(before)];
  return one === null || other === null || one.prefix !== other.prefix || one.number > other.number;
}

/**
 * The result of a finished task; null where it has none. A task in `OperationFinished` carries a Result, too, with
 * Success="true" (reference 13.0, GET /tasks/{ID}): that is no verdict, and nobody may read it as one.
 */
function resultOf(node: XmlNode): EmTask['result'] {
  const result = child(node, 'Result');
  const success = result ? booleanOf(attribute(result, 'Success') ?? text(result, 'Success')) : null;
  if (!result || success === null) return null;
  // A question that nobody here can answer (schema: CredentialsNeeded, ConfirmationNeeded): nothing was carried out.
  const asks = ['CredentialsNeeded', 'ConfirmationNeeded'].some((name) => booleanOf(attribute(result, name)) === true);
  return { success: success && !asks, message: text(result, 'Message') ?? attribute(result, 'Message') };
}

/** `Task` as a record of the logon session that was asked. Throws UnreadableRecord where it has no id of EM's kind. */
export function taskOf(node: XmlNode, logonId: string): EmTask {
  const taskId = text(node, 'TaskId');
  if (taskId === null || !isTaskId(taskId)) throw new UnreadableRecord('it holds a Task without TaskId');
  const stateText = text(node, 'State') ?? '';
  const state = wordOf(stateText, {
    running: 'running',
    operationfinished: 'operation-finished',
    finished: 'finished',
  });
  const run = links(node).find((link) => leadsTo(link, 'BackupJobSession'));
  return {
    ref: { taskId, logonId },
    operation: text(node, 'Operation') ?? '',
    state,
    stateText,
    result: state === 'finished' ? resultOf(node) : null,
    runId: run?.id ?? null,
  };
}
