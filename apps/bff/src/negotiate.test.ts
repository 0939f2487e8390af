import { describe, expect, test } from 'vitest';
import { codingFor, knownCodings, MOST_KNOWN, matches } from './negotiate.ts';

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['br; q=0.8, gzip; q=0.8', 'br'],
  ['gzip;q=0', 'identity'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['gzip;q=nonsense', 'identity'],
  ['deflate, zstd', 'identity'],
])('Accept-Encoding %j is answered with %s', (accepted, coding) => {
  expect(codingFor(accepted)).toBe(coding);
});

test('invented headers are cached within a limit, and do not displace those of browsers', () => {
  for (let client = 0; client < MOST_KNOWN + 50; client += 1) codingFor(`x-made-up-${client}`);
  expect(knownCodings.size).toBe(MOST_KNOWN);
  expect(codingFor('gzip, deflate, br, zstd')).toBe('br');
  expect(knownCodings.has('gzip, deflate, br, zstd')).toBe(true);
});

describe('If-None-Match', () => {
  test.each([
    ['W/"abc"', true],
    ['"abc"', true],
    ['*', true],
    ['"x", W/"abc"', true],
    ['"x","y"', false],
    ['W/"abcd"', false],
    ['abc', false],
    ['', false],
    [undefined, false],
  ])('%j names the content: %s', (header, named) => {
    expect(matches(header, 'W/"abc"')).toBe(named);
  });
});
