import { expect, test } from 'vitest';
import { icaclsArguments } from './own-file.ts';

test('on Windows administrators, the system, the owner and the account of the service may use a file, and nobody by its folder', () => {
  expect(icaclsArguments('C:\\ProgramData\\retry desk\\retry-desk.env')).toEqual([
    'C:\\ProgramData\\retry desk\\retry-desk.env',
    '/inheritance:r',
    '/grant:r',
    '*S-1-5-32-544:F',
    '*S-1-5-18:F',
    '*S-1-3-4:F',
    '*S-1-5-19:R',
  ]);
});
