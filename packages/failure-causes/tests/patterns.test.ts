import { readdirSync, readFileSync } from 'node:fs';
import { type Token, tokenizer, tokTypes } from 'acorn';
import { checkSync } from 'recheck';
import { expect, test } from 'vitest';

type Pattern = { file: string; pattern: string; flags: string };

/** Of a regular expression: the value of its token, which the types of acorn leave out. */
function patternOf(token: Token): Omit<Pattern, 'file'> | null {
  return token.type === tokTypes.regexp && 'value' in token ? (token.value as Omit<Pattern, 'file'>) : null;
}

/** Every regular expression of the package, as it stands in its sources. */
function patternsOf(folder: URL): Pattern[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const source = readFileSync(new URL(file, folder), 'utf8');
      const tokens = [...tokenizer(source, { ecmaVersion: 'latest' })];
      return tokens.flatMap((token) => patternOf(token) ?? []).map((found) => ({ file, ...found }));
    });
}

test('no pattern backtracks: the cost of a reason follows from its length alone', () => {
  const patterns = patternsOf(new URL('../src/', import.meta.url));
  expect(patterns.length).toBeGreaterThan(40);
  const slow = patterns.filter(({ pattern, flags }) => {
    // A sticky pattern is tried at one place only, so it is checked as one that is tried at all of them.
    // The steps of a match decide, not the time that a busy machine takes for them.
    const unhurried = { timeout: 300_000, incubationTimeout: 300_000, attackTimeout: 300_000 };
    const { status } = checkSync(pattern, flags.replace('y', ''), unhurried);
    return status !== 'safe';
  });
  expect(slow).toEqual([]);
}, 600_000);

test('a pattern that backtracks is found', () => {
  expect(checkSync('^(a+)+$', '').status).toBe('vulnerable');
});
