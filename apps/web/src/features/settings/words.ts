import {
  type EmHealth,
  type JournalHealth,
  pairingLength,
  pairingMinutes,
  type Role,
  type Status,
  type WallLink,
} from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import type { LinkState } from './link-state.ts';

const health: Record<EmHealth['state'], string> = {
  ok: 'Live',
  degraded: 'Responding slowly or partly',
  down: 'Not responding',
};

type Ways = Record<Status['em']['tls'], string>;
type Stores = Record<Status['store'], string>;

/** Texts for every reader. */
const plainTls: Ways = {
  system: 'against the certificate authorities of the system',
  'ca-file': 'against a file of certificate authorities',
  fingerprint: 'against its fingerprint',
  insecure: 'none',
};
const plainStores: Stores = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** Texts for operators: they name the variables that set the server up. */
const namedTls: Ways = {
  ...plainTls,
  'ca-file': 'against the CA file in EM_CA_FILE',
  fingerprint: 'against the fingerprint in EM_FINGERPRINT',
};
const namedStores: Stores = { ...plainStores, sqlite: 'SQLite in DATA_DIR' };

const insecureRisk =
  'Anyone between this server and Enterprise Manager can read the password of the account and change what is shown here.';

const linkStates: Record<LinkState, string> = {
  waiting: 'not opened yet',
  'in-use': 'in use',
  away: 'not in use',
};

const linkCreatedHelp: Record<WallLink['screens'], string> = {
  one: 'Open this address on the screen. It works only on the first screen that opens it, and it is shown only once.',
  many: 'Open this address on each screen. Anyone who has it can see the wall until it is revoked. It is shown only once.',
};

