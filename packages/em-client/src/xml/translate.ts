import { withOwnHrefs } from './own-hrefs.ts';
import { parseChecked, UnreadableXml } from './parse.ts';
import type { XmlNode } from './tree.ts';

type Json = string | { [name: string]: Json } | Json[];

/** EM's XML in another format, with the name of its root; or why it is no sound XML, as half a sentence. */
export type Translated = { rootName: string; text: string } | { flaw: string };

const root = /^(?:\s|<\?[^>]*>|<!--[\s\S]*?-->)*<([^\s/>]+)/;

function jsonOf(value: string | XmlNode | readonly (string | XmlNode)[]): Json {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  const members = Object.entries(value as XmlNode); // Array.isArray does not narrow readonly arrays
  if (members.length === 1 && members[0]?.[0] === '#text') return jsonOf(members[0][1]);
  return Object.fromEntries(
    members.map(([name, inner]) => [
      name.startsWith('@') ? name.slice(1) : name === '#text' ? 'Text' : name,
      jsonOf(inner),
    ]),
  );
}

/**
 * EM's XML for somebody else, every Href in it made anew by `own`. As JSON it stands member by member under EM's own
 * names: attributes and elements alike, repeated elements as a list.
 */
export function translateXml(bytes: Uint8Array, format: 'xml' | 'json', own: (href: string) => string): Translated {
  try {
    const text = withOwnHrefs(bytes, own);
    if (format === 'xml') return { rootName: root.exec(text)?.[1] ?? '', text };
    const document = parseChecked(text);
    return { rootName: document.rootName, text: JSON.stringify({ [document.rootName]: jsonOf(document.root) }) };
  } catch (error) {
    if (error instanceof UnreadableXml) return { flaw: error.message };
    throw error;
  }
}
