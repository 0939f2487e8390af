import { isIP } from 'node:net';
import { apiPaths, pagePaths } from '@retry-desk/contract';
import { type EmSettings, isLoopback, readEmSettings } from './em-settings.ts';
import type { Reader } from './environment.ts';
import { ConfigurationError } from './faults.ts';
import { type NotifySettings, readNotifySettings } from './notify-settings.ts';
import { type OidcSettings, readOidcSettings } from './oidc-settings.ts';
import { type ProxySettings, readProxySettings } from './proxy-settings.ts';
import type { SettingName } from './setting-names.ts';
import { readTlsSettings, type TlsSettings } from './tls-settings.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

const logFormats = ['pino', 'ecs', 'logfmt'] as const;
type LogFormat = (typeof logFormats)[number];

/** All settings of the server, checked. Times in milliseconds. */
export type Config = {
  em: EmSettings;
  host: string;
  port: number;
  publicUrl: URL;
  tls: TlsSettings;
  trustProxy: string[];
  databaseUrl: string | undefined;
  dataDir: string;
  sessionSecret: string | undefined;
  /** Whether people sign in with their accounts of Enterprise Manager. */
  passwordSignIn: boolean;
  /** When the directory locks an account: after so many wrong passwords, counted anew after so long without one. */
  directoryLockout: { threshold: number; windowMs: number };
  oidc: OidcSettings | undefined;
  metricsToken: string | undefined;
  pollMs: number;
  retryPollMs: number;
  verdictMs: number;
  retriesPerJobHour: number;
  retriesPerPersonHour: number;
  collectUnseen: boolean;
  /** The address of a ticket, with `{ticket}` for its name; null where there is none. */
  ticketUrl: string | null;
  /** For how many days the journal stays; null for ever. */
  retainDays: number | null;
  notify: NotifySettings;
  /** For notices and the OpenID provider; Enterprise Manager is reached without. */
  proxy: ProxySettings;
  logLevel: LogLevel;
  logFormat: LogFormat;
};

/** Plain segments: the path stands in cookies and pages as it is given. */
const plainPath = /^(?:\/[\w.~-]+)*\/?$/;

/** Beginnings of the desk's own paths: below `/wall` a request for `/wall/x` could be meant in two ways. */
const ownBeginnings = new Set(
  [...Object.values(apiPaths), ...Object.values(pagePaths), '/assets', '/icons'].map((path) => path.split('/')[1]),
);

/** The address in people's browsers, with one slash at its end; null where it is none. */
export function publicAddress(value: string): URL | null {
  const url = URL.parse(value);
  // Nothing but scheme, host, port and path: any other part of an address would show in its normal form.
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}${url.pathname}`) return null;
  if (!plainPath.test(url.pathname)) return null;
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function readPublicUrl(reader: Reader, port: number, tls: TlsSettings): URL {
  const value = reader.text('PUBLIC_URL') ?? `${tls === null ? 'http' : 'https'}://localhost:${port}`;
  const url = publicAddress(value);
  if (url === null) {
    reader.fault(
      `PUBLIC_URL is ${JSON.stringify(value)}: give the address in people's browsers, https://retry.example.local or https://intranet.example.local/retry, without user, query or signs other than letters, digits, . _ ~ - in the path.`,
    );
    return new URL('http://localhost');
  }
  const [, first = ''] = url.pathname.split('/');
  if (first !== '' && ownBeginnings.has(first)) {
    reader.fault(`PUBLIC_URL leads below /${first}, which is a path of Retry Desk itself: give another one, /retry.`);
  }
  if (url.protocol === 'http:' && tls !== null) {
    reader.fault('PUBLIC_URL is http, but this server has its own certificate: give https.');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    reader.fault('PUBLIC_URL is http: sign-ins would travel in the clear; give https, or localhost to try it out.');
  }
  return url;
}

