import { value } from '#wire/element.ts';
import type { Computer, ProtectionGroup } from '#world/infrastructure.ts';
import { serverLink } from './backup-server.ts';
import { type Kind, upLink } from './kind.ts';
import { urn } from './sheet.ts';

export const PROTECTION_GROUP: Kind<ProtectionGroup> = {
  type: 'ProtectionGroup',
  plural: 'ProtectionGroups',
  place: '/agents/protectionGroups',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: ({ server }) => [serverLink(server)],
  below: ({ id }) => [
    {
      rel: 'Down',
      type: 'DiscoveredComputerReferenceList',
      path: `/agents/protectionGroups/${id}/discoveredComputers`,
    },
  ],
  members: () => [value('Description', ''), value('GroupType', 'IndividualComputers'), value('Enabled', true)],
};

export const DISCOVERED_COMPUTER: Kind<Computer> = {
  type: 'DiscoveredComputer',
  plural: 'DiscoveredComputers',
  place: '/agents/discoveredComputers',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: ({ group }) => [serverLink(group.server), upLink(PROTECTION_GROUP, group)],
  below: () => [],
  members: ({ group }, sheet) => [
    value('ProtectionGroupUid', urn('ProtectionGroup', group.id)),
    value('OsType', group.platform === 'AgentForWindows' ? 'Windows' : 'Linux'),
    value('State', 'Online'),
    value('AgentStatus', 'Installed'),
    value('AgentVersion', sheet.flavour === 'v13' ? '13.0.0.1008' : '6.3.0.177'),
  ],
};
