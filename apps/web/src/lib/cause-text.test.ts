import type { CauseAdvice } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { adviceText, safeLink } from './cause-text.ts';
import { causeWords } from './words-causes.ts';

const known = { fix: 'Free space on the repository', link: null };
const at = '2026-11-23T21:47:00.000Z';
const now = Date.parse('2026-11-23T20:00:00.000Z');

function text(advice: CauseAdvice, fix: typeof known | null = null, autoRetryAt: string | null = null) {
  return adviceText({ title: 'Full', advice, known: fix }, autoRetryAt, now, 'utc');
}

test('each kind of advice has a word of its own', () => {
  const all = Object.values(causeWords.advice);
  expect(new Set(all).size).toBe(5);
  for (const word of all) expect(word).toMatch(/^[A-Z][a-z ]+$/);
});

test('evidence and the known fix are shown, each once', () => {
  const evidence = ['Known cause: Free space on the repository.', 'A retry helped 2 of 19 times here.'];
  expect(text({ kind: 'fix-first', evidence }, known)).toEqual({ word: 'Fix first', sentences: evidence });
  expect(text({ kind: 'unknown', evidence: [] }, known).sentences).toEqual(['Free space on the repository.']);
  expect(text({ kind: 'unknown', evidence: [] }).sentences).toEqual([]);
});

test('the next attempt of Veeam is shown in the zone that is shown, once, and for no other advice', () => {
  const helped = 'A retry helped 1 of 3 times here.';
  const wait: CauseAdvice = { kind: 'wait', evidence: [`Veeam retries by itself at ${at}.`, helped] };
  expect(text(wait)).toEqual({ word: 'Wait', sentences: wait.evidence });
  expect(text(wait, null, at)).toEqual({ word: 'Veeam tries again at 21:47', sentences: [helped] });
  expect(text({ kind: 'retry', evidence: [helped] }, null, at)).toEqual({ word: 'A retry helps', sentences: [helped] });
});

test('none but links of https are drawn', () => {
  expect(safeLink('https://www.veeam.com/kb4185')).toBe('https://www.veeam.com/kb4185');
  for (const link of [null, 'http://veeam.com', 'javascript:alert(1)//https://x', 'https:///kb', '/kb', 'kb4185', ''])
    expect(safeLink(link)).toBeNull();
});
