import { expect, test } from 'vitest';
import { plainAddress } from './plain-address.ts';

test.each([
  ['203.0.113.8', '203.0.113.8'],
  ['203.0.113.8:50000', '203.0.113.8'],
  [' 203.0.113.8:50000\t', '203.0.113.8'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:50000', '2001:db8::1'],
  ['[::ffff:203.0.113.8]:1', '::ffff:203.0.113.8'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
])('%j is the address %s', (claimed, address) => {
  expect(plainAddress(claimed)).toBe(address);
});

test.each([undefined, '', 'unknown', '_hidden', '203.0.113.8:x', '[203.0.113', '999.1.1.1:2', 'a'.repeat(5_000)])(
  '%j is no address',
  (claimed) => {
    expect(plainAddress(claimed)).toBeNull();
  },
);
