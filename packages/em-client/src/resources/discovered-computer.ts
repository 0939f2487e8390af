import type { DiscoveredComputer } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { leadsTo, links, neededId } from './links.ts';
import { UnreadableRecord } from './unreadable-record.ts';

/**
 * `DiscoveredComputer` as a record (reference 13.1, GET /query?type=DiscoveredComputer). Throws UnreadableRecord where it has no
 * id or no name: a computer without a name is none that a backup could be found of.
 */
export function discoveredComputerOf(node: XmlNode): DiscoveredComputer {
  const id = neededId(node, 'DiscoveredComputer');
  const name = attribute(node, 'Name') ?? text(node, 'Name');
  if (!name) throw new UnreadableRecord(`its computer ${id} has no name`, { id });
  const nameOf = (kind: string) => links(node).find((link) => leadsTo(link, kind))?.name ?? null;
  return {
    id,
    name,
    protectionGroup: nameOf('AgentProtectionGroup'),
    backupServer: nameOf('BackupServer'),
    agentStatus: text(node, 'AgentStatus'),
  };
}
