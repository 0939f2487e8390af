import { UnreadableXml, type XmlDocument } from '../xml/parse.ts';
import { attribute, child, childNames, children, type XmlNode } from '../xml/tree.ts';

/** A list is at most this deep: root, `Entities`, its container, the element. */
const deepestContainer = 3;

/** Stand in every document and say nothing of what it lists. */
const beside: readonly string[] = ['Links', 'PagingInfo'];

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

type Wanted = { names: readonly string[]; refs: boolean };

function collect(node: XmlNode, { names, refs }: Wanted, depth: number, into: XmlNode[]): void {
  for (const childName of childNames(node)) {
    if (beside.includes(childName)) continue;
    if (childName === 'Ref' && !refs) throw new UnreadableXml(`it lists references instead of ${names[0]} entities`);
    const isWanted = names.includes(childName) || childName === 'Ref';
    for (const candidate of children(node, childName)) {
      // One that lost its id is taken as well: whoever reads it says so, instead of the list being one shorter.
      if (isWanted && !isContainerOf(candidate, childName)) into.push(candidate);
      else if (depth > 0 && !isEntity(candidate)) collect(candidate, { names, refs }, depth - 1, into);
    }
  }
}

function isLeaf(node: XmlNode): boolean {
  return childNames(node).length === 0;
}

/** Whether it is a thing of its own, whatever it is called, and no container and no detail of one. */
export function isThing(node: XmlNode): boolean {
  if (isEntity(node) || attribute(node, 'Name') !== null || child(node, 'Links') !== null) return true;
  const details = childNames(node).filter((name) => children(node, name).some((inner) => isLeaf(inner) && text(inner)));
  return details.length > 1;
}

function text(node: XmlNode): boolean {
  return String(node['#text'] ?? '').trim() !== '';
}

/** The first thing that a document lists, and what it is called; null where it lists none. */
function firstThing(node: XmlNode, depth: number): string | null {
  for (const name of childNames(node)) {
    if (beside.includes(name)) continue;
    for (const inner of children(node, name)) {
      const thing = isThing(inner) ? name : depth > 0 ? firstThing(inner, depth - 1) : null;
      if (thing !== null) return thing;
    }
  }
  return null;
}

function found(document: XmlDocument, wanted: Wanted): XmlNode[] {
  const into: XmlNode[] = [];
  collect(document.root, wanted, deepestContainer, into);
  if (into.length > 0) return into;
  // Things under other names are no empty list.
  const other = firstThing(document.root, deepestContainer);
  if (other !== null) throw new UnreadableXml(`it holds <${other}>, and no ${wanted.names[0]}`);
  return into;
}

/**
 * The elements of this kind in a list, whatever their container is called, or the one that is the root itself. Throws
 * UnreadableXml for a list of references, which read as entities would be empty, and for one that holds other things only.
 */
export function elements(document: XmlDocument, name: string): XmlNode[] {
  if (document.rootName === name && !isContainerOf(document.root, name)) return [document.root];
  return found(document, { names: [name], refs: false });
}

/** The elements of any of these names, or references to such. Throws UnreadableXml for a list of other things only. */
export function elementsOrReferences(document: XmlDocument, names: readonly string[]): XmlNode[] {
  return found(document, { names, refs: true });
}

/** Whether a document can be a list of this kind, or one of it. */
export function canHold(document: XmlDocument, name: string): boolean {
  const roots = ['QueryResult', 'Entities', 'EntityReferences'];
  if (roots.includes(document.rootName)) return true;
  return (
    document.rootName.startsWith(name) && /^(?:Entity|Entities)?(?:s|List)?$/.test(document.rootName.slice(name.length))
  );
}
