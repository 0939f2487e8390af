import { gzipSync } from 'node:zlib';
import type { Answer } from './exchange.ts';

/** An answer that any bytes may make. */
export type RawAnswer = Omit<Answer, 'body'> & { body: string | Buffer };

const XML = 'application/xml; charset=utf-8';
const NAMESPACE = 'xmlns="http://www.veeam.com/ent/v1.0"';
const BOMB_BYTES = 64 * 1024 * 1024;

const ODDITIES = {
  /** A proxy's or portal's page with status 200. */
  html: () => page('<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>'),
  /** An Error with status 200. */
  'error-in-200': () => xml(`<Error ${NAMESPACE} Message="Unexpected." StatusCode="500" />`),
  /** The right body under the wrong name. */
  'wrong-type': (answer) => typed(answer, 'application/octet-stream'),
  /** 64 MiB in 64 kB. */
  'gzip-bomb': (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'Content-Encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(BOMB_BYTES, ' ')),
  }),
  /** A billion laughs. */
  'entity-bomb': () => xml(entityBomb()),
  /** Elements within elements, a hundred thousand times. */
  deep: () => xml(`<QueryResult ${NAMESPACE}>${'<E>'.repeat(100_000)}${'</E>'.repeat(100_000)}</QueryResult>`),
  bom: (answer) => ({ ...answer, body: `\uFEFF${answer.body}` }),
  'utf-16': (answer) => ({
    ...typed(answer, 'application/xml; charset=utf-16'),
    body: Buffer.from(`\uFEFF${answer.body.replace('encoding="utf-8"', 'encoding="utf-16"')}`, 'utf16le'),
  }),
  redirect: () => ({ status: 302, headers: { Location: 'https://elsewhere.invalid/api/' }, body: '' }),
  /** Every Href leads to another host. */
  'foreign-href': (answer) => changed(answer, /Href="https?:\/\/[^/"]+/g, 'Href="https://elsewhere.invalid:9398'),
  /** Announces that another page follows, for ever. */
  'endless-pages': (answer) => changed(answer, /PagesCount="\d+"/, 'PagesCount="100000"'),
  'crooked-dates': (answer) =>
    changed(answer, /(<(?:CreationTimeUTC|EndTimeUTC)>)[^<]*/g, '$1yesterday, half past two'),
  'never-dates': (answer) => changed(answer, /(<(?:CreationTimeUTC|EndTimeUTC)>)[^<]*/g, '$11753-01-01T00:00:00Z'),
  /** States and results that no version had so far. */
  'unknown-words': (answer) =>
    changed(changed(answer, /<State>[^<]*/g, '<State>Hibernating'), /<Result>[^<]*/g, '<Result>Partial'),
  /** Elements that no version had so far. */
  'unknown-elements': (answer) => changed(answer, /<\/Links>/g, '</Links><Later Kind="New"><Part>1</Part></Later>'),
  'two-roots': (answer) => ({ ...answer, body: `${answer.body}${answer.body.replace(/^<\?xml[^>]*>/, '')}` }),
  'crossed-tags': (answer) => changed(answer, /<\/State>(<[^>]+>)/, '$1</State>'),
  'nul-character': (answer) => changed(answer, /<State>/, '<State>\u0000'),
} satisfies Record<string, (answer: Answer) => RawAnswer>;

export type OddityName = keyof typeof ODDITIES;

/** The names of all oddities. */
export const ODDITY_NAMES: readonly string[] = Object.keys(ODDITIES);

/** Whether there is an oddity of that name. */
export function isOddity(name: unknown): name is OddityName {
  return typeof name === 'string' && ODDITY_NAMES.includes(name);
}

/** The changed answer. */
export function oddAnswer(name: OddityName, answer: Answer): RawAnswer {
  return ODDITIES[name](answer);
}

function xml(body: string): RawAnswer {
  return { status: 200, headers: { 'Content-Type': XML }, body };
}

function page(body: string): RawAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/html' }, body };
}

function typed(answer: Answer, type: string): Answer {
  return { ...answer, headers: { ...answer.headers, 'Content-Type': type } };
}

function changed(answer: Answer, pattern: RegExp, text: string): Answer {
  return { ...answer, body: answer.body.replace(pattern, text) };
}

function entityBomb(): string {
  const steps = Array.from({ length: 9 }, (_, step) => `<!ENTITY e${step + 1} "${`&e${step};`.repeat(10)}">`).join('');
  return `<?xml version="1.0"?><!DOCTYPE QueryResult [<!ENTITY e0 "ha">${steps}]><QueryResult ${NAMESPACE}>&e9;</QueryResult>`;
}
