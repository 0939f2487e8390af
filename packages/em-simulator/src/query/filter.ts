import { Refusal } from '#http/refusal.ts';
import { readTerm, type Term, type Token, tokensOf } from './tokens.ts';

/** A parsed filter. */
export type Filter = { kind: 'term'; term: Term } | { kind: 'and' | 'or'; parts: Filter[] };

/** Reads a filter: `;` is AND and binds tighter than `,`, which is OR; parentheses group. Refuses with 400. */
export function parseFilter(text: string): Filter {
  const tokens = tokensOf(text);
  const reader = { tokens, at: 0 };
  const filter = parseOr(reader);
  if (reader.at < tokens.length) throw malformed(text);
  return filter;
}

type Reader = { tokens: Token[]; at: number };

function parseOr(reader: Reader): Filter {
  return parseChain(reader, 'or', ',', parseAnd);
}

function parseAnd(reader: Reader): Filter {
  return parseChain(reader, 'and', ';', parseOne);
}

function parseChain(reader: Reader, kind: 'and' | 'or', separator: string, parse: (reader: Reader) => Filter): Filter {
  const first = parse(reader);
  const parts = [first];
  while (peek(reader) === separator) {
    reader.at += 1;
    parts.push(parse(reader));
  }
  return parts.length === 1 ? first : { kind, parts };
}

function parseOne(reader: Reader): Filter {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw malformed('');
  reader.at += 1;
  if (token.kind === 'term') return { kind: 'term', term: readTerm(token.text) };
  if (token.text !== '(') throw malformed(token.text);
  const inner = parseOr(reader);
  if (peek(reader) !== ')') throw malformed(token.text);
  reader.at += 1;
  return inner;
}

function peek(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at];
  return token?.kind === 'mark' ? token.text : undefined;
}

function malformed(near: string): Refusal {
  return new Refusal(400, `Invalid filter expression near "${near}"`);
}

/** The terms that every match must satisfy: hints to look at fewer records. */
export function requiredTerms(filter: Filter | undefined): Term[] {
  if (filter === undefined) return [];
  if (filter.kind === 'term') return [filter.term];
  return filter.kind === 'and' ? filter.parts.flatMap(requiredTerms) : [];
}
