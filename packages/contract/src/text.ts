import * as z from 'zod/mini';

/** No control characters: logs take them for their own, and PostgreSQL has no place for NUL. */
const onOneLine = z.regex(/^\P{Cc}*$/u);
/** No half of a surrogate pair: it has no bytes in UTF-8, so that a store holds something else and no address can contain it. */
const isWhole = z.check<string>(({ value, issues }) => {
  if (/\p{Cs}/u.test(value)) issues.push({ code: 'custom', input: value });
});

/** Text of people on one line, in characters. */
export function line(longest: number, shortest = 0) {
  return z.string().check(z.minLength(shortest), z.maxLength(longest), onOneLine, isWhole);
}

/** A name that people give: a line that is not empty, without the space around it. */
export function nameOf(longest: number) {
  return z.string().check(z.trim(), z.minLength(1), z.maxLength(longest), onOneLine, isWhole);
}

/** So many characters a note may have. */
export const longestNote = 500;

/** Text of people on several lines. */
export function lines(longest: number) {
  return z.string().check(z.maxLength(longest), z.regex(/^[\P{Cc}\t\n\r]*$/u), isWhole);
}
