import type { EmTask } from '../records.ts';
import { attribute, child, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, wordOf } from '../xml/values.ts';
import { leadsTo, links } from './links.ts';
import { UnreadableRecord } from './unreadable-record.ts';

/** A task id as it may go into an address: EM counts `task-1`, `task-2`; nothing that could lead elsewhere. */
export function isTaskId(value: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/i.test(value);
}

/** `Task` as a record of the logon session that was asked. Throws UnreadableRecord where it has no id of EM's kind. */
export function taskOf(node: XmlNode, logonId: string): EmTask {
  const taskId = text(node, 'TaskId');
  if (taskId === null || !isTaskId(taskId)) throw new UnreadableRecord('it holds a Task without TaskId');
  const stateText = text(node, 'State') ?? '';
  const result = child(node, 'Result');
  const success = result ? booleanOf(attribute(result, 'Success') ?? text(result, 'Success')) : null;
  const run = links(node).find((link) => leadsTo(link, 'BackupJobSession'));
  return {
    ref: { taskId, logonId },
    operation: text(node, 'Operation') ?? '',
    state: wordOf(stateText, { running: 'running', operationfinished: 'operation-finished', finished: 'finished' }),
    stateText,
    result:
      result && success !== null ? { success, message: text(result, 'Message') ?? attribute(result, 'Message') } : null,
    runId: run?.id ?? null,
  };
}
