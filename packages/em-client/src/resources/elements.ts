import type { XmlDocument } from '../xml/parse.ts';
import { attribute, child, childNames, children, type XmlNode } from '../xml/tree.ts';

/** A list is at most this deep: root, `Entities`, its container, the element. */
const deepestContainer = 3;

function isEntity(node: XmlNode): boolean {
  return attribute(node, 'Href') !== null || attribute(node, 'UID') !== null || child(node, 'TaskId') !== null;
}

function collect(node: XmlNode, name: string, depth: number, into: XmlNode[]): void {
  for (const childName of childNames(node)) {
    if (childName === 'Links' || childName === 'PagingInfo') continue;
    for (const candidate of children(node, childName)) {
      if (childName === name && isEntity(candidate)) into.push(candidate);
      else if (depth > 0 && !isEntity(candidate)) collect(candidate, name, depth - 1, into);
    }
  }
}

/** The elements of this kind in a list, whatever their container is called, or the one that is the root itself. */
export function elements(document: XmlDocument, name: string): XmlNode[] {
  if (document.rootName === name && isEntity(document.root)) return [document.root];
  const found: XmlNode[] = [];
  collect(document.root, name, deepestContainer, found);
  return found;
}

/** Whether a document can be a list of this kind, or one of it. */
export function canHold(document: XmlDocument, name: string): boolean {
  const roots = ['QueryResult', 'Entities', 'EntityReferences', name, `${name}s`, `${name}List`];
  return roots.includes(document.rootName);
}
