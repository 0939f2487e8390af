import { withoutAccounts } from './without-accounts.ts';
import { withoutEnd } from './without-end.ts';

const longestTitle = 160;
/** More codes than these make a title longer, not clearer. */
const mostCodes = 3;

/** Signs that open a part, each with those that close it. */
const closers: Record<string, string> = {
  '[': ']',
  '(': ')',
  '{': '}',
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“”',
  '«': '»',
};
const closing = new Set(Object.values(closers).join(''));
const letter = /\p{L}/u;

/** A gap in brackets or quotes, and those around nothing. */
const quotedGap = /\[[….\s]*\]|\([….\s]*\)|\{[….\s]*\}|"[….\s]*"|'[….\s]*'|“[….\s]*”|„[….\s]*[“”]|«[….\s]*»/gu;

/** Signs that are not seen and turn the text that follows them around. */
const turning = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Leaves out brackets and quotes whose other half is missing: it stood in what was left out. */
function withoutHalves(line: string): string {
  const open: { sign: string; at: number }[] = [];
  const halves = new Set<number>();
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (sign === "'" && letter.test(line.charAt(at - 1)) && letter.test(line.charAt(at + 1))) continue;
    const opened = open.findLastIndex((part) => closers[part.sign]?.includes(sign));
    if (opened !== -1) for (const part of open.splice(opened).slice(1)) halves.add(part.at);
    else if (closers[sign] !== undefined) open.push({ sign, at });
    else if (closing.has(sign)) halves.add(at);
  }
  for (const { at } of open) halves.add(at);
  return halves.size === 0 ? line : line.replace(/[^\n]/g, (sign, at: number) => (halves.has(at) ? ' ' : sign));
}

/** Brings the signs around gaps into order: what is left out takes its brackets and its full stop with it. */
function inOrder(line: string): string {
  const bare = (text: string) => text.replace(quotedGap, (part) => (part.includes('…') ? '…' : ' '));
  // Twice: quotes may stand in brackets.
  const tidied = withoutHalves(bare(bare(line)))
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[.,:;!?](?: |$)|[)\]}])|(?<=[([{]) /gu, '')
    .replace(/(?<=…)\.+(?= |$)|(?<=[.,:;!?])[.,:;](?= |$)/gu, '')
    .replace(/…(?: ?…)+/gu, '…');
  return withoutEnd(tidied, ' .,:;').trim();
}

/** The beginning of a line, of whole words where it has blanks. */
function beginningOf(line: string, room: number): string {
  if (line.length <= room) return line;
  const cut = line.slice(0, room - 1);
  const words = /\s/u.test(line.charAt(room - 1)) ? cut : cut.replace(/\s\S*$/u, '');
  return `${withoutEnd(words.toWellFormed().replace(/\ufffd$/, ''), ' …([{"\'“„«.,:;-')}…`;
}

/**
 * The line of an unknown cause: its sentences, the names of accounts left out, and those of its codes that would be missing,
 * so that causes that differ in a code only have titles of their own.
 */
export function titleOf(sentences: string, codes: readonly string[]): string {
  const line = inOrder(withoutAccounts(sentences).replace(turning, ''));
  const whole = line.charAt(0).toUpperCase() + line.slice(1);
  const missingIn = (text: string) => codes.filter((code) => !text.toLowerCase().includes(code)).slice(0, mostCodes);
  const add = (text: string, missing: string[]) => (missing.length === 0 ? text : `${text} (${missing.join(', ')})`);
  const short = beginningOf(whole, longestTitle);
  const missing = missingIn(short);
  return add(beginningOf(whole, longestTitle - add('', missing).length), missing);
}
