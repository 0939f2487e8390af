import { Refusal } from '#http/refusal.ts';

type Operator = '==' | '!=' | '>' | '<' | '>=' | '<=';
/** One comparison; the name in lower case. */
export type Term = { name: string; operator: Operator; value: string };
export type Token = { kind: 'mark' | 'term'; text: string };

const TOKEN = /\s*(?:([();,])|([^();,"]*(?:"(?:[^"]|"")*"[^();,"]*)*))/y;
const TERM = /^\s*([\w.]+)\s*(==|!=|>=|<=|>|<)\s*([\s\S]*?)\s*$/;

/** Cuts a filter into marks and comparisons; marks within quotes belong to the value. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const before = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null || TOKEN.lastIndex === before) throw new Refusal(400, 'Invalid filter expression');
    const [, mark, term] = match;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else if (term !== undefined && term.trim() !== '') tokens.push({ kind: 'term', text: term });
  }
  return tokens;
}

/** Reads one comparison. Refuses with 400. */
export function readTerm(text: string): Term {
  const [, name, operator, raw] = TERM.exec(text) ?? [];
  if (name === undefined || raw === undefined || !isOperator(operator)) {
    throw new Refusal(400, `Invalid filter expression near "${text.trim()}"`);
  }
  return { name: name.toLowerCase(), operator, value: unquoted(raw) };
}

function isOperator(text: string | undefined): text is Operator {
  return text !== undefined && ['==', '!=', '>', '<', '>=', '<='].includes(text);
}

function unquoted(raw: string): string {
  return /^"[\s\S]*"$/.test(raw) ? raw.slice(1, -1).replaceAll('""', '"') : raw;
}
