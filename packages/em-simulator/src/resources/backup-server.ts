import { type Element, element, value } from '#wire/element.ts';
import type { BackupServer } from '#world/records.ts';
import { type Identity, identityAttributes, type LinkWish, links, reference, type Sheet, urn } from './sheet.ts';

function identityOf(server: BackupServer): Identity {
  return {
    type: 'BackupServer',
    path: `/backupServers/${server.id}?format=Entity`,
    name: server.name,
    uid: urn('BackupServer', server.id),
  };
}

/** The link to the server that everything of it begins with. */
export function serverLink(server: BackupServer): LinkWish {
  return { rel: 'Up', type: 'BackupServer', name: server.name, path: `/backupServers/${server.id}?format=Entity` };
}

export function serverReference(sheet: Sheet, server: BackupServer): Element {
  return reference(sheet, identityOf(server), linksOf(server));
}

export function serverEntity(sheet: Sheet, server: BackupServer): Element {
  return element('BackupServer', identityAttributes(sheet, identityOf(server)), [
    links(sheet, linksOf(server)),
    value('Description', 'Veeam Backup Server'),
    value('Port', 9392),
    value('Version', sheet.flavour === 'v13' ? '13.0.0.4967' : '12.3.0.310'),
  ]);
}

function linksOf(server: BackupServer): LinkWish[] {
  return [
    { rel: 'Alternate', type: 'BackupServerReference', name: server.name, path: `/backupServers/${server.id}` },
    { rel: 'Collect', path: `/backupServers/${server.id}?action=collect` },
  ];
}
