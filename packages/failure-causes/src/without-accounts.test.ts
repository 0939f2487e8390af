import { expect, test } from 'vitest';
import { withoutAccounts } from './without-accounts.ts';

test.each([
  ['Host: [pay-01]. Account: [TECH\\svc-backup]. Code: 53', 'Host: [pay-01]. Account: […]. Code: 53'],
  ['Port: 443;Login: [svc@vsphere.local];VMX', 'Port: 443;Login: […];VMX'],
  ['Operation was canceled by user TECH\\anna', 'Operation was canceled by user …'],
  ['Logon failure for svc.backup@tech.local on pay-01', 'Logon failure for … on pay-01'],
  ['User name "müller" is unknown', 'User name […] is unknown'],
])('%s', (reason, masked) => {
  expect(withoutAccounts(reason)).toBe(masked);
});

test('paths and shares are no accounts', () => {
  for (const reason of [
    'Cannot delete file [C:\\WINDOWS\\VeeamVssSupport\\Index1.tmp]',
    'NFS share \\\\nas-01\\veeam is unavailable',
    'File E:\\Backup\\a.vbk does not exist',
  ])
    expect(withoutAccounts(reason)).toBe(reason);
});

test.each([
  String.raw`Logon for user 'TECH\geheim$' failed`,
  String.raw`Logon for user 'TECH\geheim nachname' failed`,
  'Anmeldung von geheim@domain fehlgeschlagen',
  'Login: [geheim] failed',
  'Konto: [geheim]',
  'Benutzer: [geheim]',
  'Benutzer „geheim“ gesperrt',
  'Benutzername: geheim',
  'Das Konto geheim ist gesperrt',
  'Пользователь [geheim] не найден',
  'пользователя «geheim»',
  'Учётная запись: иванgeheim',
  'User name: geheim. Code: 5',
  'Account = geheim;',
  'account name:\t\tgeheim',
  'Login failed for user geheim on pay-01',
  'Operation was canceled by user geheim',
  "Login failed for user 'o'geheim'.",
  'The account <geheim> is locked',
  'The account “geheim” is locked',
  'The account (geheim) is locked',
  'Account: [geheim',
  'credentials for "geheim"',
  String.raw`TECH\\geheim is locked`,
  String.raw`.\\geheim is locked`,
  String.raw`User:TECH\geheim denied`,
  String.raw`TECH\o'geheim denied`,
  'geheim+x@tech.local denied',
  "'geheim'@'localhost' (using password: YES)",
  'CN=geheim,OU=Users',
  'https://geheim:word@host/x',
  'sudo: geheim : command not allowed',
  'Accounts: [geheim]',
  'user_name=geheim',
  'The service is running as geheim',
  'authenticated as [geheim]',
  'Учетные данные: [geheim]',
  'Учетные данные пользователя geheim',
  'Zugangsdaten: [geheim]',
])('an account is masked in every common form: %s', (reason) => {
  const masked = withoutAccounts(reason);
  expect(masked).not.toContain('geheim');
  expect(withoutAccounts(masked)).toBe(masked);
});

test('sentences about accounts that name none stay as they are', () => {
  for (const reason of [
    'Win32 error:The user name or password is incorrect. Code: 1326',
    'The referenced account is currently locked out and may not be logged on to. Code: 1909',
    'The user account has expired (0x80070701)',
    'Failed to logon (0x8007052e): Access is denied',
    'Login: the password has expired',
    "The user's files are in use",
    'Operation was canceled by user',
    'Benutzer hat keine Rechte',
    'The agent cannot run as a service',
    'Das Konto ist gesperrt',
  ])
    expect(withoutAccounts(reason)).toBe(reason);
});
