import { expect, test } from 'vitest';
import { causeOf, KNOWN_CAUSES, knownNames } from '../src/index.ts';
import { messages, namesInMessages, variantsOf } from './messages.ts';
import { recordedKeys } from './recorded-keys.ts';

const names = knownNames(namesInMessages);

/** The message as it stands, without anything around it. */
const plainly = (variants: string[]) => variants[8] ?? '';

test('no two messages fall into one group, whatever names, numbers, dates and wrappers are in them', () => {
  const groups = new Map<string, Set<string>>();
  for (const message of messages) {
    for (const reason of variantsOf(message)) {
      const { key } = causeOf(reason, names);
      groups.set(key, (groups.get(key) ?? new Set()).add(message.id));
    }
  }
  const mixed = [...groups].map(([, ids]) => [...ids].join()).filter((ids) => ids.includes(','));
  expect(mixed).toEqual([]);
  expect(groups.size / messages.length).toBeLessThanOrEqual(1.4);
});

test('where the table has a cause its family is right, and it has most', () => {
  const found = messages.map(({ id, family, ...rest }) => {
    const cause = causeOf(plainly(variantsOf({ id, family, ...rest })), names);
    return { id, family, cause };
  });
  const known = found.filter(({ cause }) => cause.known !== null);
  expect(known.filter(({ family, cause }) => cause.family !== family)).toEqual([]);
  expect(known.length / found.length).toBeGreaterThanOrEqual(0.7);
  const rest = found.filter(({ cause }) => cause.known === null);
  // 80 is in German: the table has causes in the words of English servers, and by their codes.
  expect(Object.fromEntries(rest.map(({ id, cause }) => [id, cause.family]))).toEqual({
    ...Object.fromEntries(['4', '17', '76', '77', '79'].map((id) => [id, 'says-nothing'])),
    80: 'unclassified',
  });
});

test('keys of known causes stay what they were, whatever becomes of the rules', () => {
  const keys = messages.flatMap((message) => {
    const { known } = causeOf(plainly(variantsOf(message)), names);
    return known === null ? [] : [[message.id, known.id]];
  });
  expect(Object.fromEntries(keys)).toEqual(recordedKeys);
});

test('names of the words that distinguish causes change no key', () => {
  const jobs = [
    'SQL',
    'SQL Server',
    'Disk',
    'Server',
    'Exchange',
    'Oracle',
    'Veeam',
    'Network',
    'Full',
    'Guest',
    'File Server',
  ];
  const more = knownNames([...namesInMessages, ...jobs]);
  for (const message of messages) {
    const reason = plainly(variantsOf(message));
    expect(causeOf(reason, more).key, message.id).toBe(causeOf(reason, names).key);
  }
  expect(causeOf('Oracle does not answer', more).key).not.toBe(causeOf('Exchange does not answer', more).key);
});

test('every known cause has an id of its own, a fix that is no sentence yet, and a source', () => {
  expect(new Set(KNOWN_CAUSES.map(({ id }) => id)).size).toBe(KNOWN_CAUSES.length);
  for (const { id, title, fix, source, phrases } of KNOWN_CAUSES) {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
    expect(fix).toMatch(/^\p{Ll}.*[^.]$/u);
    expect(source).not.toBe('');
    expect(phrases.flat().filter((phrase) => phrase !== phrase.toLowerCase())).toEqual([]);
  }
});

