import type { BackupServer } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { ownId } from './links.ts';

/** `BackupServer`, or a reference to one, as a record; null where it has no id. */
export function backupServerOf(node: XmlNode): BackupServer | null {
  const id = ownId(node);
  return id === null ? null : { id, name: attribute(node, 'Name') ?? text(node, 'Name') ?? id };
}
