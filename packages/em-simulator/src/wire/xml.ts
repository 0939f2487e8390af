import type { Child, Element, Scalar } from './element.ts';
import type { Wire } from './wire.ts';

const NAMESPACES = {
  xmlns: 'http://www.veeam.com/ent/v1.0',
  'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
const ATTRIBUTE_ESCAPES: Record<string, string> = { ...ESCAPES, '\n': '&#xA;', '\t': '&#x9;' };

/** Writes an answer as Enterprise Manager's XML, with the oddities asked for. */
export function writeXml(root: Element, wire: Wire): string {
  const withNamespaces = { ...root, attributes: { ...NAMESPACES, ...root.attributes } };
  const declaration = wire.declaration ? '<?xml version="1.0" encoding="utf-8"?>' : '';
  return `${wire.bom ? '\uFEFF' : ''}${declaration}${writeElement(withNamespaces, wire, 0)}`;
}

function writeElement(node: Element, wire: Wire, depth: number): string {
  const opening = `<${node.name}${writeAttributes(node.attributes, wire, depth)}`;
  const unknown = wire.unknownElements && node.children.length > 0 ? '<AddedLater Kind="New">1</AddedLater>' : '';
  const inner = node.children.map((child) => writeChild(child, wire, depth + 1)).join('') + unknown;
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
  // A rotation by name length is an order no client expects and yet the same at every run.
  const ordered = wire.shuffleAttributes
    ? entries.toSorted(([a], [b]) => b.length - a.length || b.localeCompare(a))
    : entries;
  return ordered.map(([name, content]) => ` ${name}="${escapeAttribute(String(content))}"`).join('');
}

function escapeText(text: string): string {
  return withoutControls(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

function escapeAttribute(text: string): string {
  return withoutControls(text).replace(/[&<>"\r\n\t]/g, (character) => ATTRIBUTE_ESCAPES[character] ?? character);
}

/** XML 1.0 cannot hold most control characters at all. */
function withoutControls(text: string): string {
  return Array.from(text.toWellFormed(), (character) => (isControl(character) ? '\uFFFD' : character)).join('');
}

function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 0x20 && code !== 0x9 && code !== 0xa && code !== 0xd) || code === 0xfffe || code === 0xffff;
}