test.each([
  ['write failed errno=28', 'write failed errno=5'],
  ['The server returned 403', 'The server returned 503'],
  ['HTTP/1.1 403', 'HTTP/1.1 500'],
  ['REST API error: status=403', 'REST API error: status=500'],
  ['Operation failed with error #1326', 'Operation failed with error #1909'],
  ['Operation failed, hr=0x80070005', 'Operation failed, hr=0x80070020'],
  ['(0x80070005)', '(0x80070020)'],
  ['rc = 5', 'rc = 6'],
  ['Код ошибки: 5', 'Код ошибки: 32'],
  ['Win32Error: 5', 'Win32Error: 32'],
  ['NTSTATUS: C0000022', 'NTSTATUS: C000006D'],
  ['The archiver failed with ORA-00257', 'The archiver failed with ORA-12514'],
  ['Writer name: [SqlServerWriter]. Class failed', 'Writer name: [Microsoft Exchange Writer]. Class failed'],
  ['Child ended with exit code: 0xC0000005', 'Child ended with exit code: 0xC0000409'],
  ['Failed with Win32 53', 'Failed with Win32 5'],
  ['Failed, error number: 53', 'Failed, error number: 1219'],
  ['Failed, error no. 53', 'Failed, error no. 1219'],
  ['Failed (Fehler Nr. 64)', 'Failed (Fehler Nr. 121)'],
  ['Fehlernummer: 64', 'Fehlernummer: 121'],
  ['Ошибка №64', 'Ошибка №121'],
  ['Код возврата 64', 'Код возврата 121'],
  ['Statuscode: 403', 'Statuscode: 503'],
  ['Agent stopped: Event ID: 8193', 'Agent stopped: Event ID: 12289'],
  ['Msg 3201, Level 16', 'Msg 18456, Level 14'],
  ['Result 0x5', 'Result 0x35'],
  ['Code: -5', 'Code: -110'],
  ['Code 2147942405', 'Code 2147942450'],
  ['Failed, error number:\n53', 'Failed, error number:\n1219'],
])('an error code distinguishes causes in every form: %s', (one, other) => {
  const [first, second] = [causeOf(one), causeOf(other)];
  expect(first.key).not.toBe(second.key);
  expect([first.family, second.family]).toEqual(['unclassified', 'unclassified']);
});

test.each([
  ['Service name: [VeeamGuestHelper]. It does not start', 'Service name: [VSS]. It does not start'],
  ['RPC call failed. Function name: [DoRpc]', 'RPC call failed. Function name: [GetVersion]'],
  ['Module name: "blksnap". Key was rejected', 'Module name: "bdevfilter". Key was rejected'],
  ['TheVolume:/dev/sda1:IsOffline', 'TheVolume:/dev/sda1:IsReadOnly'],
  [
    'Cannot truncate logs. Details: Cannot process the call. Details: Login timeout expired',
    'Cannot truncate logs. Details: Cannot process the call. Details: The log is corrupted',
  ],
])('a part that failed, and a sentence behind two others, distinguish causes: %s', (one, other) => {
  expect(causeOf(one).key).not.toBe(causeOf(other).key);
});

test.each([
  ['It has expired on 3/14/2026 2:00:14 AM', 'It has expired on 3/14/2026 2:00:14 PM'],
  ['It has expired at 2:00:14 AM. Renew it', 'It has expired at 2:00:14 PM. Renew it'],
  ['[14.03.2026 02:00:14] <12> Error The disk is bad', 'The disk is bad'],
  ['Cannot lock the volume C:', 'Cannot lock the volume D:\\'],
  ['Not allowed for [NT AUTHORITY\\SYSTEM] here', 'Not allowed for [TECH\\svc] here'],
  ['Das Konto von Benutzer [anna] fehlt', 'Das Konto von Benutzer [TECH\\svc] fehlt'],
  ['Failed to perform managed backup\ndattobd is loaded', 'dattobd is loaded'],
  ['The disk is bad. Code:\n13', 'The disk is bad. Code: 13'],
])(
  'halves of the day, lines of logs, drives, accounts and broken lines make no cause of their own: %s',
  (one, other) => {
    expect(causeOf(one).key).toBe(causeOf(other).key);
  },
);

