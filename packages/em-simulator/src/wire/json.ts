import type { Child, Element, Scalar, Value } from './element.ts';
import type { Flavour, Wire } from './wire.ts';

/** Writes an answer as JSON: PascalCase members up to v12, camelCase from v13 (captured: 12.3.2, 13.0.1). */
export function writeJson(root: Element, wire: Wire): string {
  return JSON.stringify(toObject(root, wire));
}

function toObject(node: Element, wire: Wire): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const child of node.children) object[memberName(child.name, wire.flavour)] = toMember(child, wire);
  for (const [name, content] of Object.entries(node.attributes)) object[memberName(name, wire.flavour)] = content;
  if (node.text !== undefined) object[memberName('Value', wire.flavour)] = node.text;
  if (wire.unknownElements) object[memberName('AddedLater', wire.flavour)] = null;
  return object;
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
