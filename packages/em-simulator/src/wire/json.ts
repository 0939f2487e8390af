import type { Child, Element, Scalar, Value } from './element.ts';
import type { Flavour, Wire } from './wire.ts';

/** Writes an answer as JSON: PascalCase members up to v12, camelCase from v13 (captured: 12.3.2, 13.0.1). */
export function writeJson(root: Element, wire: Wire): string {
  return `${wire.bom ? '\uFEFF' : ''}${JSON.stringify(toObject(root, wire))}`;
}

function toObject(node: Element, wire: Wire): Record<string, unknown> {
  const members = new Map<string, unknown>();
  for (const child of node.children) members.set(child.name, toMember(child, wire));
  for (const [name, content] of Object.entries(node.attributes)) members.set(name, content);
  const object: Record<string, unknown> = {};
  for (const name of inOrder(node.name, [...members.keys()]))
    object[memberName(name, wire.flavour)] = members.get(name);
  if (node.text !== undefined) object[memberName('Value', wire.flavour)] = node.text;
  if (wire.unknownElements) object[memberName('AddedLater', wire.flavour)] = null;
  return object;
}

const LAST_OF_ENTITIES = ['Name', 'UID', 'Links', 'Href', 'Type'];
const LAST_OF_REFERENCES = ['Links', 'UID', 'Name', 'Href', 'Type'];
/** The members of JSON that stand at the end, in this order (captured 12.3.2, 13.0.1; references: version 10), behind an element's own. */
const LAST: Record<string, readonly string[]> = {
  Link: ['Rel', 'Href', 'Name', 'Type'],
  Ref: LAST_OF_REFERENCES,
  EntityRef: LAST_OF_REFERENCES,
  SupportedVersion: ['Links', 'Name'],
  // Captured from 9.5 U4.
  Error: ['FirstChanceExceptionMessage', 'Message', 'StackTrace', 'Status', 'StatusCode'],
  Day: ['Timestamp', 'ReplicatedVms', 'BackupedVms', 'Name'],
  PagingInfo: ['Links', 'PageNum', 'PageSize', 'PagesCount'],
  QueryResult: ['Refs', 'Entities', 'Resources', 'Links', 'PagingInfo'],
  // Its containers have an order of their own.
  Entities: [],
};
/** A member that XML has last and JSON first. */
const FIRST: Record<string, string> = { BackupJobSession: 'IsRetry' };

function inOrder(element: string, names: readonly string[]): string[] {
  const last = LAST[element] ?? LAST_OF_ENTITIES;
  const first = FIRST[element];
  const own = names.filter((name) => name !== first && !last.includes(name));
  return [...names.filter((name) => name === first), ...own, ...last.filter((name) => names.includes(name))];
}

function toMember(child: Child, wire: Wire): unknown {
  if (child.kind === 'list') return child.items.map((item) => toItem(item, wire));
  return toItem(child, wire);
}

function toItem(item: Element | Value, wire: Wire): Record<string, unknown> | Scalar {
  if (item.kind !== 'value') return toObject(item, wire);
  return item.json === undefined ? item.value : item.json;
}

/** `UID` becomes `uid`, `EndTimeUTC` becomes `endTimeUTC`: leading capitals fall up to the next word. */
function memberName(name: string, flavour: Flavour): string {
  if (flavour === 'v12') return name;
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (head) => head.toLowerCase());
}
