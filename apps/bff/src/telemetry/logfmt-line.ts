import type { LogLine } from './ecs-line.ts';

/** A reader of logfmt takes these for the end of a value, a terminal some of them for a command. */
const NEEDS_QUOTES = /[\s"=\\\p{Cc}\p{Cf}]|^$/u;
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

function escaped(char: string): string {
  return [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return NEEDS_QUOTES.test(text) ? JSON.stringify(text).replace(UNSEEN, escaped) : text;
}

function pairs(line: LogLine, prefix: string): string[] {
  return Object.entries(line).flatMap(([field, value]) => {
    const name = `${prefix}${field.replace(/[\s"=\p{Cc}\p{Cf}]/gu, '_')}`;
    if (value === null) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return pairs({ ...value }, `${name}.`);
    return [`${name}=${valueText(value)}`];
  });
}

/** The line as logfmt: `name=value`, a value in quotes as in JSON where it needs them, `outer.inner` for objects, lists as JSON. */
export function asLogfmt({ time, level, event, msg, ...fields }: LogLine): string {
  return pairs({ time, level, event, msg, ...fields }, '').join(' ');
}
