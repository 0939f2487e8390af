/** One element as the parser leaves it: attributes under `@Name`, text under `#text`, children by name, one or many. */
export type XmlNode = { readonly [name: string]: string | XmlNode | readonly (string | XmlNode)[] };

function asNode(value: string | XmlNode): XmlNode {
  return typeof value === 'string' ? { '#text': value } : value;
}

function own(node: XmlNode, name: string): string | XmlNode | readonly (string | XmlNode)[] | undefined {
  return Object.hasOwn(node, name) ? node[name] : undefined;
}

/** All children of this name, in document order. */
export function children(node: XmlNode, name: string): XmlNode[] {
  const value = own(node, name);
  if (value === undefined) return [];
  if (typeof value === 'string') return [asNode(value)];
  return Array.isArray(value) ? value.map(asNode) : [asNode(value as XmlNode)]; // Array.isArray does not narrow readonly arrays
}

/** The first child of this name. */
export function child(node: XmlNode, name: string): XmlNode | null {
  return children(node, name)[0] ?? null;
}

/** Names of the child elements, each once. */
export function childNames(node: XmlNode): string[] {
  return Object.keys(node).filter((name) => !name.startsWith('@') && name !== '#text');
}

/** Text of the first child of this name; null where it is absent or empty. */
export function text(node: XmlNode, name: string): string | null {
  const found = child(node, name);
  const value = found ? own(found, '#text') : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An attribute; null where it is absent or empty. */
export function attribute(node: XmlNode, name: string): string | null {
  const value = own(node, `@${name}`);
  return typeof value === 'string' && value !== '' ? value : null;
}
