import { value } from '#wire/element.ts';
import type { BackupServer } from '#world/records.ts';
import { type Kind, upLink } from './kind.ts';
import type { LinkWish } from './sheet.ts';

export const BACKUP_SERVER: Kind<BackupServer> = {
  type: 'BackupServer',
  plural: 'BackupServers',
  place: '/backupServers',
  id: (server) => server.id,
  title: (server) => server.name,
  above: () => [],
  below(server) {
    const path = `/backupServers/${server.id}`;
    return [
      { rel: 'Down', type: 'JobReferenceList', path: `${path}/jobs` },
      { rel: 'Down', type: 'ManagedServerReferenceList', path: `${path}/managedServers` },
      { rel: 'Down', type: 'RepositoryReferenceList', path: `${path}/repositories` },
      { rel: 'Start', path: `${path}?action=collect` },
    ];
  },
  members: (_server, sheet) => [
    value('Description', 'Veeam Backup Server'),
    value('Port', 9392),
    value('Version', sheet.flavour === 'v13' ? '13.0.0.4967' : '12.3.0.310'),
  ],
};

/** The link to the server that everything of it begins with. */
export function serverLink(server: BackupServer): LinkWish {
  return upLink(BACKUP_SERVER, server);
}
