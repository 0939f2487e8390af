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

/** Writes an answer as Enterprise Manager's XML, with the oddities asked for. */
export function writeXml(root: Element, wire: Wire): string {
  const declaration = wire.declaration ? '<?xml version="1.0" encoding="utf-8"?>' : '';
  const namespaces = writeAttributes(NAMESPACES[wire.flavour], wire, 'xmlns');
  return `${wire.bom ? '\uFEFF' : ''}${declaration}${writeElement(root, wire, namespaces)}`;
}

function writeElement(node: Element, wire: Wire, namespaces = ''): string {
  const isRoot = namespaces !== '';
  const attributes = writeAttributes(node.attributes, wire, node.name, wire.unknownElements && !isRoot);
  // From v13 on, and in errors always, namespaces stand behind the attributes (captured 12.3.2, 13.0.1).
  const isAttributesFirst = wire.flavour === 'v13' || node.name === 'Error';
  const opening = `<${node.name}${isAttributesFirst ? attributes + namespaces : namespaces + attributes}`;
  let inner = node.text === undefined ? '' : escapeText(node.text);
  for (const child of node.children) inner += writeChild(child, wire);
  if (wire.unknownElements && node.children.length > 0) inner += '<AddedLater Kind="New">1</AddedLater>';
  return inner === '' ? `${opening} />` : `${opening}>${inner}</${node.name}>`;
}

function writeChild(child: Child, wire: Wire): string {
  if (child.kind === 'value') return writeValue(child.name, child.value);
  if (child.kind === 'element') return writeElement(child, wire);
  let items = '';
  for (const item of child.items) items += writeChild(item, wire);
  if (child.inline) return items;
  return items === '' ? `<${child.name} />` : `<${child.name}>${items}</${child.name}>`;
}

function writeValue(name: string, content: Scalar): string {
  if (content === null) return '';
  const text = typeof content === 'string' ? escapeText(content) : String(content);
  return text === '' ? `<${name} />` : `<${name}>${text}</${name}>`;
}

function writeAttributes(attributes: Record<string, Scalar>, wire: Wire, element: string, withUnknown = false): string {
  const names = Object.keys(attributes).filter((name) => attributes[name] !== null);
  let text = '';
  for (const name of inOrder(names, wire, element)) text += ` ${name}="${escapeAttribute(String(attributes[name]))}"`;
  return withUnknown && text !== '' ? `${text} AddedLater="x"` : text;
}

const OF_ENTITIES = ['Href', 'Type', 'Name', 'UID'];
const OF_REFERENCES = ['UID', 'Name', 'Href', 'Type'];
/** The order of attributes from v13 on (captured 13.0.1; references: reference 13.1, GET /agents/backupSessions); others follow. */
const V13_ORDER: Record<string, string[]> = {
  Link: ['Href', 'Name', 'Type', 'Rel'],
  Ref: OF_REFERENCES,
  EntityRef: OF_REFERENCES,
};

/** The order of attributes differs between servers: as declared up to v12, a fixed one from v13. */
function inOrder(names: string[], wire: Wire, element: string): string[] {
  // By length is an order no client expects and yet the same at every run.
  if (wire.shuffleAttributes) return names.sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
  if (wire.flavour === 'v12') return names;
  const order = V13_ORDER[element] ?? OF_ENTITIES;
  const first = order.filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !order.includes(name))];
}

const TEXT_MARKS = /[&<>\r]/g;
const ATTRIBUTE_MARKS = /[&<>"\r\n\t]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what has to be escaped or cannot be in XML 1.0 at all.
const ANY_MARK = /[\u0000-\u001f&<>"\ud800-\udfff\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 cannot hold.
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeText(text: string): string {
  return isPlain(text) ? text : legal(text).replace(TEXT_MARKS, (mark) => ESCAPES[mark] ?? mark);
}

function escapeAttribute(text: string): string {
  return isPlain(text) ? text : legal(text).replace(ATTRIBUTE_MARKS, (mark) => ATTRIBUTE_ESCAPES[mark] ?? mark);
}

/** Nearly every text is, and looking is much cheaper than replacing. */
function isPlain(text: string): boolean {
  return !ANY_MARK.test(text);
}

function legal(text: string): string {
  return text.toWellFormed().replace(NOT_IN_XML, '\uFFFD');
}
