import type { XmlDocument } from '../xml/parse.ts';
import { attribute, child, children, type XmlNode } from '../xml/tree.ts';

function isEntity(node: XmlNode): boolean {
  return attribute(node, 'Href') !== null || attribute(node, 'UID') !== null || child(node, 'TaskId') !== null;
}

function collect(node: XmlNode, name: string, depth: number, into: XmlNode[]): void {
  for (const candidate of children(node, name)) {
    if (isEntity(candidate)) into.push(candidate);
    else if (depth > 0) collect(candidate, name, depth - 1, into);
  }
  if (depth === 0) return;
  for (const container of [...children(node, 'Entities'), ...children(node, `${name}s`)])
    collect(container, name, depth - 1, into);
}

/**
 * The elements of this kind in a list, whatever the container is called: `Entities/BackupJobSessions/…`,
 * `Entities/AgentBackupJob/AgentBackupJob`, or the list itself as root.
 */
export function elements(document: XmlDocument, name: string): XmlNode[] {
  if (document.rootName === name && isEntity(document.root)) return [document.root];
  const found: XmlNode[] = [];
  collect(document.root, name, 3, found);
  return found;
}

/** Whether a document can be a list of this kind, or one of it. */
export function canHold(document: XmlDocument, name: string): boolean {
  const roots = ['QueryResult', 'Entities', 'EntityReferences', name, `${name}s`, `${name}List`];
  return roots.includes(document.rootName);
}
