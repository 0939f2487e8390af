import type { Guid } from '../records.ts';
import { parseLinks } from '../xml/parse.ts';
import { attribute, child, children, text, type XmlNode } from '../xml/tree.ts';
import { guidIn } from '../xml/values.ts';
import { UnreadableRecord } from './unreadable-record.ts';

/** A link of a record: what it leads to, by type, name and id. Its host is never followed. */
export type Link = { rel: string | null; type: string | null; name: string | null; id: Guid | null };

/** All links of a record in EM's order. */
export function links(node: XmlNode): Link[] {
  const content = text(node, 'Links');
  const list = content === null ? child(node, 'Links') : parseLinks(content);
  if (!list) return [];
  return children(list, 'Link').map((link) => ({
    rel: attribute(link, 'Rel'),
    type: attribute(link, 'Type'),
    name: attribute(link, 'Name'),
    id: guidIn(attribute(link, 'Href')),
  }));
}

/** Whether a link leads to a resource of this kind, as an entity or as a reference. */
export function leadsTo(link: Link, kind: string): boolean {
  return link.type?.replace(/Reference$/i, '').toLowerCase() === kind.toLowerCase();
}

/** A record's own id: from its UID, else from its Href; null where neither holds one. */
export function ownId(node: XmlNode): Guid | null {
  return guidIn(attribute(node, 'UID')) ?? guidIn(attribute(node, 'Href'));
}

/** The id that a record cannot do without. Throws UnreadableRecord: a record left out would be shorter data. */
export function neededId(node: XmlNode, kind: string): Guid {
  const id = ownId(node);
  if (id === null) throw new UnreadableRecord(`it holds a ${kind} without id`, { name: nameOf(node) });
  return id;
}

/** The name of a record. */
function nameOf(node: XmlNode): string | null {
  return attribute(node, 'Name') ?? text(node, 'Name');
}
