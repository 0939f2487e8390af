import { Refusal } from '#http/refusal.ts';
import { guidIn } from '#world/guid.ts';
import type { Filter } from './filter.ts';
import type { Term } from './tokens.ts';

/** A field that can be asked for and sorted by; `of` gives null where the record has none. Times are milliseconds. */
export type Field<Row> = { kind: 'text' | 'uid' | 'number' | 'time'; of(row: Row): string | number | null };
/** Fields by lower-case name. */
export type Fields<Row> = Record<string, Field<Row>>;

/** Makes a test of rows from a filter. Refuses unknown fields and values that do not fit with 400. */
export function matcherOf<Row>(filter: Filter, fields: Fields<Row>): (row: Row) => boolean {
  if (filter.kind === 'term') return termMatcher(filter.term, fieldNamed(fields, filter.term.name));
  const parts = filter.parts.map((part) => matcherOf(part, fields));
  return filter.kind === 'and' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
}

/** The field of that name in any case. Refuses with 400. */
export function fieldNamed<Row>(fields: Fields<Row>, name: string): Field<Row> {
  const field = Object.hasOwn(fields, name.toLowerCase()) ? fields[name.toLowerCase()] : undefined;
  if (field === undefined) throw new Refusal(400, `Unknown property "${name}"`);
  return field;
}

function termMatcher<Row>(term: Term, field: Field<Row>): (row: Row) => boolean {
  const wanted = wantedValue(term, field.kind);
  return function matches(row) {
    const content = field.of(row);
    if (content === null) return term.operator === '!=';
    return compares(term, comparable(content), wanted);
  };
}

function compares(term: Term, content: string | number, wanted: string | number): boolean {
  switch (term.operator) {
    case '==':
      return content === wanted;
    case '!=':
      return content !== wanted;
    case '>':
      return content > wanted;
    case '<':
      return content < wanted;
    case '>=':
      return content >= wanted;
    case '<=':
      return content <= wanted;
  }
}

function comparable(content: string | number): string | number {
  return typeof content === 'string' ? content.toLowerCase() : content;
}

function wantedValue(term: Term, kind: Field<unknown>['kind']): string | number {
  switch (kind) {
    case 'text':
      return term.value.toLowerCase();
    case 'uid':
      return guidIn(term.value) ?? term.value.toLowerCase();
    case 'number':
      return finite(Number(term.value === '' ? Number.NaN : term.value), term);
    case 'time':
      // A time without a zone is UTC, as everything Enterprise Manager says.
      return finite(Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(term.value) ? term.value : `${term.value}Z`), term);
  }
}

function finite(number: number, term: Term): number {
  if (!Number.isFinite(number)) throw new Refusal(400, `Invalid value "${term.value}" of property "${term.name}"`);
  return number;
}

/** Orders two values: absent first, then by value, text without case. */
export function compareFields(left: string | number | null, right: string | number | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  const [a, b] = [comparable(left), comparable(right)];
  return a < b ? -1 : Number(a > b);
}
