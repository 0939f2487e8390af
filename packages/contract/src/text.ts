import * as z from 'zod/mini';

/**
 * No control characters: logs take them for their own, and PostgreSQL has no place for NUL. Spelled so that the pattern
 * means the same in other languages, whose programs read it in the OpenAPI document.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const onOneLine = z.regex(/^[^\x00-\x1f\x7f-\x9f]*$/);
// biome-ignore lint/suspicious/noControlCharactersInRegex: all but tab, line feed and carriage return are refused.
const onSeveralLines = z.regex(/^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$/);
/** No half of a surrogate pair: it has no bytes in UTF-8, so that a store holds something else and no address can contain it. */
const isWhole = z.check<string>(({ value, issues }) => {
  if (/\p{Cs}/u.test(value)) issues.push({ code: 'custom', input: value });
});

/** Text of people on one line, in characters. */
// @__NO_SIDE_EFFECTS__
export function line(longest: number, shortest = 0) {
  return z.string().check(z.minLength(shortest), z.maxLength(longest), onOneLine, isWhole);
}

/** A name that people give: a line that is not empty, without the space around it. */
// @__NO_SIDE_EFFECTS__
export function nameOf(longest: number) {
  return z.string().check(z.trim(), z.minLength(1), z.maxLength(longest), onOneLine, isWhole);
}

/** So many characters a note may have. */
export const longestNote = 500;

/** Text of people on several lines. */
// @__NO_SIDE_EFFECTS__
export function lines(longest: number) {
  return z.string().check(z.maxLength(longest), onSeveralLines, isWhole);
}
