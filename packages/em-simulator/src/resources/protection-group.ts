import { value } from '#wire/element.ts';
import type { Flavour } from '#wire/wire.ts';
import { guidOf } from '#world/guid.ts';
import type { Computer, ProtectionGroup } from '#world/infrastructure.ts';
import { hashOf } from '#world/random.ts';
import { serverLink } from './backup-server.ts';
import { type Kind, upLink } from './kind.ts';

const NO_HOST = '00000000-0000-0000-0000-000000000000';

export const AGENT_VERSIONS: Record<Flavour, string> = { v12: '6.3.2.1302', v13: '13.0.1.203' };
export const AGENT_STATUS = 'Installed';

/** Members as in the reference's example (13.1, /agents/protectionGroups/{ID}). */
export const PROTECTION_GROUP: Kind<ProtectionGroup> = {
  type: 'AgentProtectionGroup',
  plural: 'AgentProtectionGroups',
  place: '/agents/protectionGroups',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: ({ server }) => [serverLink(server)],
  below({ id }, form) {
    const path = `/agents/protectionGroups/${id}/discoveredComputers`;
    if (form === 'reference') return [{ rel: 'Down', type: 'DiscoveredComputerReferenceList', path }];
    return [{ rel: 'Down', type: 'DiscoveredComputerList', path: `${path}?format=Entity` }];
  },
  members: (group) => [
    value('RescanScheduleEnabled', true),
    value('HierarchyObjRef', objectRef('AgentProtectionGroup', guidOf(`${group.id}/object`))),
  ],
};

/** Members and the address that leads nowhere as in the reference's examples (13.1, /agents/discoveredComputers) and as captured from 12.3.2. */
export const DISCOVERED_COMPUTER: Kind<Computer> = {
  type: 'DiscoveredComputer',
  plural: 'DiscoveredComputers',
  place: '/agents/discoveredComputers',
  givenPlace: '/backupTaskSessions',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: ({ group }) => [serverLink(group.server)],
  below: ({ group }, form) => (form === 'reference' ? [] : [upLink(PROTECTION_GROUP, group)]),
  members: (computer, sheet) => [
    value('HostStatus', 'Online'),
    value('AgentVersion', AGENT_VERSIONS[sheet.flavour]),
    value('AgentStatus', AGENT_STATUS),
    value('OsVersion', systemOf(computer)),
    value('IpAddress', addressOf(computer)),
    value('HierarchyObjRef', objectRef('VeeamAgent', computer.id)),
  ],
};

const WINDOWS = [
  'Microsoft Windows Server 2025 (64-bit)',
  'Microsoft Windows Server 2022 (64-bit)',
  'Microsoft Windows Server 2019 (64-bit)',
  'Microsoft Windows 11 (64-bit)',
] as const;
const LINUX = [
  'Ubuntu 24.04',
  'Red Hat Enterprise Linux 9.4',
  'Debian GNU/Linux 12',
  'SUSE Linux Enterprise 15',
] as const;

/** The operating system of a computer. */
export function systemOf({ id, group }: Computer): string {
  return group.platform === 'AgentForWindows' ? oneOf(WINDOWS, id) : oneOf(LINUX, id);
}

function oneOf(texts: readonly string[], id: string): string {
  return texts[hashOf(`${id}/system`) % texts.length] ?? '';
}

/** The address of a computer. */
export function addressOf({ id }: Computer): string {
  const hash = hashOf(`${id}/address`);
  return `172.17.${(hash >>> 8) % 64}.${1 + (hash % 250)}`;
}

/** How a hierarchy object of agents is named: it has no host, and the platform of Windows on Linux as well (captured 12.3.2). */
function objectRef(kind: string, id: string): string {
  return `urn:AgentForWindows:${kind}:${NO_HOST}.${id}`;
}
