import type { EmTask } from '../records.ts';
import { attribute, child, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, wordOf } from '../xml/values.ts';
import { leadsTo, links } from './links.ts';

/** `Task` as a record of the logon session that was asked; null where it has no id. */
export function taskOf(node: XmlNode, logonId: string): EmTask | null {
  const taskId = text(node, 'TaskId');
  if (taskId === null) return null;
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
