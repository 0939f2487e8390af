import { expect, test } from 'vitest';
import { whyNoServers } from '../src/this-machine.ts';

test('a machine on which nothing can listen is reported in one sentence', async () => {
  expect(await whyNoServers()).toBeNull();
  // An address of documentation (RFC 5737): no machine has it, as one with IPv6 alone has no 127.0.0.1.
  expect(await whyNoServers('192.0.2.1')).toBe(
    'The servers of these tests listen on 192.0.2.1, and this machine does not let them (EADDRNOTAVAIL).',
  );
});
