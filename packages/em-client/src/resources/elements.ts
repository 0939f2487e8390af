import { UnreadableXml, type XmlDocument } from '../xml/parse.ts';
import { attribute, child, childNames, children, type XmlNode } from '../xml/tree.ts';

/** A list is at most this deep: root, `Entities`, its container, the element. */
const deepestContainer = 3;

function isEntity(node: XmlNode): boolean {
  return attribute(node, 'Href') !== null || attribute(node, 'UID') !== null || child(node, 'TaskId') !== null;
}

/**
 * Whether it is a container that is called as its elements are (`<AgentBackupJob><AgentBackupJob/>…`). Other elements
 * may stand beside them; an element that has lost its id still has a name, a type or links.
 */
function isContainerOf(node: XmlNode, name: string): boolean {
  if (isEntity(node) || attribute(node, 'Name') !== null || attribute(node, 'Type') !== null) return false;
  return children(node, name).length > 0 || child(node, 'Links') === null;
}

function collect(node: XmlNode, name: string, depth: number, into: XmlNode[]): void {
  for (const childName of childNames(node)) {
    if (childName === 'Links' || childName === 'PagingInfo') continue;
    if (childName === 'Ref') throw new UnreadableXml(`it lists references instead of ${name} entities`);
    for (const candidate of children(node, childName)) {
      // One that lost its id is taken as well: whoever reads it says so, instead of the list being one shorter.
      if (childName === name && !isContainerOf(candidate, name)) into.push(candidate);
      else if (depth > 0 && !isEntity(candidate)) collect(candidate, name, depth - 1, into);
    }
  }
}

/**
 * The elements of this kind in a list, whatever their container is called, or the one that is the root itself. Throws
 * UnreadableXml for a list of references: read as entities it would be empty.
 */
export function elements(document: XmlDocument, name: string): XmlNode[] {
  if (document.rootName === name && !isContainerOf(document.root, name)) return [document.root];
  const found: XmlNode[] = [];
  collect(document.root, name, deepestContainer, found);
  return found;
}

/** Whether a document can be a list of this kind, or one of it. */
export function canHold(document: XmlDocument, name: string): boolean {
  const roots = ['QueryResult', 'Entities', 'EntityReferences', name, `${name}s`, `${name}List`];
  return roots.includes(document.rootName);
}