/** An address of this machine, or a name of one. */
function readHost(reader: Reader): string {
  const value = (reader.text('HOST') ?? '127.0.0.1').trim();
  if (isIP(value) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)) return value;
  reader.fault(
    `HOST is ${JSON.stringify(value)}: give an address of this machine without scheme and port, 0.0.0.0 for all.`,
  );
  return value;
}

function readDatabaseUrl(reader: Reader): string | undefined {
  const value = reader.secret('DATABASE_URL') ?? undefined;
  if (value !== undefined && !/^postgres(?:ql)?:\/\//.test(value)) {
    reader.fault(
      'DATABASE_URL is no PostgreSQL address: give postgres://user:password@host/database, or leave it out for the embedded store.',
    );
  } else if (value !== undefined && !URL.canParse(value)) {
    reader.fault(
      'DATABASE_URL cannot be read: give postgres://user:password@host/database, with special characters of the password percent-encoded (# is %23, / is %2F).',
    );
  }
  return value;
}

const SHORTEST_SECRET = 32;

function readSessionSecret(reader: Reader): string | undefined {
  const value = reader.secret('SESSION_SECRET') ?? undefined;
  if (value !== undefined && value.length < SHORTEST_SECRET) {
    reader.fault(
      `SESSION_SECRET is shorter than ${SHORTEST_SECRET} characters: give a longer random one, or leave it out to have one made.`,
    );
  }
  return value;
}

/** Names of the proxy library for groups of addresses. */
const proxyGroups = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isProxyAddress(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return proxyGroups.has(text);
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function readTrustProxy(reader: Reader): string[] {
  const parts = (reader.text('TRUST_PROXY') ?? '').split(',').map((part) => part.trim());
  const given = parts.filter((part) => part !== '');
  for (const part of given.filter((each) => !isProxyAddress(each))) {
    reader.fault(
      `TRUST_PROXY holds ${JSON.stringify(part)}: give addresses or networks of your proxies, 10.0.0.5, 10.0.0.0/24 or loopback.`,
    );
  }
  return given;
}

const SHORTEST_TOKEN = 16;

function readMetricsToken(reader: Reader): string | undefined {
  const value = reader.secret('METRICS_TOKEN') ?? undefined;
  if (value !== undefined && value.length < SHORTEST_TOKEN) {
    reader.fault(
      `METRICS_TOKEN is shorter than ${SHORTEST_TOKEN} characters: give a longer random one, or leave it out.`,
    );
  }
  return value;
}

function readYesNo(reader: Reader, name: SettingName, fallback: 'yes' | 'no'): boolean {
  const value = reader.text(name) ?? fallback;
  if (value !== 'yes' && value !== 'no') reader.fault(`${name} is ${JSON.stringify(value)}: give yes or no.`);
  return value !== 'no';
}

function readPasswordSignIn(reader: Reader, oidc: OidcSettings | undefined): boolean {
  const on = readYesNo(reader, 'PASSWORD_SIGN_IN', 'yes');
  if (!on && oidc === undefined)
    reader.fault('PASSWORD_SIGN_IN is no, and there is no OIDC_ISSUER: give one of the two.');
  return on;
}

/** As the directory's own policy is written: threshold, and minutes until it counts anew. */
function readDirectoryLockout(reader: Reader): Config['directoryLockout'] {
  const value = reader.text('DIRECTORY_LOCKOUT') ?? '5/30';
  const [, threshold, minutes] = (/^(\d{1,3})\/(\d{1,5})$/.exec(value.trim()) ?? []).map(Number);
  if (threshold === undefined || minutes === undefined || threshold < 3 || minutes < 1 || minutes > 1_440) {
    reader.fault(
      `DIRECTORY_LOCKOUT is ${JSON.stringify(value)}: give after how many wrong passwords the directory locks an account (3 to 999) and in how many minutes it counts them (1 to 1440), 5/30.`,
    );
    return { threshold: 5, windowMs: 30 * 60_000 };
  }
  return { threshold, windowMs: minutes * 60_000 };
}

function readTicketUrl(reader: Reader): string | null {
  const value = reader.text('TICKET_URL')?.trim() ?? null;
  if (value === null) return null;
  const url = URL.parse(value.replace('{ticket}', 'x'));
  if (value.includes('{ticket}') && url !== null && /^https?:$/.test(url.protocol)) return value;
  reader.fault(
    `TICKET_URL is ${JSON.stringify(value)}: give the address of a ticket with {ticket} where its name stands, https://tickets.example.local/{ticket}.`,
  );
  return null;
}

/** More than a year: a report of last year must be possible. */
const FEWEST_DAYS = 400;
const MOST_DAYS = 36_500;

function readRetainDays(reader: Reader): number | null {
  const value = reader.text('RETAIN_DAYS')?.trim();
  if (value === undefined) return null;
  const days = Number(value);
  if (/^\d+$/.test(value) && days >= FEWEST_DAYS && days <= MOST_DAYS) return days;
  reader.fault(
    `RETAIN_DAYS is ${JSON.stringify(value)}: give ${FEWEST_DAYS} to ${MOST_DAYS} days, or leave it out to keep the journal for ever.`,
  );
  return null;
}

function readOneOf<T extends string>(reader: Reader, name: SettingName, choices: readonly T[], fallback: T): T {
  const value = reader.text(name) ?? fallback;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) reader.fault(`${name} is ${JSON.stringify(value)}: give one of ${choices.join(', ')}.`);
  return chosen ?? fallback;
}