/** Every text of Settings and About that the catalogue does not have. */
export const settingsWords = {
  em: 'Enterprise Manager',
  outOfDate: 'Out of date',
  notRead: 'Not read yet',
  health: (state: EmHealth['state']) => health[state],
  since: 'since',
  lastGood: 'Last updated',
  message: 'Problem',
  newestEvent: 'Newest event reported',
  emUnknown: 'Its current state is unknown.',
  host: 'Address',
  account: 'Account',
  passwordLabel: 'Password of the account',
  passwordRefused:
    'Refused too often. It is not tried again, so that the account is not locked: store the correct password in the file of EM_PASSWORD_FILE, or in EM_PASSWORD and restart.',
  tlsLabel: 'Certificate check',
  tls: (way: Status['em']['tls'], role: Role) => (role === 'operator' ? namedTls : plainTls)[way],
  insecure: 'The certificate of Enterprise Manager is not checked',
  insecureHelp: (role: Role) =>
    `${insecureRisk} ${role === 'operator' ? 'Set EM_CA_FILE or EM_FINGERPRINT and remove EM_INSECURE_TLS.' : 'The administrator of this server can fix it.'}`,
  server: 'This server',
  serverUnknown: 'The state of this server is unknown.',
  reading: 'Loading …',
  version: 'Version',
  startedAt: 'Running since',
  storeLabel: 'Retries are stored in',
  journalLabel: 'Journal',
  journal: (state: JournalHealth['state']) => (state === 'ok' ? 'Responding' : 'Not responding'),
  logLabel: 'Log',
  log: (state: 'ok' | 'failing', dropped: number) =>
    `${state === 'ok' ? 'Written' : 'Cannot be written'}${dropped === 0 ? '' : ` (${dropped} lines dropped)`}`,
  store: (kind: Status['store'], role: Role) => (role === 'operator' ? namedStores : plainStores)[kind],
  poll: 'Polling interval',
  retryPoll: 'Polling interval during a retry',
  verdict: 'A retry counts as not yet collected after',
  seconds: (count: number) => `${count} s`,

  sessions: {
    title: 'Signed in',
    help: 'Revoking a session takes effect with its next request: its owner has to sign in again.',
    failed: 'The sessions could not be loaded or changed.',
    own: 'This is your own session: sign out instead.',
    revoke: 'Revoke',
    revokeOf: (user: string) => `Revoke the session of ${isolated(user)}`,
    roles: { operator: 'Operator', viewer: 'Viewer', wall: 'Wall' },
    sources: { em: 'Enterprise Manager', oidc: 'the organisation' },
    columns: { user: 'User', role: 'Role', source: 'Signed in with', startedAt: 'Since', seenAt: 'Last seen' },
  },
  tokens: {
    title: 'API tokens',
    help: 'An API token lets a script use the API in your name, with Authorization: Bearer. Grant no more than the script needs, and revoke the token when the script is retired.',
    failed: 'The API tokens could not be loaded or changed.',
    none: 'No API token yet.',
    name: 'Name of the script',
    nameExample: 'Nightly report',
    nameMissing: 'Give the script a name.',
    role: 'Can',
    roles: { operator: 'Retry and read', viewer: 'Read only' },
    span: 'Valid for',
    days: (count: number) => `${count} days`,
    create: 'Create API token',
    createFailed: 'The API token was not created.',
    created: (name: string) => `The API token for ${isolated(name)} has been created`,
    createdHelp: 'Store it where the script reads its secrets. It is shown only once.',
    secret: 'API token',
    copy: 'Copy token',
    endsIn: (days: number) => (days < 1 ? 'ends today' : `ends in ${days} ${days === 1 ? 'day' : 'days'}`),
    renew: 'Renew',
    renewOf: (name: string) => `Renew the API token for ${isolated(name)}`,
    renewTitle: (name: string) => `Renew the API token for ${isolated(name)}?`,
    renewHelp:
      'It gets a new secret, and with it your name. The old secret stops working at once: have the place at hand where the script reads it.',
    renewConfirm: 'Renew token',
    renewFailed: 'The API token was not renewed.',
    renewed: (name: string) => `The API token for ${isolated(name)} has been renewed`,
    renewedHelp: 'The old secret does not work any more. Put the new one in its place: it is shown only once.',
    columns: { name: 'Script', role: 'Can', by: 'Created by', until: 'Valid until', seen: 'Last used' },
    revoke: 'Revoke',
    revokeOf: (name: string) => `Revoke the API token for ${isolated(name)}`,
  },
  view: {
    screens: 'Works on',
    oneScreen: 'One screen',
    manyScreens: 'Many screens',
    servers: 'Backup servers',
    all: 'All',
    some: 'Some',
    noneChosen: 'Select at least one backup server.',
    reasons: 'Machines and reasons',
    reasonsShown: 'Shown',
    reasonsHidden: 'Hidden',
    of: ({ servers, reasons, screens }: Pick<WallLink, 'servers' | 'reasons' | 'screens'>) =>
      `${servers?.map(isolated).join(', ') ?? 'everything'}${reasons ? '' : ', without reasons'}${screens === 'one' ? '' : ', on many screens'}`,
  },
  pairing: {
    label: 'Code on the screen',
    hint: `The ${pairingLength} characters a screen shows at /wall. Leave it empty to create an address to open there.`,
    wrong: `Not a valid code: enter the ${pairingLength} letters and digits that the screen shows.`,
    find: 'Find the screen',
    findFailed: 'The search for the screen was not started.',
    looking: (code: string) => `Looking for the screen that shows ${code} …`,
    lookingHelp: `This takes a few seconds. If nothing is found, check the code: it changes every ${pairingMinutes} minutes.`,
    found: (code: string) => `A screen shows ${code}`,
    shownAt: 'It connects from',
    shownSince: 'and has shown this code since',
    check: 'Open the wall only if you or a colleague can see this code on the screen.',
    open: 'Open the wall on this screen',
    cancel: 'Cancel',
    failed: 'The wall was not opened on the screen.',
    done: (name: string) => `The wall opens on ${isolated(name)}`,
    doneHelp: 'The screen switches to the wall within a few seconds.',
  },
  links: 'Wall links',
  linksHelp:
    'A wall link opens the wall on a screen, for months and without signing in. It shows only the wall, and it can be revoked here.',
  linksOperators: 'Operators create and revoke wall links.',
  openHere: 'Open the wall in this browser',
  noLinks: 'No wall link yet.',
  linkName: 'Name of the screen',
  linkNameExample: 'Office, 2nd floor',
  create: 'Create wall link',
  nameMissing: 'Give the screen a name.',
  created: (name: string) => `The wall link for ${isolated(name)} has been created`,
  linkCreatedHelp,
  linkState: (state: LinkState) => linkStates[state],
  address: 'Address of the wall link',
  copyAddress: 'Copy address',
  done: 'Done',
  columns: { name: 'Screen', shows: 'Shows', by: 'Created by', at: 'Created', state: 'State', seen: 'Last seen' },
  revoke: 'Revoke',
  revokeOf: (name: string) => `Revoke the wall link for ${isolated(name)}`,
  revokeTitle: (name: string) => `Revoke the wall link for ${isolated(name)}?`,
  revokeHelp: 'The screen stops showing the wall within seconds and shows why. The link cannot be used again.',
  revokeConfirm: 'Revoke wall link',
  cancel: 'Cancel',
  linksFailed: 'The wall links could not be loaded.',
  createFailed: 'The wall link was not created.',
  revokeFailed: 'The wall link was not revoked.',

  look: 'This browser',

  aboutTitle: 'About Retry Desk',
  aboutText:
    'Retry Desk shows which Veeam Agent backup jobs failed and why, lets the right people retry them, and follows each retry to the result of the backup. It is free software under the Apache License, Version 2.0.',
  noWarranty:
    'It is distributed on an “as is” basis, without warranties or conditions of any kind, either express or implied. The licence sets out what you may do with it and under which conditions.',
  trademark: 'Veeam is a trademark of Veeam Software. Retry Desk is neither made nor endorsed by Veeam Software.',
  thirdParty: 'Third-party notices',
  thirdPartyHelp: 'The web application contains these works, each under its own licence:',
  thirdPartyColumns: { name: 'Work', licence: 'Licence', holder: 'Copyright' },
};
