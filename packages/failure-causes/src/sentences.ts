import { withoutEnd } from './without-end.ts';
import { GAP } from './without-names.ts';

/** Of a longer reason the beginning is read: the difference between causes stands there. */
const longestReason = 8_000;

/** Beyond these a reason may hold something to be brought into form. */
const unusual = /[^\x20-\x7e]| {2}/;

/** A reason in one form: no controls, single blanks and line breaks, no more of it than is read. */
export function cleaned(reason: string): string {
  if (reason.length <= longestReason && !unusual.test(reason)) return reason.trim();
  return (
    reason
      .slice(0, longestReason)
      .toWellFormed()
      .normalize()
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/(?:(?!\n)[\s\0-\x08\x0e-\x1f\x7f])+/g, ' ')
      .replace(/ ?\n[ \n]*/g, '\n')
      .trim()
  );
}

/** Prefixes of the part of a sentence that matters; each may stand before another. */
const prefixes = [
  /^[\s…:;.,/|*-]+/,
  // A line of a log: "[14.03.2026 02:00:14] <12> Error Failed to …".
  /^(?:\[[…\s:]{1,9}\]|<[…\s]{1,5}>)/,
  /^(?:Error|ERROR|Warning|WARNING)\s+(?=\p{Lu})/u,
  /^(?:error|warning|details?|description|reason|exception|failed|errors?):\s*/i,
  /^(?:processing|job|task|machine|computer|host)\s[^:]{0,80}?\s?(?:error|failed|warning):\s*/i,
  /^(?:unable to process|error while processing)\s[^:]{0,80}:\s*/i,
  /^AM\b|^PM\b/,
];

/** Sentences that only state that something failed, or where, whole; the more specific ones stand further down. */
const empty = [
  /^(?:failed|error|errors|unknown|unspecified error|none|null|warning|retrying)$/i,
  /^(?:processing|job|task) finished with (?:errors?|warnings?)(?: at.*)?$/i,
  /^failed to perform (?:managed )?backup$/i,
  /^(?:backup )?(?:job|task|operation|backup|processing) (?:has )?failed$/i,
  /^(?:agent )?failed to process method(?: \{[^}]*\})?$/i,
  /^child execution has failed$/i,
  /^exit code: -?(?:\d+|…)$/i,
  /^all attempts have failed$/i,
  /^see guest helper log$/i,
  /^session with id .* is not started yet$/i,
  /^logon attempt with parameters\b/i,
  /^sub-task \[[^\]]*\] failed(?: \([^)]*\))?$/i,
  /^rescan failed, check session log for details$/i,
  // Progress lines that stand where a reason should (failure messages of the field, 76 and 77).
  /^hard disk(?: …| \d+)?(?: \([^)]*\))?$/i,
  /^[^.:]{0,60}\((?:\d+|…) ?%? done\)$/i,
];

/** Longer sentences are read from their beginning. */
const longestSentence = 400;
/** So many of them make a key: the difference between causes may stand behind two that only give the symptom. */
const mostSpecific = 4;
/** So many sentences are looked at for those. */
const mostSentences = 24;

/** Signs that stand between a sentence and what follows it. */
const sentenceEnds = ' \n.:;,/|!?-';

function withoutPrefixes(sentence: string): string {
  let rest = sentence.trim();
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const prefix of prefixes) rest = rest.replace(prefix, '');
  }
  return withoutEnd(rest, sentenceEnds).trim();
}

/** The sentences of a reason, sorted. */
export type Sentences = {
  /** The first ones with a fact, without their prefixes; four at most. */
  specific: string[];
  /** Those as one line for a person. */
  line: string;
  /** The most specific one of those without a fact; empty where there is none. */
  empty: string;
};

/** Lines that were broken for their width are one: those that go on in lower case or with a code, unless the line before is whole. */
function joined(text: string): string {
  const lines = text.split('\n');
  return lines.reduce((before, line, at) => {
    const goesOn =
      /^[\p{Ll}\d]/u.test(line) && !isEmpty(withoutPrefixes((lines[at - 1] ?? '').slice(0, longestSentence)));
    return `${before}${goesOn ? ' ' : '\n'}${line}`;
  });
}

function isEmpty(sentence: string): boolean {
  return empty.some((pattern) => pattern.test(sentence));
}

/** A sentence that goes on with the one before it: the line was broken at something that is left out. */
const goesOn = /^…(?:$|[,;:)\]}]|\s\p{Ll})/u;
/** The signs after which nothing goes on. */
const whole = /[.!?;:]$/;

function withSentence(line: string, sentence: string, isJoined: boolean): string {
  if (line === '') return sentence;
  if (isJoined) return `${line} ${sentence}`;
  return `${line}${/^\p{Ll}/u.test(sentence) ? ';' : '.'} ${sentence}`;
}

/** Reads the sentences of a clean text without names. */
export function readSentences(text: string): Sentences {
  const specific: string[] = [];
  let line = '';
  let before = '.';
  let most = { said: -1, sentence: '' };
  for (const part of joined(text).split(/\n| \/ |(?<=[.!?;]) /, mostSentences)) {
    const sentence = part.slice(0, longestSentence).trim();
    const rest = withoutPrefixes(sentence);
    const isJoined = goesOn.test(sentence) && !whole.test(before);
    before = sentence;
    if (!/\p{L}{2}/u.test(rest)) {
      if (isJoined) line = `${line} ${sentence}`;
      continue;
    }
    const said = empty.findIndex((pattern) => pattern.test(rest));
    if (said === -1) {
      specific.push(rest);
      line = withSentence(line, isJoined ? sentence : rest, isJoined);
    } else if (said > most.said) most = { said, sentence: rest };
    if (specific.length === mostSpecific) break;
  }
  return { specific, line, empty: most.sentence };
}

/** The words of a text, without gaps, signs and case. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll(GAP, ' ')
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  );
}
