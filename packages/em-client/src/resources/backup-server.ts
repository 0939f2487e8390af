import type { BackupServer } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { neededId } from './links.ts';

/** `BackupServer` as a record. Throws UnreadableRecord where it has no id. */
export function backupServerOf(node: XmlNode): BackupServer {
  const id = neededId(node, 'BackupServer');
  return { id, name: attribute(node, 'Name') ?? text(node, 'Name') ?? id };
}
