import { UnreadableXml, type XmlDocument } from '../xml/parse.ts';
import { attribute, child, childNames, children, type XmlNode } from '../xml/tree.ts';

/** A list is at most this deep: root, `Entities`, its container, the element. */
const deepestContainer = 3;

/** Stand in every document and are no part of what it lists. */
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

/** An element of a list. `foreign`: what it is called, where that is not what was asked for. */
export type ListedElement = { node: XmlNode; foreign: string | null };

type Collected = ListedElement & { parent: XmlNode };

function isOurs({ foreign }: ListedElement): boolean {
  return foreign === null;
}

/** The children of a node, in document order: elements of the wanted names, and things under other names. */
function collect(node: XmlNode, { names, refs }: Wanted, depth: number): Collected[] {
  const into: Collected[] = [];
  for (const childName of childNames(node)) {
    if (beside.includes(childName)) continue;
    if (childName === 'Ref' && !refs) throw new UnreadableXml(`it lists references instead of ${names[0]} entities`);
    const isWanted = names.includes(childName) || childName === 'Ref';
    for (const candidate of children(node, childName)) {
      // One that lost its id is taken as well: it is reported as unreadable, instead of the list being one shorter.
      if (isWanted && !isContainerOf(candidate, childName)) {
        into.push({ node: candidate, foreign: null, parent: node });
        continue;
      }
      const inside = depth > 0 && !isEntity(candidate) ? collect(candidate, { names, refs }, depth - 1) : [];
      if (!inside.some(isOurs) && isThing(candidate)) into.push({ node: candidate, foreign: childName, parent: node });
      else for (const one of inside) into.push(one);
    }
  }
  return into;
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

function found(document: XmlDocument, wanted: Wanted): ListedElement[] {
  const all = collect(document.root, wanted, deepestContainer);
  // Beside the container of a list a later version may add more about the list itself.
  const isBesideAll = ({ parent }: Collected) => parent === document.root;
  const ours = all.filter(isOurs);
  return ours.length === 0 || ours.some(isBesideAll) ? all : all.filter((one) => isOurs(one) || !isBesideAll(one));
}

/**
 * The elements of a list, whatever their container is called, or the one that is the root itself. Things under other
 * names are handed over with them: leaving them out would make the list shorter without a word. Throws UnreadableXml for
 * a list of references, which read as entities would be empty.
 */
export function listedElements(document: XmlDocument, name: string): ListedElement[] {
  if (document.rootName === name && !isContainerOf(document.root, name))
    return [{ node: document.root, foreign: null }];
  return found(document, { names: [name], refs: false });
}

/** The elements of any of these names, or references to such, and things under other names. */
export function elementsOrReferences(document: XmlDocument, names: readonly string[]): ListedElement[] {
  return found(document, { names, refs: true });
}

/** Those of this name alone. Throws UnreadableXml as `listedElements`, and where there are other things only. */
export function elements(document: XmlDocument, name: string): XmlNode[] {
  const all = listedElements(document, name);
  const [other] = all;
  if (other?.foreign && !all.some(isOurs)) throw new UnreadableXml(`it holds <${other.foreign}>, and no ${name}`);
  return all.filter(isOurs).map(({ node }) => node);
}

/** Whether a document can be a list of this kind, or one of it. */
export function canHold(document: XmlDocument, name: string): boolean {
  const roots = ['QueryResult', 'Entities', 'EntityReferences'];
  if (roots.includes(document.rootName)) return true;
  return (
    document.rootName.startsWith(name) && /^(?:Entity|Entities)?(?:s|List)?$/.test(document.rootName.slice(name.length))
  );
}
