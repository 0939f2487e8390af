import type { Child, Element, Scalar } from './element.ts';
import type { Flavour, Wire } from './wire.ts';

const OWN = { xmlns: 'http://www.veeam.com/ent/v1.0' };
const SCHEMA = { 'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema' };
const INSTANCE = { 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' };
/** The order differs between servers. */
const NAMESPACES: Record<Flavour, Record<string, string>> = {
  v12: { ...OWN, ...SCHEMA, ...INSTANCE },
  v13: { ...INSTANCE, ...SCHEMA, ...OWN },
};

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
const ATTRIBUTE_ESCAPES: Record<string, string> = { ...ESCAPES, '\n': '&#xA;', '\t': '&#x9;' };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 cannot hold.
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Writes an answer as Enterprise Manager's XML, with the oddities asked for. */
export function writeXml(root: Element, wire: Wire): string {
  const withNamespaces = { ...root, attributes: { ...NAMESPACES[wire.flavour], ...root.attributes } };
  const declaration = wire.declaration ? '<?xml version="1.0" encoding="utf-8"?>' : '';
  return `${wire.bom ? '\uFEFF' : ''}${declaration}${writeElement(withNamespaces, wire, 0)}`;
}

function writeElement(node: Element, wire: Wire, depth: number): string {
  const opening = `<${node.name}${writeAttributes(node.attributes, wire, depth)}`;
  const unknown = wire.unknownElements && node.children.length > 0 ? '<AddedLater Kind="New">1</AddedLater>' : '';
  const text = node.text === undefined ? '' : escapeText(node.text);
  const inner = text + node.children.map((child) => writeChild(child, wire, depth + 1)).join('') + unknown;
  return inner === '' ? `${opening} />` : `${opening}>${inner}</${node.name}>`;
}

function writeChild(child: Child, wire: Wire, depth: number): string {
  switch (child.kind) {
    case 'element':
      return writeElement(child, wire, depth);
    case 'value':
      return writeValue(child.name, child.value);
    case 'list': {
      const items = child.items.map((item) => writeChild(item, wire, depth + 1)).join('');
      if (child.inline) return items;
      return items === '' ? `<${child.name} />` : `<${child.name}>${items}</${child.name}>`;
    }
  }
}

function writeValue(name: string, content: Scalar): string {
  if (content === null) return '';
  const text = escapeText(String(content));
  return text === '' ? `<${name} />` : `<${name}>${text}</${name}>`;
}

function writeAttributes(attributes: Record<string, Scalar>, wire: Wire, depth: number): string {
  const entries = Object.entries(attributes).filter(([, content]) => content !== null);
  if (wire.unknownElements && depth > 0 && entries.length > 0) entries.push(['AddedLater', 'x']);
  const ordered = inOrder(entries, wire);
  return ordered.map(([name, content]) => ` ${name}="${escapeAttribute(String(content))}"`).join('');
}

function inOrder(entries: [string, Scalar][], wire: Wire): [string, Scalar][] {
  // By length is an order no client expects and yet the same at every run.
  if (wire.shuffleAttributes) return entries.toSorted(([a], [b]) => b.length - a.length || (a < b ? 1 : -1));
  if (wire.flavour === 'v12') return entries;
  // By name, after the namespaces.
  return entries.toSorted(([a], [b]) => Number(b.startsWith('xmlns')) - Number(a.startsWith('xmlns')) || byName(a, b));
}

function byName(a: string, b: string): number {
  if (a.startsWith('xmlns')) return 0;
  return a < b ? -1 : 1;
}

function escapeText(text: string): string {
  return withoutControls(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

function escapeAttribute(text: string): string {
  return withoutControls(text).replace(/[&<>"\r\n\t]/g, (character) => ATTRIBUTE_ESCAPES[character] ?? character);
}

/** XML 1.0 cannot hold most control characters at all. */
function withoutControls(text: string): string {
  return text.toWellFormed().replace(NOT_IN_XML, '\uFFFD');
}
