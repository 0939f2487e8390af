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

/** Whether nothing stands in it but empty containers: no text, and no attribute of its own. */
function isBare(node: XmlNode): boolean {
  return childNames(node).every(
    (name) =>
      beside.includes(name) ||
      children(node, name).every((inner) => Object.keys(inner).every(isBareMember(inner)) && isBare(inner)),
  );
}

function isBareMember(node: XmlNode): (name: string) => boolean {
  return (name) => {
    if (name === '#text') return String(node[name]).trim() === '';
    return !name.startsWith('@') || /^@(?:xmlns|xsi)\b/.test(name);
  };
}

function found(document: XmlDocument, wanted: Wanted): XmlNode[] {
  const into: XmlNode[] = [];
  collect(document.root, wanted, deepestContainer, into);
  // Under other names than these it is no empty list.
  if (into.length === 0 && !isBare(document.root))
    throw new UnreadableXml(`it holds ${firstNameIn(document.root)}, and no ${wanted.names[0]}`);
  return into;
}

/** What the innermost of its first elements is called, for people. */
function firstNameIn(node: XmlNode): string {
  let [inner, name] = [node, 'something'];
  for (let depth = 0; depth <= deepestContainer; depth += 1) {
    const next = childNames(inner).find((each) => !beside.includes(each));
    const first = next === undefined ? null : child(inner, next);
    if (next === undefined || first === null) break;
    [inner, name] = [first, `<${next}>`];
    if (isEntity(inner)) break;
  }
  return name;
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
