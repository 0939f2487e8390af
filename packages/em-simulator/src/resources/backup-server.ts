import { value } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
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
  below(server, form) {
    const path = `/backupServers/${server.id}`;
    const own = [
      { rel: 'Edit', type: 'BackupServerReference', path },
      { rel: 'Delete', type: 'BackupServerReference', path },
    ];
    const down = [
      { rel: 'Down', type: 'JobReferenceList', path: `${path}/jobs` },
      { rel: 'Down', type: 'ManagedServerReferenceList', path: `${path}/managedServers` },
      { rel: 'Down', type: 'RepositoryReferenceList', path: `${path}/repositories` },
    ];
    if (form === 'reference') return down;
    return [
      ...own,
      ...down,
      { rel: 'Down', type: 'CredentialsList', path: `${path}/credentials` },
      { rel: 'Create', path: `${path}/credentials?action=create` },
      { rel: 'Down', type: 'PasswordKeyList', path: `${path}/passwords` },
      { rel: 'Create', path: `${path}/passwords?action=create` },
      { rel: 'VeeamZip', path: `${path}?action=veeamzip` },
      { rel: 'QuickBackup', path: `${path}?action=quickbackup` },
      { rel: 'Start', path: `${path}?action=collect` },
    ];
  },
  members: (server, sheet) => [
    value('Description', 'Veeam Backup Server'),
    // Captured: 13.0.1 names the port of its web service; the others are the reference's.
    value('Port', sheet.flavour === 'v13' ? 443 : 9392),
    value('Version', sheet.flavour === 'v13' ? '13.0.1.1071' : '12.3.2.3617'),
    value('WcfPort', 9405),
    value('VbrCertificateThumbprint', thumbprintOf(server)),
  ],
};

/** Forty hexadecimal digits, as of a SHA-1. */
function thumbprintOf({ id }: BackupServer): string {
  const digits = [guidOf(`${id}/certificate`), guidOf(`${id}/certificate/rest`)].join('').replaceAll('-', '');
  return digits.slice(0, 40).toUpperCase();
}

/** The link to the server that everything of it begins with. */
export function serverLink(server: BackupServer): LinkWish {
  return upLink(BACKUP_SERVER, server);
}
