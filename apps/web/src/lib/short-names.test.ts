import { expect, test } from 'vitest';
import { shortHost, shortPerson } from './short-names.ts';

test('a host loses its domain, an address keeps its numbers', () => {
  expect([shortHost('srv12.tech.local'), shortHost('10.4.8.17'), shortHost('[::1]')]).toEqual([
    'srv12',
    '10.4.8.17',
    '[::1]',
  ]);
});

test('a person is called by the name without its domain', () => {
  expect(['TECH\\anna', 'anna@tech.local', 'anna', '@'].map(shortPerson)).toEqual(['anna', 'anna', 'anna', '@']);
});
