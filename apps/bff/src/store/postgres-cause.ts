import { StoreSilentError } from './within.ts';

/** Why a PostgreSQL cannot be used, and what an administrator does about it. */
type Cause = { what: string; give: string };

/** The oldest that is tried; older ones are refused rather than half used. */
export const OLDEST_POSTGRES = 14;

/** A PostgreSQL that is too old. */
export class OldPostgresError extends Error {
  override readonly name = 'OldPostgresError';
}

const unreachable =
  'check host and port in DATABASE_URL, and that PostgreSQL listens there (listen_addresses, firewall)';
const untrusted =
  'add sslrootcert=/path/to/ca.pem to DATABASE_URL, with the authority that signed the certificate of PostgreSQL';

/** Codes of PostgreSQL, https://www.postgresql.org/docs/current/errcodes-appendix.html, of the network and of TLS. */
const causes: Readonly<Record<string, Cause>> = {
  '28P01': { what: 'it refuses the password or the account', give: 'check user and password in DATABASE_URL' },
  '28000': {
    what: 'it does not let this account in from here',
    give: 'check the user in DATABASE_URL, and the lines of pg_hba.conf for it and for this machine',
  },
  '3D000': { what: 'it has no such database', give: 'create the database, or correct its name in DATABASE_URL' },
  '42501': {
    what: 'the account has no right to make or change its tables',
    give: 'make it the owner of the database, or GRANT CREATE, USAGE ON SCHEMA public to it',
  },
  '53300': {
    what: 'it has no connection left for us',
    give: 'raise max_connections or the limit of the account (ten for each process of Retry Desk), or end other connections',
  },
  '25006': {
    what: 'it can only be read, as a standby can',
    give: 'give the address of the primary, or target_session_attrs of a proxy that leads to it',
  },
  '57P03': { what: 'it is being started or stopped', give: 'try again in a moment' },
  '53100': { what: 'its disk is full', give: 'make room on it' },
  ENOTFOUND: { what: 'its host is not known', give: 'check the host in DATABASE_URL, and the name service' },
  EAI_AGAIN: {
    what: 'the name service does not respond',
    give: 'check the host in DATABASE_URL, and the name service',
  },
  ECONNREFUSED: { what: 'nothing takes connections there', give: unreachable },
  EHOSTUNREACH: { what: 'no way leads to it', give: unreachable },
  ENETUNREACH: { what: 'no way leads to it', give: unreachable },
  ETIMEDOUT: { what: 'it does not respond', give: unreachable },
  ECONNRESET: { what: 'it closed the connection', give: unreachable },
  ENOENT: { what: 'a file that its address names is missing', give: 'check sslrootcert, sslcert and sslkey' },
  EACCES: { what: 'a file that its address names cannot be read', give: 'check the rights on it' },
  SELF_SIGNED_CERT_IN_CHAIN: { what: 'its certificate is not trusted', give: untrusted },
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: 'its certificate is not trusted', give: untrusted },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { what: 'its certificate is not trusted', give: untrusted },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { what: 'its certificate is not trusted', give: untrusted },
  CERT_HAS_EXPIRED: { what: 'its certificate has expired', give: 'renew it on the server' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'its certificate is for another name',
    give: 'give the name that stands in the certificate as host in DATABASE_URL',
  },
};

/** Errors of the library, which have no code. */
const byWords: readonly (readonly [words: RegExp, cause: Cause])[] = [
  [
    /no encryption|SSL off/,
    { what: 'it takes encrypted connections only', give: 'add sslmode=verify-full to DATABASE_URL' },
  ],
  [/does not support SSL/, { what: 'it has no TLS', give: 'switch ssl on there, or take sslmode out of DATABASE_URL' }],
  [/timeout|timed out/i, { what: 'it does not respond', give: unreachable }],
  [/password must be a string/, { what: 'it asks for a password', give: 'give user and password in DATABASE_URL' }],
  [/read-only/, { what: 'it can only be read, as a standby can', give: 'give the address of the primary' }],
];

const unknown: Cause = { what: 'it cannot be used', give: 'check its address, account and rights to create tables' };

/** The cause of an error while a PostgreSQL was opened. */
export function postgresCause(error: unknown): Cause {
  if (error instanceof OldPostgresError)
    return { what: error.message, give: `bring it up to ${OLDEST_POSTGRES} or newer` };
  if (error instanceof StoreSilentError) return { what: 'it does not respond', give: unreachable };
  const text = error instanceof Error ? error.message : String(error);
  const worded = byWords.find(([words]) => words.test(text))?.[1];
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return worded ?? (typeof code === 'string' ? causes[code] : undefined) ?? unknown;
}

/** Where an address leads, without its password. */
export function databasePlace(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  return url === null ? 'DATABASE_URL' : `${url.username || 'nobody'} at ${url.host}${url.pathname}`;
}
