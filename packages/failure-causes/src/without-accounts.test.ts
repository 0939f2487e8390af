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
