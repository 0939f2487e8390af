import type { EmHealth, JournalHealth, Role, Status, WallLink } from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import type { LinkState } from './link-state.ts';

const health: Record<EmHealth['state'], string> = {
  ok: 'Live',
  degraded: 'Answers slowly or in part',
  down: 'Does not answer',
};

type Ways = Record<Status['em']['tls'], string>;
type Stores = Record<Status['store'], string>;

/** What every reader is told. */
const plainTls: Ways = {
  system: 'by the certificate authorities of the system',
  'ca-file': 'by a file of certificate authorities',
  fingerprint: 'by its fingerprint',
  insecure: 'not at all',
};
const plainStores: Stores = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** What operators are told: it names the variables that set the server up. */
const namedTls: Ways = {
  ...plainTls,
  'ca-file': 'by the CA file in EM_CA_FILE',
  fingerprint: 'by the fingerprint in EM_FINGERPRINT',
};
const namedStores: Stores = { ...plainStores, sqlite: 'SQLite in DATA_DIR' };

const insecureRisk =
  'Anybody between this server and Enterprise Manager can read the password of the account and change what is shown here.';

const linkStates: Record<LinkState, string> = {
  waiting: 'waits to be opened',
  'in-use': 'in use',
  away: 'not in use',
};

const linkMadeHelp: Record<WallLink['screens'], string> = {
  one: 'Open this address on the screen. The first screen that opens it is its only one. It is shown only now: afterwards nobody can read it again.',
  many: 'Open this address on each screen. Whoever has it sees the wall until it is ended. It is shown only now: afterwards nobody can read it again.',
};

