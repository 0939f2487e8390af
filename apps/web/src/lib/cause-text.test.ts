import type { Advice } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { adviceSentences, safeLink } from './cause-text.ts';

const known = { fix: 'Free space on the repository', link: null };
const at = '2026-11-23T21:47:00.000Z';

function sentences(advice: Advice, fix: typeof known | null = null, autoRetryAt: string | null = null): string[] {
  return adviceSentences({ title: 'Full', advice, known: fix }, autoRetryAt);
}

test('evidence and the known fix are shown, each once', () => {
  const evidence = ['Known cause: Free space on the repository.', 'A retry helped 2 of 19 times here.'];
  expect(sentences({ kind: 'fix-first', evidence }, known)).toEqual(evidence);
  expect(sentences({ kind: 'unknown', evidence: [] }, known)).toEqual(['Free space on the repository.']);
  expect(sentences({ kind: 'unknown', evidence: [] })).toEqual([]);
});

test('the time of the next attempt of Veeam is not repeated where the word before it has it', () => {
  const wait: Advice = {
    kind: 'wait',
    evidence: [`Veeam retries by itself at ${at}.`, 'A retry helped 1 of 3 times here.'],
  };
  expect(sentences(wait)).toHaveLength(2);
  expect(sentences(wait, null, at)).toEqual(['A retry helped 1 of 3 times here.']);
});

test('none but links of https are drawn', () => {
  expect(safeLink('https://www.veeam.com/kb4185')).toBe('https://www.veeam.com/kb4185');
  for (const link of [null, 'http://veeam.com', 'javascript:alert(1)', '/kb', 'kb4185', ''])
    expect(safeLink(link)).toBeNull();
});
