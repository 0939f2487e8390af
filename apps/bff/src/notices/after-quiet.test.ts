import type { Notice } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { remainderOf, summaryOf } from './after-quiet.ts';
import { testNotice } from './dispatch.ts';

const site = new URL('https://desk.example.local');
const NOON = Date.UTC(2026, 2, 18, 12);

/** Notices from `key status number`, in the order they were written. */
function held(...lines: string[]) {
  const seqs = new Map<string, number>();
  return lines.map((line) => {
    const [key = '', status = '', number = ''] = line.split(' ');
    const seq = (seqs.get(key) ?? 0) + 1;
    seqs.set(key, seq);
    const event: Notice['event'] = key.startsWith('retry') ? 'retry-ended' : 'failed';
    const isFiring = status === 'firing';
    const notice: Notice = {
      ...testNotice(site, 'x', NOON),
      ...{ key, event, status: isFiring ? 'firing' : 'resolved', number: Number(number), subject: line },
    };
    return { notice, seq };
  });
}

const remainder = (...lines: string[]) => remainderOf(held(...lines)).map(({ notice }) => notice.subject);

test('the last notice that fires is left of each key', () => {
  expect(remainder('a firing 1', 'b firing 1', 'b firing 2')).toEqual(['a firing 1', 'b firing 2']);
});

test('the end is left of what fired before the window, and nothing of what began and ended within it', () => {
  expect(remainder('a resolved 2')).toEqual(['a resolved 2']);
  expect(remainder('a firing 3', 'a resolved 4')).toEqual(['a resolved 4']);
  expect(remainder('a firing 1', 'a resolved 2')).toEqual([]);
  expect(remainder('a resolved 2', 'a firing 1', 'a resolved 2')).toEqual(['a resolved 2']);
  expect(remainder('a resolved 2', 'a firing 1')).toEqual(['a firing 1']);
});

test('retries stand in the summary alone', () => {
  expect(remainder('retry:1 resolved 1')).toEqual([]);
});

test('the summary lists each key once, those that fire first, and counts those beyond twenty', () => {
  const { subject, lines } = summaryOf(
    held('a firing 1', 'a resolved 2', 'b firing 1', 'retry:1 resolved 1'),
    '22:00-06:00 UTC',
    site,
    NOON,
  );
  expect(subject).toBe('Quiet hours (22:00-06:00 UTC) are over: 3 held back, 1 still need somebody');
  expect(lines.map((line) => line.slice(26))).toEqual(['b firing 1', 'a resolved 2', 'retry:1 resolved 1']);
  const many = summaryOf(held(...Array.from({ length: 23 }, (_, at) => `k${at} firing 1`)), 'x', site, NOON);
  expect(many.lines).toHaveLength(21);
  expect(many.lines.at(-1)).toBe('and 3 more');
});
