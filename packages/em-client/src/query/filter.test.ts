import { expect, test } from 'vitest';
import { allOf, anyOf, compare, filterMoment, runUid } from './filter.ts';

test.each([
  ['Stopped', 'State!=Stopped'],
  ['urn:veeam:Job:78c3919c-54d7', 'State!=urn:veeam:Job:78c3919c-54d7'],
  ['2026-11-23T04:12:00.120Z', 'State!=2026-11-23T04:12:00.120Z'],
  ['Oracle Backup', 'State!="Oracle Backup"'],
  ['say "x"', 'State!="say ""x"""'],
  ['a;b', 'State!="a;b"'],
  ['a,(b)', 'State!="a,(b)"'],
  ['', 'State!=""'],
])('the value %j is written so that it is nothing but a value', (value, expected) => {
  expect(compare('State', '!=', value)).toBe(expected);
});

test('all of nothing is nothing, any of several is grouped', () => {
  expect(allOf('', 'a==1', '', 'b==2')).toBe('a==1;b==2');
  expect(allOf('', '')).toBe('');
  expect(anyOf('a==1', 'a==2')).toBe('(a==1,a==2)');
  expect(anyOf('a==1')).toBe('a==1');
  expect(anyOf()).toBe('');
});

test('moments are UTC with milliseconds, runs are named by their URN', () => {
  expect(filterMoment(Date.UTC(2026, 10, 23, 4, 12, 0, 5))).toBe('2026-11-23T04:12:00.005Z');
  expect(runUid('78c3919c-54d7-43fe-b047-485d3566f11f')).toBe(
    'urn:veeam:BackupJobSession:78c3919c-54d7-43fe-b047-485d3566f11f',
  );
});
