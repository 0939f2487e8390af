import { value } from '#wire/element.ts';
import type { Flavour } from '#wire/wire.ts';
import { guidOf } from '#world/guid.ts';
import type { BackupServer } from '#world/records.ts';
import { type Kind, upLink } from './kind.ts';
import type { LinkWish } from './sheet.ts';

export const SERVER_DESCRIPTION = 'Veeam Backup Server';
/** Captured from 13.0.1, the port of its web service, and the one of the reference. */
export const PORTS: Record<Flavour, number> = { v12: 9392, v13: 443 };
export const VERSIONS: Record<Flavour, string> = { v12: '12.3.2.3617', v13: '13.0.1.1071' };

/** Links in the order of the reference's list (13.1, /backupServers) and of captured entities (12.3.2, 13.0.1). */
export const BACKUP_SERVER: Kind<BackupServer> = {
  type: 'BackupServer',
  plural: 'BackupServers',
  place: '/backupServers',
  id: (server) => server.id,
  title: (server) => server.name,
  above(server, _sheet, form) {
    if (form === 'entity') return [];
    return [
      down(server, 'JobReferenceList', 'jobs'),
      down(server, 'RepositoryReferenceList', 'repositories'),
      down(server, 'CredentialsList', 'credentials'),
      down(server, 'PasswordKeyList', 'passwords'),
    ];
  },
  below(server, form) {
    const path = pathOf(server);
    const managed = down(server, 'ManagedServerReferenceList', 'managedServers');
    if (form === 'reference') return [managed];
    return [
      { rel: 'Edit', type: 'BackupServerReference', path },
      { rel: 'Delete', type: 'BackupServerReference', path },
      down(server, 'JobReferenceList', 'jobs'),
      managed,
      down(server, 'RepositoryReferenceList', 'repositories'),
      down(server, 'ExternalRepositoryReferenceList', 'externalRepositories'),
      down(server, 'CredentialsList', 'credentials'),
      { rel: 'Create', path: `${path}/credentials?action=create` },
      down(server, 'PasswordKeyList', 'passwords'),
      { rel: 'Create', path: `${path}/passwords?action=create` },
      { rel: 'VeeamZip', path: `${path}?action=veeamzip` },
      { rel: 'QuickBackup', path: `${path}?action=quickbackup` },
      { rel: 'Start', path: `${path}?action=collect` },
    ];
  },
  members: (server, sheet) => [
    value('Description', SERVER_DESCRIPTION),
    value('Port', PORTS[sheet.flavour]),
    value('Version', VERSIONS[sheet.flavour]),
    value('WcfPort', 9405),
    value('VbrCertificateThumbprint', thumbprintOf(server)),
  ],
};

function pathOf({ id }: BackupServer): string {
  return `/backupServers/${id}`;
}

function down(server: BackupServer, type: string, part: string): LinkWish {
  return { rel: 'Down', type, path: `${pathOf(server)}/${part}` };
}

/** Forty hexadecimal digits, as of a SHA-1. */
function thumbprintOf({ id }: BackupServer): string {
  const digits = [guidOf(`${id}/certificate`), guidOf(`${id}/certificate/rest`)].join('').replaceAll('-', '');
  return digits.slice(0, 40).toUpperCase();
}

/** The link to the server that everything of it begins with. */
export function serverLink(server: BackupServer): LinkWish {
  return upLink(BACKUP_SERVER, server);
}
