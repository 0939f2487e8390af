import { parseXml, UnreadableXml } from './parse.ts';
import type { XmlNode } from './tree.ts';

export type Json = string | { [name: string]: Json } | Json[];

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
 * EM's XML as JSON, member by member under EM's own names: attributes and elements alike, repeated elements as a list.
 * Null for bytes that are no sound XML.
 */
export function xmlToJson(bytes: Uint8Array): Json | null {
  try {
    const { rootName, root } = parseXml(bytes);
    return { [rootName]: jsonOf(root) };
  } catch (error) {
    if (error instanceof UnreadableXml) return null;
    throw error;
  }
}