test('an error code makes another cause, the code of a process does not', () => {
  const share = (code: number) =>
    causeOf(`Cannot connect to the host's administrative share. Host: [pay-01]. Account: [TECH\\svc]. Code: ${code}`);
  expect(share(53).key).toBe('admin-share-path');
  expect(share(1909)).toMatchObject({ key: 'account-locked-out', known: { danger: expect.any(String) } });
  expect(share(1326).key).toBe('logon-failure');
  expect(share(71).key).not.toBe(share(72).key);
  const exit = (code: number) => causeOf(`Child execution has failed. Exit code: ${code}\nThe script was not found`);
  expect(exit(1).key).toBe(exit(2).key);
  const writer = (code: string) => causeOf(`VSS writer "SqlServerWriter" failed with error code ${code}`);
  expect(writer('0x800423f4').key).toBe('vss-writer-not-retryable');
  expect(writer('0x800423f3').known).toBeNull();
});

test('empty reasons are one family, and have keys of their own', () => {
  const nothing = [
    'Failed',
    'Error',
    'Hard disk 1 (0 B)',
    'Processing finished with errors at 3/14/2026 2:00:14 AM',
    '',
    '…',
  ];
  for (const reason of nothing) {
    expect(causeOf(reason)).toMatchObject({ family: 'says-nothing', title: 'Enterprise Manager gives no reason' });
  }
  for (const reason of ['Hard disk 1 could not be read', 'Access is denied (5)'])
    expect(causeOf(reason).family).toBe('unclassified');
  expect(causeOf('Hard disk 1 (0 B)').key).not.toBe(causeOf('Failed to process method {A.B}').key);
});

test('a reason that nobody has met is one cause for all names, in any script and with any line breaks', () => {
  const key = (reason: string) => causeOf(reason, names).key;
  for (const [one, other] of [
    [
      'Der Dienst "Veeam Agent" auf pay-01 antwortet nicht. Fehlercode: 1053',
      'Der Dienst "Veeam Agent"\nauf SRV2019 antwortet nicht. Fehlercode: 1053',
    ],
    ['Недостаточно места на диске E:\\Backup\\a.vbk', 'Недостаточно места на диске /mnt/b/c.vbk'],
    [
      'Cannot open log [C:\\Program Files\\Veeam\\x y.log] of job "Daily servers"',
      'Cannot open log [D:\\Logs\\z.log] of job "Copy to the other site"',
    ],
    ['Win32 error:The pipe has been ended on büro-pc', 'Win32 error: The pipe has been ended on Максим-ПК'],
  ] as const)
    expect(key(one)).toBe(key(other));
  expect(key('The service on pay-01 does not answer')).not.toBe(key('The service on pay-01 was not found'));
  expect(key('Code: 0x80070001 The call failed')).not.toBe(key('Code: 0x80070002 The call failed'));
});

test('a module that the kernel refuses is another cause than one that is not there', () => {
  const reasons = ['Required key not available', 'Exec format error', ''].map(
    (end) => `Failed to load module [veeamsnap] with parameters [zerosnapdata=1]. ${end}`,
  );
  expect(new Set(reasons.map((reason) => causeOf(reason).key)).size).toBe(3);
  expect(causeOf(reasons[2] ?? '').key).toBe('veeamsnap-not-loaded');
});

test('a known phrase by the way does not make a known cause', () => {
  const reason =
    'The proxy vbr-graz cannot read the configuration of the tape library after the firmware was changed. Unable to read data from stream';
  expect(causeOf(reason, names).known).toBeNull();
});

test('hostile reasons are read, too, and cost little more than others of that length', () => {
  const most = 64_000;
  const hostile = ['[', '1 ', 'a', '\0', '\ud800', ' ', '.', '[a', "'", 'a.', 'error: ', '\n ', '\\', '@', '"', '(1) '];
  /** Processor time, which is the same on a busy machine. */
  const costOf = (part: string) => {
    const reason = part.repeat(most / part.length);
    const costs = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      causeOf(reason, names);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...costs);
  };
  const usual = Math.max(costOf('The quick server did not answer the lazy job. '), 200);
  for (const part of hostile) expect(costOf(part), JSON.stringify(part)).toBeLessThan(usual * 20);
});