/** The settings of the store alone. */
export type StoreSettings = Pick<Config, 'databaseUrl' | 'dataDir' | 'sessionSecret'>;

function readStoreSettings(reader: Reader): StoreSettings {
  return {
    databaseUrl: readDatabaseUrl(reader),
    dataDir: reader.text('DATA_DIR') ?? './data',
    sessionSecret: readSessionSecret(reader),
  };
}

/** The settings of a command that needs the store alone. @throws ConfigurationError as `loadConfig` does */
export function loadStoreSettings(reader: Reader): StoreSettings {
  const settings = readStoreSettings(reader);
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults);
  return settings;
}

/** Reads the whole configuration. @throws ConfigurationError that names every fault and what to give instead */
export function loadConfig(reader: Reader): Config {
  const port = reader.wholeNumber('PORT', 8080, 0, 65_535);
  const oidc = readOidcSettings(reader);
  const tls = readTlsSettings(reader, port);
  const config: Config = {
    em: readEmSettings(reader),
    host: readHost(reader),
    port,
    publicUrl: readPublicUrl(reader, port, tls),
    tls,
    trustProxy: readTrustProxy(reader),
    ...readStoreSettings(reader),
    passwordSignIn: readPasswordSignIn(reader, oidc),
    directoryLockout: readDirectoryLockout(reader),
    oidc,
    metricsToken: readMetricsToken(reader),
    pollMs: reader.wholeNumber('POLL_SECONDS', 10, 1, 3600) * 1000,
    retryPollMs: reader.wholeNumber('RETRY_POLL_SECONDS', 2, 1, 600) * 1000,
    verdictMs: reader.wholeNumber('VERDICT_SECONDS', 120, 1, 86_400) * 1000,
    retriesPerJobHour: reader.wholeNumber('RETRIES_PER_JOB_HOUR', 5, 1, 10_000),
    retriesPerPersonHour: reader.wholeNumber('RETRIES_PER_PERSON_HOUR', 120, 1, 100_000),
    collectUnseen: readYesNo(reader, 'COLLECT_UNSEEN', 'yes'),
    ticketUrl: readTicketUrl(reader),
    retainDays: readRetainDays(reader),
    notify: readNotifySettings(reader),
    proxy: readProxySettings(reader),
    logLevel: readOneOf(reader, 'LOG_LEVEL', logLevels, 'info'),
    logFormat: readOneOf(reader, 'LOG_FORMAT', logFormats, 'pino'),
  };
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults);
  return config;
}
