import { value } from '#wire/element.ts';
import type { ManagedServer } from '#world/infrastructure.ts';
import { BACKUP_SERVER, serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';

/** Links as in the reference's examples (13.1, /managedServers and GET /managedServers/{ID}): an entity leads to other entities. */
export const MANAGED_SERVER: Kind<ManagedServer> = {
  type: 'ManagedServer',
  plural: 'ManagedServers',
  place: '/managedServers',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above({ server }, _sheet, form) {
    if (form === 'reference') return [];
    return [{ ...serverLink(server), type: BACKUP_SERVER.type, path: `${serverLink(server).path}?format=Entity` }];
  },
  below({ server, id, name }, form) {
    if (form === 'reference') return [serverLink(server)];
    return [{ rel: 'Related', type: 'HierarchyRoot', path: `/hierarchyRoots/${id}?format=Entity`, name }];
  },
  members: ({ type }) => [value('Description', ''), value('ManagedServerType', type)],
};
