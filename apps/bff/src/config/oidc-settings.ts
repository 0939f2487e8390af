import { readCaFile } from './ca-file.ts';
import { isLoopback } from './em-settings.ts';
import type { Reader } from './environment.ts';
import { type SettingName, settingNames } from './setting-names.ts';

export type OidcSettings = {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  scope: string;
  groupsClaim: string;
  nameClaim: string;
  operatorGroups: string[];
  viewerGroups: string[];
  ca: string | undefined;
  /** Its displayed name: the button on the sign-in page. */
  name: string;
};

const own = settingNames.filter((name) => name.startsWith('OIDC_') && name !== 'OIDC_ISSUER');

function readIssuer(reader: Reader, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.pathname.includes('/.well-known/')
  ) {
    reader.fault(
      'OIDC_ISSUER is no issuer: give its address as the provider writes it, https://login.example.com/realms/main.',
    );
    return new URL('https://issuer.invalid');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    reader.fault('OIDC_ISSUER is http: sign-ins could be forged on the way; give https.');
  }
  return url;
}

/** Names between commas, or a JSON list where a name holds one. */
function readGroups(reader: Reader, name: SettingName): string[] {
  const value = reader.text(name) ?? '';
  if (!value.trimStart().startsWith('[')) {
    return value
      .split(',')
      .map((group) => group.trim())
      .filter((group) => group !== '');
  }
  try {
    const list: unknown = JSON.parse(value);
    if (Array.isArray(list) && list.every((group) => typeof group === 'string' && group !== '')) return list;
  } catch {
    // Reported below, with the setting to use instead.
  }
  reader.fault(`${name} begins like a JSON list but is none: give ["cn=ops,dc=example", "…"] or names between commas.`);
  return [];
}

/** The organisation's own sign-in; undefined where there is none. */
export function readOidcSettings(reader: Reader): OidcSettings | undefined {
  const issuer = reader.text('OIDC_ISSUER');
  if (issuer === undefined) {
    const given = own.filter((name) => reader.text(name) !== undefined);
    if (given.length > 0) reader.fault(`${given.join(', ')}: given without OIDC_ISSUER; give it, or leave them out.`);
    return undefined;
  }
  const operatorGroups = readGroups(reader, 'OIDC_OPERATOR_GROUPS');
  const viewerGroups = readGroups(reader, 'OIDC_VIEWER_GROUPS');
  if (operatorGroups.length + viewerGroups.length === 0) {
    reader.fault(
      'OIDC_OPERATOR_GROUPS and OIDC_VIEWER_GROUPS are missing: nobody could come in; name at least one group.',
    );
  }
  return {
    issuer: readIssuer(reader, issuer),
    clientId: reader.required(
      'OIDC_CLIENT_ID',
      reader.text('OIDC_CLIENT_ID'),
      'the client that we are at the provider',
    ),
    clientSecret: reader.required(
      'OIDC_CLIENT_SECRET',
      reader.secret('OIDC_CLIENT_SECRET'),
      'the secret of that client, also as OIDC_CLIENT_SECRET_FILE',
    ),
    scope: reader.text('OIDC_SCOPE') ?? 'openid profile email',
    groupsClaim: reader.text('OIDC_GROUPS_CLAIM') ?? 'groups',
    nameClaim: reader.text('OIDC_NAME_CLAIM') ?? 'preferred_username',
    operatorGroups,
    viewerGroups,
    ca: readCaFile(reader, 'OIDC_CA_FILE'),
    name: reader.text('OIDC_NAME') ?? 'your organisation',
  };
}
