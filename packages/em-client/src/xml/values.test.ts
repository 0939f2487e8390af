import { expect, test } from 'vitest';
import { booleanOf, guidIn, instantOf, numberOf, wordOf } from './values.ts';

test.each([
  ['2026-11-23T04:12:00Z', Date.UTC(2026, 10, 23, 4, 12)],
  ['2026-11-23T04:12:00.1Z', Date.UTC(2026, 10, 23, 4, 12, 0, 100)],
  ['2026-11-23T04:12:00.123Z', Date.UTC(2026, 10, 23, 4, 12, 0, 123)],
  ['2026-11-23T04:12:00.123999Z', Date.UTC(2026, 10, 23, 4, 12, 0, 123)],
  ['2026-11-23T04:12:00', Date.UTC(2026, 10, 23, 4, 12)],
  ['2026-11-23T05:12:00+01:00', Date.UTC(2026, 10, 23, 4, 12)],
  ['1753-01-01T00:00:00Z', null],
  ['2026-13-45T99:00:00Z', null],
  ['2026-02-29T00:00:00Z', null],
  ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ['yesterday', null],
  ['', null],
  [null, null],
])('the moment %s is %s', (written, expected) => {
  expect(instantOf(written)).toBe(expected);
});

test.each([
  ['urn:veeam:AgentBackupJob:78C3919C-54D7-43FE-B047-485D3566F11F', '78c3919c-54d7-43fe-b047-485d3566f11f'],
  [
    'https://x/api/agents/jobs/78c3919c-54d7-43fe-b047-485d3566f11f?format=Entity',
    '78c3919c-54d7-43fe-b047-485d3566f11f',
  ],
  ['78c3919c-54d7-43fe-b047', null],
])('the GUID in %s is %s', (written, expected) => {
  expect(guidIn(written)).toBe(expected);
});

test('booleans, numbers and words are read in any case and nothing else is taken for one', () => {
  expect(['True', 'false', '1', 'yes', null].map(booleanOf)).toEqual([true, false, true, null, null]);
  expect(['42', '0', '41.5', '-1', 'NaN', '1e9', ''].map(numberOf)).toEqual([42, 0, 41.5, null, null, null, null]);
  expect(wordOf('STOPPED', { stopped: 'stopped' })).toBe('stopped');
  expect(wordOf('constructor', { stopped: 'stopped' })).toBe('unknown');
});

test('the GUID of the resource itself counts, not one in a host name, a parent or a query', () => {
  const own = '78c3919c-54d7-43fe-b047-485d3566f11f';
  const other = '11111111-2222-4333-8444-555555555555';
  expect(guidIn(`https://${other}.cloud/api/jobs/${other}/includes/${own}?filter=JobUid==${other}`)).toBe(own);
});

test('a number too large for a number is none', () => {
  expect(numberOf('9'.repeat(400))).toBeNull();
});
