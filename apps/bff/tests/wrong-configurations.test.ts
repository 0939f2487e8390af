import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigurationError } from '#config/faults.ts';
import { givenSettings } from '#config/given-settings.ts';
import { loadConfig } from '#config/load-config.ts';
import { file, paths, utf16 } from './wrong-files.ts';

const { cert, der, empty, half, key, nowhere, pfx, place } = paths;
const hex = (bytes: number) => Array.from({ length: bytes }, () => 'AB').join(':');
const smtp = {
  NOTIFY_SMTP_URL: 'smtp://mail.example.local',
  NOTIFY_EMAIL_FROM: 'desk@example.local',
  NOTIFY_EMAIL_TO: 'ops@example.local',
};
const oidc = {
  OIDC_ISSUER: 'https://login.example.local',
  OIDC_CLIENT_ID: 'desk',
  OIDC_CLIENT_SECRET: 'canary',
  OIDC_VIEWER_GROUPS: 'helpdesk',
};
const least = { EM_URL: 'https://em01:9398', EM_USERNAME: 'TECH\\svc', EM_PASSWORD: 'canary' };

/** Variables; one that is left out is `undefined`. */
type Given = Record<string, string | undefined>;
/** Variables beside the least, the setting that is named, and the remedy. */
type Wrong = [given: Given, setting: string, remedy: RegExp];

const password = (path: string): Given => ({ EM_PASSWORD: undefined, EM_PASSWORD_FILE: path });

