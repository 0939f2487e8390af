import { expect, test } from 'vitest';
import { projectFiles, read } from '../src/repository.ts';
import { exceptions, retiredWords, stillToCome } from '../src/retired-words.ts';

/** Migrations that were released stay as they are, by hash. */
const files = projectFiles().filter(
  (path) =>
    /\.(?:tsx?|md)$|^docs\/examples\//.test(path) &&
    !path.includes('/store/migrations/') &&
    !stillToCome.some((folder) => path.startsWith(folder)),
);

test('retired words stand in no name, comment, title or document: use the words of the field, listed in retired-words.ts', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((path) => retiredWords(path, read(path)))).toEqual([]);
});

test('every exception is still needed, and has its reason', () => {
  for (const { at, words, why } of exceptions) {
    expect(why.length).toBeGreaterThan(5);
    const texts = files.filter((path) => path.startsWith(at)).map((path) => `${path}\n${read(path)}`.toLowerCase());
    for (const word of words.split(' ').filter((each) => each !== '*'))
      expect(
        texts.some((text) => text.includes(word)),
        `${at} has "${word}"`,
      ).toBe(true);
  }
});

test.each([
  ['docs/x.md', 'What it told.', 1],
  ['docs/x.md', 'Tests: `a.test.ts` "who is told"; `b.test.ts` "heard"', 0],
  ['packages/x/src/tell-apart.ts', '', 1],
  ['packages/x/src/x.ts', 'const isTold = onNews(estateOf(x));', 3],
  ['packages/x/src/x.ts', '/** It looks settled, and is kept. */', 0],
  ['packages/x/src/x.ts', "const keptRows = looksOf('settled');", 2],
  ['packages/x/src/kept-rows.ts', '', 1],
  ['packages/x/src/x.ts', '/** What a page shows. */', 1],
  ['packages/x/src/x.ts', "test('what is new', () => {", 1],
  ['packages/x/src/x.ts', '/** A page, and what it shows. */ // Whatever', 1],
  ['packages/x/src/x.ts', '/** A page, and what it shows. */', 0],
  ['packages/x/src/x.ts', '/** The row says so, and knows why. */', 2],
  ['packages/x/src/x.ts', '/** A run of which nobody can know the end. */', 1],
  ['docs/x.md', 'The records say nothing of it.', 1],
  ['docs/x.md', 'A person who is said to know, say anna, whom nobody sees.', 0],
  ['packages/x/src/x.ts', 'const newsletter = renews(hearth, untold);', 0],
])('in %s, %j holds so many retired words: %i', (path, text, count) => {
  expect(retiredWords(path, text)).toHaveLength(count);
});