/** Every text of Settings and About that the catalogue does not have. */
export const settingsWords = {
  em: 'Enterprise Manager',
  outOfDate: 'Out of date',
  notRead: 'Not read yet',
  health: (state: EmHealth['state']) => health[state],
  since: 'since',
  lastGood: 'Last read',
  message: 'What is wrong',
  newestEvent: 'Newest event it has told',
  emUnknown: 'How it is now cannot be told.',
  host: 'Address',
  account: 'Account',
  passwordLabel: 'Password of the account',
  passwordRefused:
    'Refused three times. It is not tried again, so that the account is not locked: put the right one into the file of EM_PASSWORD_FILE, or into EM_PASSWORD and restart.',
  tlsLabel: 'Certificate is checked',
  tls: (way: Status['em']['tls'], role: Role) => (role === 'operator' ? namedTls : plainTls)[way],
  insecure: 'The certificate of Enterprise Manager is not checked',
  insecureHelp: (role: Role) =>
    `${insecureRisk} ${role === 'operator' ? 'Give EM_CA_FILE or EM_FINGERPRINT and remove EM_INSECURE_TLS.' : 'Whoever runs this server can mend it.'}`,
  server: 'This server',
  serverUnknown: 'What this server is cannot be told now.',
  reading: 'Reading …',
  version: 'Version',
  startedAt: 'Running since',
  storeLabel: 'Retries are kept in',
  journalLabel: 'Journal',
  journal: (state: JournalHealth['state']) => (state === 'ok' ? 'Responding' : 'Not responding'),
  logLabel: 'Log',
  log: (state: 'ok' | 'failing', dropped: number) =>
    `${state === 'ok' ? 'Written' : 'Cannot be written'}${dropped === 0 ? '' : ` (${dropped} lines dropped)`}`,
  store: (kind: Status['store'], role: Role) => (role === 'operator' ? namedStores : plainStores)[kind],
  poll: 'Enterprise Manager is read every',
  retryPoll: 'while a retry is open, every',
  verdict: 'a retry counts as unseen after',
  seconds: (count: number) => `${count} s`,

  sessions: {
    title: 'Signed in',
    help: 'Ending a session takes effect with its next request: whoever it belongs to has to sign in again.',
    failed: 'The list of sessions could not be read or changed.',
    own: 'This is your own session: sign out instead.',
    end: 'End',
    endOf: (user: string) => `End the session of ${isolated(user)}`,
    roles: { operator: 'Operator', viewer: 'Viewer', wall: 'Wall' },
    sources: { em: 'Enterprise Manager', oidc: 'the organisation' },
    columns: { user: 'Who', role: 'Role', source: 'By', startedAt: 'Since', seenAt: 'Last seen' },
  },
  tokens: {
    title: 'Keys for scripts',
    help: 'A key lets a script use the interface in your name, with Authorization: Bearer. Give it no more than it needs, and end it when the script is gone.',
    failed: 'The keys could not be read or changed.',
    none: 'No key yet.',
    name: 'Name of the script',
    nameExample: 'Nightly report',
    nameMissing: 'Give the key a name.',
    role: 'May',
    roles: { operator: 'retry and read', viewer: 'read only' },
    span: 'Valid for',
    days: (count: number) => `${count} days`,
    make: 'Make key',
    makeFailed: 'The key was not made.',
    made: (name: string) => `The key for ${isolated(name)} is made`,
    madeHelp: 'Put it where the script reads its secrets. It is shown only now: afterwards nobody can read it again.',
    secret: 'Key',
    copy: 'Copy key',
    columns: { name: 'Script', role: 'May', by: 'Made by', until: 'Valid until', seen: 'Last used' },
    end: 'End',
    endOf: (name: string) => `End the key for ${isolated(name)}`,
  },
  view: {
    screens: 'Opens',
    oneScreen: 'One screen',
    manyScreens: 'Many screens',
    servers: 'Backup servers',
    all: 'All',
    some: 'Some',
    noneChosen: 'Tick at least one backup server.',
    reasons: 'Machines and reasons',
    reasonsShown: 'Shown',
    reasonsHidden: 'Hidden',
    of: ({ servers, reasons, screens }: Pick<WallLink, 'servers' | 'reasons' | 'screens'>) =>
      `${servers?.map(isolated).join(', ') ?? 'everything'}${reasons ? '' : ', without reasons'}${screens === 'one' ? '' : ', on many screens'}`,
  },
  pairing: {
    label: 'Code on the screen',
    hint: 'Six signs that a screen shows at /wall. Empty: an address is made, to be opened there.',
    wrong: 'No code: it is six letters and digits, as the screen shows them.',
    find: 'Find the screen',
    findFailed: 'The screen was not looked for.',
    looking: (code: string) => `Looking for the screen that shows ${code} …`,
    lookingHelp: 'It is found within a few seconds. If not, compare the code: it changes every ten minutes.',
    found: (code: string) => `A screen shows ${code}`,
    shownAt: 'It asks from',
    shownSince: 'and has shown this code since',
    check: 'Open the wall only on a screen that you or a colleague see with this code.',
    open: 'Open the wall on it',
    cancel: 'Cancel',
    failed: 'The wall was not opened on the screen.',
    done: (name: string) => `The wall opens on ${isolated(name)}`,
    doneHelp: 'The screen goes on to the wall by itself, within a few seconds.',
  },
  links: 'Wall links',
  linksHelp:
    'A wall link opens the wall on a screen, for months and without a sign-in. It shows the wall and nothing else, and it can be ended here.',
  linksOperators: 'Operators make and end wall links.',
  openHere: 'Open the wall in this browser',
  noLinks: 'No wall link yet.',
  linkName: 'Name of the screen',
  linkNameExample: 'Office, 2nd floor',
  make: 'Make wall link',
  nameMissing: 'Give the screen a name.',
  made: (name: string) => `The wall link for ${isolated(name)} is made`,
  linkMadeHelp,
  linkState: (state: LinkState) => linkStates[state],
  address: 'Address of the wall link',
  copyAddress: 'Copy address',
  done: 'Done',
  columns: { name: 'Screen', shows: 'Shows', by: 'Made by', at: 'Made', state: 'State', seen: 'Last seen' },
  end: 'End',
  endOf: (name: string) => `End the wall link for ${isolated(name)}`,
  endTitle: (name: string) => `End the wall link for ${isolated(name)}?`,
  endHelp: 'The screen stops showing the wall at its next question and says so. The link cannot be used again.',
  endConfirm: 'End wall link',
  keep: 'Keep it',
  linksFailed: 'The wall links could not be read.',
  makeFailed: 'The wall link was not made.',
  endFailed: 'The wall link was not ended.',

  look: 'This browser',

  aboutTitle: 'About Retry Desk',
  aboutText:
    'Retry Desk shows which Veeam Agent backup jobs failed and why, lets the right people retry them, and follows each retry to what the backup came to. It is free software under the Apache License, Version 2.0.',
  noWarranty:
    'It is distributed on an “as is” basis, without warranties or conditions of any kind, either express or implied. The licence says what you may do with it and under which conditions.',
  trademark: 'Veeam is a trademark of Veeam Software. Retry Desk is neither made nor endorsed by Veeam Software.',
  thirdParty: 'Third-party notices',
  thirdPartyHelp: 'The web application contains these works, each under its own licence:',
  thirdPartyColumns: { name: 'Work', licence: 'Licence', holder: 'Copyright' },
};