const files: Wrong[] = [
  [password(nowhere), 'EM_PASSWORD_FILE', /does not exist: give the path/],
  [password(place), 'EM_PASSWORD_FILE', /is a folder: give the path of a file in it/],
  [password(join(key, 'below')), 'EM_PASSWORD_FILE', /cannot be read \(ENOTDIR.*give another/],
  [password(empty), 'EM_PASSWORD_FILE', /is empty: write the secret into it/],
  [password(file('blank', ' \r\n')), 'EM_PASSWORD_FILE', /is empty/],
  [password(file('utf-16', utf16('canary'))), 'EM_PASSWORD_FILE', /is in UTF-16: save it as UTF-8/],
  [password(file('utf-16-be', utf16('canary').swap16())), 'EM_PASSWORD_FILE', /is in UTF-16/],
  [password(file('utf-16-bare', Buffer.from('canary', 'utf16le'))), 'EM_PASSWORD_FILE', /is in UTF-16/],
  [password(file('bom', '\ufeffcanary\n')), 'EM_PASSWORD_FILE', /byte order mark.*save it as UTF-8 without BOM/],
  [password(file('latin-1', Buffer.from('canary\xe4', 'latin1'))), 'EM_PASSWORD_FILE', /is not in UTF-8: save it/],
  [password(file('lines', 'svc\r\ncanary\r\n')), 'EM_PASSWORD_FILE', /several lines: leave the secret alone in it/],
  [password(file('mac', 'canary\r')), 'EM_PASSWORD_FILE', /several lines/],
  [{ EM_PASSWORD_FILE: file('twice', 'canary') }, 'EM_PASSWORD', /are both set; give one of them/],
  [{ DATABASE_URL_FILE: nowhere }, 'DATABASE_URL_FILE', /does not exist/],
  [{ SESSION_SECRET_FILE: empty }, 'SESSION_SECRET_FILE', /is empty/],
  [{ METRICS_TOKEN_FILE: place }, 'METRICS_TOKEN_FILE', /is a folder/],
  [{ NOTIFY_WEBHOOK_URL_FILE: file('hook', utf16('https://canary')) }, 'NOTIFY_WEBHOOK_URL_FILE', /UTF-16/],
  [{ HTTPS_PROXY_FILE: nowhere }, 'HTTPS_PROXY_FILE', /does not exist/],
  [{ ...oidc, OIDC_CLIENT_SECRET: undefined, OIDC_CLIENT_SECRET_FILE: empty }, 'OIDC_CLIENT_SECRET_FILE', /is empty/],
  [{ TLS_PFX_FILE: pfx, TLS_PFX_PASSPHRASE_FILE: nowhere }, 'TLS_PFX_PASSPHRASE_FILE', /does not exist/],
];

const manager: Wrong[] = [
  [{ EM_URL: undefined }, 'EM_URL', /is missing: the address of Enterprise Manager/],
  [{ EM_URL: 'em01:9398' }, 'EM_URL', /give an address such as https:\/\/em\.example\.local:9398/],
  [{ EM_URL: 'ftp://em01' }, 'EM_URL', /give an address such as/],
  [{ EM_URL: 'https://em01:99999' }, 'EM_URL', /give an address such as/],
  [{ EM_URL: 'http://em01:9399' }, 'EM_URL', /in the clear; give https/],
  [{ EM_URL: 'https://svc:canary@em01' }, 'EM_URL', /give them in EM_USERNAME and EM_PASSWORD/],
  [{ EM_URL: 'ftp://svc:canary@em01:port' }, 'EM_URL', /give them in EM_USERNAME and EM_PASSWORD/],
  [{ EM_USERNAME: undefined }, 'EM_USERNAME', /is missing: the service account, DOMAIN\\user/],
  [{ EM_PASSWORD: '' }, 'EM_PASSWORD', /is missing: .* also as EM_PASSWORD_FILE/],
  [{ EM_FINGERPRINT: hex(20) }, 'EM_FINGERPRINT', /give 64 hex digits/],
  [{ EM_FINGERPRINT: `SHA1 Fingerprint=${hex(20)}` }, 'EM_FINGERPRINT', /give 64 hex digits/],
  [{ EM_FINGERPRINT: 'ab'.repeat(32), EM_INSECURE_TLS: 'yes-i-know' }, 'EM_CA_FILE', /exclude each other; give one/],
  [{ EM_INSECURE_TLS: 'true' }, 'EM_INSECURE_TLS', /better give EM_CA_FILE or EM_FINGERPRINT/],
  [{ EM_CA_FILE: nowhere }, 'EM_CA_FILE', /does not exist: give the path/],
  [{ EM_CA_FILE: place }, 'EM_CA_FILE', /is a folder/],
  [{ EM_CA_FILE: empty }, 'EM_CA_FILE', /holds no certificate in PEM: give a file with BEGIN CERTIFICATE/],
  [{ EM_CA_FILE: key }, 'EM_CA_FILE', /holds no certificate in PEM/],
  [{ EM_CA_FILE: paths.inUtf16 }, 'EM_CA_FILE', /holds no certificate in PEM/],
  [{ EM_CA_FILE: der }, 'EM_CA_FILE', /is in DER; convert it: openssl x509/],
  [{ EM_CA_FILE: half }, 'EM_CA_FILE', /cannot be read, one of 2: give a whole file/],
];

const numbers: Wrong[] = [
  ...['-1', '65536', '99999', '8080/tcp', 'https', '80,443', '0x50', '1e3'].map(
    (PORT): Wrong => [{ PORT }, 'PORT', /give a whole number from 0 to 65535/],
  ),
  ...['0', '10s', '5m', 'PT10S', '1.5', '3601'].map(
    (POLL_SECONDS): Wrong => [{ POLL_SECONDS }, 'POLL_SECONDS', /give a whole number from 1 to 3600/],
  ),
  [{ RETRY_POLL_SECONDS: '2000ms' }, 'RETRY_POLL_SECONDS', /from 1 to 600/],
  [{ VERDICT_SECONDS: '2 min' }, 'VERDICT_SECONDS', /from 1 to 86400/],
  [{ RETRIES_PER_JOB_HOUR: '0' }, 'RETRIES_PER_JOB_HOUR', /from 1 to 10000/],
  [{ RETRIES_PER_PERSON_HOUR: '-5' }, 'RETRIES_PER_PERSON_HOUR', /from 1 to 100000/],
  ...['5', '2/30', '5/0', '5/30m', '5/1441'].map(
    (DIRECTORY_LOCKOUT): Wrong => [{ DIRECTORY_LOCKOUT }, 'DIRECTORY_LOCKOUT', /give after how many .* 5\/30/],
  ),
];

const places: Wrong[] = [
  [{ HOST: 'http://0.0.0.0' }, 'HOST', /without scheme and port, 0\.0\.0\.0 for all/],
  [{ HOST: '0.0.0.0:8080' }, 'HOST', /without scheme and port/],
  ...['retry.example.local', 'https://me@retry.example.local', 'https://retry.example.local/?'].map(
    (PUBLIC_URL): Wrong => [
      { PUBLIC_URL },
      'PUBLIC_URL',
      /give the address in people's browsers, https:.* without user/,
    ],
  ),
  ...['https://retry.example.local/a%20b', 'https://retry.example.local/a//b'].map(
    (PUBLIC_URL): Wrong => [{ PUBLIC_URL }, 'PUBLIC_URL', /without .* signs other than letters, .* in the path/],
  ),
  [{ PUBLIC_URL: 'https://retry.example.local/wall/desk' }, 'PUBLIC_URL', /below \/wall, .* give another one, \/retry/],
  [{ PUBLIC_URL: 'http://retry.example.local' }, 'PUBLIC_URL', /in the clear; give https/],
  [{ TRUST_PROXY: '10.0.0.5,true' }, 'TRUST_PROXY', /holds "true": give addresses or networks/],
  [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY', /give addresses or networks/],
  [{ TRUST_PROXY: 'proxy.example.local' }, 'TRUST_PROXY', /give addresses or networks/],
  [{ DATABASE_URL: 'mysql://desk:canary@db' }, 'DATABASE_URL', /give postgres:\/\/user:password@host\/database/],
  [{ DATABASE_URL: 'postgres://desk:canary#1@db/desk' }, 'DATABASE_URL', /percent-encoded \(# is %23/],
  [{ SESSION_SECRET: 'canary' }, 'SESSION_SECRET', /shorter than 32 characters: give a longer random one/],
  [{ METRICS_TOKEN: 'canary' }, 'METRICS_TOKEN', /shorter than 16 characters: give a longer random one/],
  [{ TICKET_URL: 'https://tickets.example.local/' }, 'TICKET_URL', /give the address of a ticket with \{ticket\}/],
  [{ TICKET_URL: 'javascript:{ticket}' }, 'TICKET_URL', /give the address of a ticket/],
  ...['399', '36501', '1y'].map(
    (RETAIN_DAYS): Wrong => [{ RETAIN_DAYS }, 'RETAIN_DAYS', /give 400 to 36500 days, or leave it out/],
  ),
  [{ COLLECT_UNSEEN: 'true' }, 'COLLECT_UNSEEN', /give yes or no/],
  [{ PASSWORD_SIGN_IN: 'off' }, 'PASSWORD_SIGN_IN', /give yes or no/],
  [{ PASSWORD_SIGN_IN: 'no' }, 'PASSWORD_SIGN_IN', /there is no OIDC_ISSUER: give one of the two/],
  [{ LOG_LEVEL: 'INFO' }, 'LOG_LEVEL', /give one of fatal, error, warn, info/],
  [{ LOG_FORMAT: 'json' }, 'LOG_FORMAT', /give one of pino, ecs, logfmt/],
  ...['socks5://canary:1080', 'http://canary/path', 'http://', 'http://u:canary@:80'].map(
    (HTTPS_PROXY): Wrong => [{ HTTPS_PROXY }, 'HTTPS_PROXY', /give http:\/\/proxy\.example\.local:3128/],
  ),
];

const provider: Wrong[] = [
  [{ OIDC_CLIENT_ID: 'x' }, 'OIDC_CLIENT_ID', /without OIDC_ISSUER; give it/],
  [{ ...oidc, OIDC_ISSUER: 'login.example.local' }, 'OIDC_ISSUER', /give its address as the provider writes it/],
  [{ ...oidc, OIDC_ISSUER: 'http://login.example.local' }, 'OIDC_ISSUER', /forged on the way; give https/],
  [
    { ...oidc, OIDC_ISSUER: 'https://login.example.local/.well-known/openid-configuration' },
    'OIDC_ISSUER',
    /give its address/,
  ],
  [{ ...oidc, OIDC_CLIENT_ID: undefined }, 'OIDC_CLIENT_ID', /is missing: the client that we are/],
  [{ ...oidc, OIDC_CLIENT_SECRET: undefined }, 'OIDC_CLIENT_SECRET', /is missing: .* also as OIDC_CLIENT_SECRET_FILE/],
  [{ ...oidc, OIDC_VIEWER_GROUPS: undefined }, 'OIDC_OPERATOR_GROUPS', /name at least one group/],
  [{ ...oidc, OIDC_OPERATOR_GROUPS: '["a"' }, 'OIDC_OPERATOR_GROUPS', /begins like a JSON list .*: give \[/],
  [{ ...oidc, OIDC_CA_FILE: der }, 'OIDC_CA_FILE', /is in DER; convert it/],
];

const pem = (TLS_CERT_FILE: string, TLS_KEY_FILE: string): Given => ({ TLS_CERT_FILE, TLS_KEY_FILE });
const https: Wrong[] = [
  [{ TLS_CERT_FILE: cert }, 'TLS_KEY_FILE', /is missing; give TLS_CERT_FILE and TLS_KEY_FILE/],
  [{ TLS_KEY_FILE: key }, 'TLS_CERT_FILE', /is missing; give/],
  [pem(nowhere, key), 'TLS_CERT_FILE', /does not exist: give the path/],
  [pem(cert, place), 'TLS_KEY_FILE', /is a folder/],
  [pem(cert, paths.otherKey), 'TLS_KEY_FILE', /is not the key of the certificate .* give the one/],
  [pem(paths.reversed, key), 'TLS_CERT_FILE', /put the server's certificate first/],
  [pem(key, cert), 'TLS_CERT_FILE', /holds a key and no certificate; exchange it/],
  [pem(cert, cert), 'TLS_KEY_FILE', /holds a certificate and no key; exchange it/],
  [pem(paths.expired, paths.expiredKey), 'TLS_CERT_FILE', /has expired at.*give a new/],
  [pem(paths.early, paths.earlyKey), 'TLS_CERT_FILE', /valid from .* check the clock/],
  [pem(der, key), 'TLS_CERT_FILE', /is in DER; convert it: openssl x509/],
  [pem(cert, paths.keyDer), 'TLS_KEY_FILE', /is in DER; convert it: openssl pkey/],
  [pem(half, key), 'TLS_CERT_FILE', /cannot be read .*: give a whole file/],
  [pem(cert, paths.encryptedKey), 'TLS_KEY_FILE', /is encrypted; decrypt it: openssl pkey/],
  [pem(empty, key), 'TLS_CERT_FILE', /holds no certificate in PEM: give a file/],
  [pem(cert, empty), 'TLS_KEY_FILE', /is no private key in PEM: give a file/],
  [{ TLS_PFX_FILE: nowhere }, 'TLS_PFX_FILE', /does not exist/],
  [{ TLS_PFX_FILE: empty }, 'TLS_PFX_FILE', /it cannot be used \(.*\): give another/],
  [{ TLS_PFX_FILE: pfx }, 'TLS_PFX_FILE', /passphrase is wrong or missing; give TLS_PFX_PASSPHRASE/],
  [{ TLS_PFX_FILE: pfx, TLS_PFX_PASSPHRASE: 'canary' }, 'TLS_PFX_FILE', /passphrase is wrong or missing; give/],
  [{ TLS_PFX_FILE: cert }, 'TLS_PFX_FILE', /is in PEM; give it as TLS_CERT_FILE/],
  [{ TLS_PFX_FILE: pfx, TLS_CERT_FILE: cert }, 'TLS_PFX_FILE', /leave TLS_CERT_FILE and TLS_KEY_FILE out/],
  [{ TLS_PFX_PASSPHRASE: 'canary' }, 'TLS_PFX_PASSPHRASE', /given without TLS_PFX_FILE; give/],
  [{ HTTP_REDIRECT_PORT: '80' }, 'HTTP_REDIRECT_PORT', /our own HTTPS, which is not set up; give/],
  [
    { ...pem(cert, key), PORT: '443', HTTP_REDIRECT_PORT: '443' },
    'HTTP_REDIRECT_PORT',
    /is that of PORT: give another/,
  ],
  [{ ...pem(cert, key), PUBLIC_URL: 'http://localhost' }, 'PUBLIC_URL', /own certificate: give https/],
];

const channels: Wrong[] = [
  [{ NOTIFY_WEBHOOK_URL: 'canary' }, 'NOTIFY_WEBHOOK_URL', /is no address that can be used: give https:/],
  [{ NOTIFY_WEBHOOK_URL: 'ftp://canary@x' }, 'NOTIFY_WEBHOOK_URL', /give https:/],
  [{ NOTIFY_WEBHOOK_URL: 'https://a:%E0canary@x' }, 'NOTIFY_WEBHOOK_URL', /give https:/],
  [{ NOTIFY_WEBHOOK_SECRET: 'canary canary canary' }, 'NOTIFY_WEBHOOK_SECRET', /without NOTIFY_WEBHOOK_URL; give it/],
  [
    { NOTIFY_WEBHOOK_URL: 'https://x', NOTIFY_WEBHOOK_SECRET: 'canary' },
    'NOTIFY_WEBHOOK_SECRET',
    /give a longer random/,
  ],
  [{ NOTIFY_ALERTMANAGER_URL: 'http://canary:9093/api/v2/alerts' }, 'NOTIFY_ALERTMANAGER_URL', /without \/api\/v2/],
  [{ NOTIFY_ALERTMANAGER_URL: 'alertmanager:9093' }, 'NOTIFY_ALERTMANAGER_URL', /give http:/],
  [{ NOTIFY_TEAMS_URL: 'http://canary' }, 'NOTIFY_TEAMS_URL', /in the clear; give the https address/],
  [{ NOTIFY_SLACK_URL: 'http://canary' }, 'NOTIFY_SLACK_URL', /in the clear; give the https address/],
  [{ NOTIFY_HEARTBEAT_URL: 'canary' }, 'NOTIFY_HEARTBEAT_URL', /give the address of the check/],
  ...['mail.canary:25', 'smtp://u:%canary@x', 'smtp://:canary@x', 'smtp://canary?ignore=1', 'smtp://canary:99999'].map(
    (url): Wrong => [{ ...smtp, NOTIFY_SMTP_URL: url }, 'NOTIFY_SMTP_URL', /give smtps:\/\/user:password@/],
  ),
  [
    { ...smtp, NOTIFY_SMTP_URL: 'smtp://u:canary@x?tls=never' },
    'NOTIFY_SMTP_URL',
    /in the clear; leave one of them out/,
  ],
  [
    { ...smtp, NOTIFY_SMTP_URL: 'smtps://u:canary@x?tls=never' },
    'NOTIFY_SMTP_URL',
    /takes starttls or never, and only/,
  ],
  [{ ...smtp, NOTIFY_SMTP_URL: undefined }, 'NOTIFY_EMAIL_FROM', /given without NOTIFY_SMTP_URL; give it/],
  [{ ...smtp, NOTIFY_EMAIL_FROM: undefined }, 'NOTIFY_EMAIL_FROM', /give an address/],
  [{ ...smtp, NOTIFY_EMAIL_FROM: 'a@b\nBcc: c@d' }, 'NOTIFY_EMAIL_FROM', /give an address/],
  [{ ...smtp, NOTIFY_EMAIL_TO: 'a@b; c@d' }, 'NOTIFY_EMAIL_TO', /give addresses with commas between/],
  [{ NOTIFY_EVENTS: 'failed, all' }, 'NOTIFY_EVENTS', /holds "all": give some of failed, overdue/],
  ...['22-6', '22:00-24:00 Europe/Vienna', '22:00-22:00 UTC', '22:00-06:00 Europe/Wien', '22:00-06:00 +02:00'].map(
    (NOTIFY_QUIET): Wrong => [{ NOTIFY_QUIET }, 'NOTIFY_QUIET', /give .* 22:00-06:00 Europe\/Vienna/],
  ),
  [{ NOTIFY_CA_FILE: half }, 'NOTIFY_CA_FILE', /give a whole file/],
];

const misspelt: Wrong[] = [
  [{ EM_USERNAME: undefined, EM_USRNAME: 'canary' }, 'EM_USRNAME', /EM_USERNAME is probably meant/],
  [{ EM_CAFILE: 'canary' }, 'EM_CAFILE', /EM_CA_FILE is probably meant/],
  [{ RETRY_DESK_CONFG: 'canary' }, 'RETRY_DESK_CONFG', /RETRY_DESK_CONFIG is probably meant/],
  [{ PUBLICURL: 'canary' }, 'PUBLICURL', /PUBLIC_URL is probably meant/],
  [{ NOTIFY_WEBHOOK_ULR: 'canary' }, 'NOTIFY_WEBHOOK_ULR', /NOTIFY_WEBHOOK_URL is probably meant/],
];

/** A file of settings with this in it beside the least. */
const inFile: [content: string | Buffer, named: string, remedy: RegExp][] = [
  ['EM_CA_FILE\n', 'line 1', /there is no = in it; give KEY=value/],
  ['OIDC_NAME=TECH\\canary\n', 'line 1: OIDC_NAME', /put the value into '…'/],
  ["METRICS_TOKEN='canary\nPORT=1\n", 'line 1: METRICS_TOKEN', /begins with a quote that is not closed/],
  ['export PORT=1', 'line 1', /leave "export" out/],
  ['LOG-LEVEL=info', 'line 1', /is no name; give KEY=value/],
  ['PORT=1\n# x\nPORT=2', 'line 3: PORT', /stands in line 1 already; leave one of them out/],
  ['log_level=info', 'log_level', /LOG_LEVEL is probably meant/],
  ['METRICS_TOKN=canary', 'METRICS_TOKN', /METRICS_TOKEN is probably meant/],
  ['COLOUR=canary', 'COLOUR', /is no setting: leave it out/],
  [utf16('PORT=1'), 'retry-desk.env', /is in UTF-16: save it as UTF-8/],
  ['\ufeffPORT=1\n', 'retry-desk.env', /byte order mark.*save it as UTF-8 without BOM/],
  [Buffer.from('OIDC_NAME=B\xfcro\n', 'latin1'), 'retry-desk.env', /is not in UTF-8: save it/],
];

/** Everything that a start would print; empty where it would start. */
function printed(environment: Given, config?: string): string {
  const given = Object.fromEntries(
    Object.entries({ ...least, ...environment }).filter(([, value]) => value !== undefined),
  );
  try {
    loadConfig(givenSettings(config, given));
    return '';
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

const wrong = Object.entries({ files, manager, numbers, places, provider, https, channels, misspelt });
test.each(wrong)(
  'each wrong setting of %s is one fault that begins with its name, contains what to give, and prints no secret',
  (_group, rows) => {
    for (const [given, setting, remedy] of rows) {
      const message = printed(given);
      const what = JSON.stringify(given);
      expect(message.split('\n'), `${what}\n${message}`).toHaveLength(setting === 'EM_USRNAME' ? 3 : 2);
      expect(message, what).toMatch(new RegExp(`^ {2}- ${setting}\\b.*${remedy.source}`, 'm'));
      expect(message, what).not.toMatch(/canary|BEGIN (?!CERT|PRIV)|MII|Bcc/);
    }
  },
);

test('a fault in a file of settings is named with file and line, contains what to do, and prints no secret', () => {
  for (const [content, named, remedy] of inFile) {
    const message = printed({}, file('retry-desk.env', content));
    const what = String(content);
    expect(message.split('\n'), `${what}\n${message}`).toHaveLength(2);
    expect(message, what).toContain(named);
    expect(message, what).toMatch(remedy);
    expect(message, what).not.toContain('canary');
  }
  expect(printed({ RETRY_DESK_CONFIG: nowhere })).toMatch(/does not exist: give the path/);
  expect(printed({ RETRY_DESK_CONFIG: place })).toMatch(/is a folder/);
});

test('all of them together are more than a hundred, and what they are made of is right', () => {
  expect(wrong.reduce((sum, [, rows]) => sum + rows.length, inFile.length)).toBeGreaterThan(100);
  expect(printed({})).toBe('');
  expect(printed(oidc)).toBe('');
  expect(printed({ ...pem(cert, key), ...smtp, EM_CA_FILE: cert })).toBe('');
  expect(printed({ EM_FINGERPRINT: `sha256 Fingerprint=${hex(32)}` })).toBe('');
  expect(printed(password(file('right', 'canary\r\n')))).toBe('');
});
