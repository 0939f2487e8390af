import { expect, test } from 'vitest';
import { mainClause } from './main-clause.ts';

test.each([
  ['Processing ora01.tech.local Error: Disk is full. Error: 112', 'Disk is full. Error: 112'],
  [
    'Failed to perform managed backup\nFailed to create volume snapshot\nFailed to load module [veeamblksnap].',
    'Failed to create volume snapshot\nFailed to load module [veeamblksnap].',
  ],
  [
    'Child execution has failed. Exit code: 1 / Failed to load module [veeamsnap] with [a]',
    'Failed to load module [veeamsnap] with [a]',
  ],
  ['Agent failed to process method {Cloud.CreateCheckpoint}. S3 error: Access Denied', 'S3 error: Access Denied'],
  ['Failed to process method. There is not enough space on the disk.', 'There is not enough space on the disk.'],
  [
    'Processing fs01 Error: Failed to perform backup. Neither blksnap nor veeamsnap module was found.',
    'Neither blksnap nor veeamsnap module was found.',
  ],
  [
    'Cannot delete file [C:\\WINDOWS\\VeeamVssSupport\\IndexData\\Index1_Dirs.tmp]. Code: 32',
    'Cannot delete file […\\Index1_Dirs.tmp]. Code: 32',
  ],
  [
    'Failed to open file [/var/lib/veeam/backups/fs01.vbk]. No space left',
    'Failed to open file […/fs01.vbk]. No space left',
  ],
])('%j is shown from the main clause on', (reason, clause) => {
  expect(mainClause(reason)).toBe(clause);
});

test.each([
  'Failed to perform managed backup',
  'Processing ora01 Error: ',
  'Processing Error: no name',
  'Error: Processing ora01',
  "Failed to connect to share '\\\\ZUR-EXCH42\\ADMIN$'. Code: 53",
  'See https://helpcenter.veeam.com/docs/agent/a.html and /dev/sda1',
  'Processing finished with errors at 28.11.2026 22:37',
  '',
])('%j stays whole', (reason) => {
  expect(mainClause(reason)).toBe(reason);
});

test('a reason of a hundred thousand letters takes no time', () => {
  for (const part of ['\\a', '/a', 'Failed to process method. ', 'C:\\', '[', "'"]) {
    const began = performance.now();
    mainClause(part.repeat(100_000 / part.length));
    expect(performance.now() - began).toBeLessThan(500);
  }
});
