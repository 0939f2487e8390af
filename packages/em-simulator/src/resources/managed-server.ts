import { value } from '#wire/element.ts';
import type { ManagedServer } from '#world/infrastructure.ts';
import { serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';

export const MANAGED_SERVER: Kind<ManagedServer> = {
  type: 'ManagedServer',
  plural: 'ManagedServers',
  place: '/managedServers',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: ({ server }) => [serverLink(server)],
  below: () => [],
  members: ({ type }) => [value('Description', ''), value('ManagedServerType', type)],
};
