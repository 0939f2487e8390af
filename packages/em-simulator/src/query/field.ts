import { Refusal } from '#http/refusal.ts';
import { guidIn } from '#world/guid.ts';
import type { Filter } from './filter.ts';
import type { Term } from './tokens.ts';

/** The value of a field; null where the record has none. Times are milliseconds. */
export type Content = string | number | null;

/** A field that can be asked for and sorted by. */
export type Field<Row> = {
  kind: 'text' | 'uid' | 'number' | 'time';
  of(row: Row): Content;
  /** Another value that it is compared with as well, where servers differ. */
  also?(row: Row): Content;
  /** All texts it can hold, where they are few: compared without looking at case again and again. */
  words?: readonly string[];
  /** Its value in every run that is over. */
  past?: string | number;
};
/** Fields by lower-case name. */
export type Fields<Row> = Record<string, Field<Row>>;

/** Makes a test of rows from a filter. Refuses unknown fields and values that do not fit with 400. */
export function matcherOf<Row>(filter: Filter, fields: Fields<Row>): (row: Row) => boolean {
  if (filter.kind === 'term') return termMatcher(filter.term, fieldNamed(fields, filter.term.name));
  const listed = filter.kind === 'or' ? listMatcher(filter.parts, fields) : undefined;
  if (listed !== undefined) return listed;
  const parts = filter.parts.map((part) => matcherOf(part, fields));
  return filter.kind === 'and' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
}

/** A test of `A==1,A==2,…`, which costs the same however many values are listed; undefined for any other parts. */
function listMatcher<Row>(parts: readonly Filter[], fields: Fields<Row>): ((row: Row) => boolean) | undefined {
  const terms = parts.flatMap((part) => (part.kind === 'term' && part.term.operator === '==' ? [part.term] : []));
  const name = terms[0]?.name;
  if (name === undefined || terms.length < parts.length || terms.some((term) => term.name !== name)) return undefined;
  const field = fieldNamed(fields, name);
  const wanted = new Set(terms.map((term) => wantedValue(term, field.kind)));
  function isWanted(content: Content): boolean {
    return content !== null && wanted.has(comparable(content));
  }
  if (field.also === undefined) return (row) => isWanted(field.of(row));
  return (row) => isWanted(field.of(row)) || isWanted(field.also?.(row) ?? null);
}

/** The field of that name in any case. Refuses with 400. */
export function fieldNamed<Row>(fields: Fields<Row>, name: string): Field<Row> {
  const field = Object.hasOwn(fields, name.toLowerCase()) ? fields[name.toLowerCase()] : undefined;
  if (field === undefined) throw new Refusal(400, `Unknown property "${name}"`);
  return field;
}

function termMatcher<Row>(term: Term, field: Field<Row>): (row: Row) => boolean {
  const holds = contentMatcher(term, field);
  if (field.also === undefined || term.operator !== '==') return (row) => holds(field.of(row));
  return (row) => holds(field.of(row)) || holds(field.also?.(row) ?? null);
}

/** A test of what a field holds. Refuses values that do not fit with 400. */
export function contentMatcher(term: Term, field: Pick<Field<never>, 'kind' | 'words'>): (content: Content) => boolean {
  const wanted = wantedValue(term, field.kind);
  const word = field.words?.find((known) => known.toLowerCase() === wanted);
  if (word !== undefined && term.operator === '==') return (content) => content === word;
  if (word !== undefined && term.operator === '!=') return (content) => content !== word;
  return (content) => (content === null ? term.operator === '!=' : compares(term, comparable(content), wanted));
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

/** The value of a field, as it is compared: text without case. */
export function comparable<Held extends Content>(content: Held): Held | string {
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
      return timeIn(term);
  }
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?))?\s*(z|[+-]\d\d:?\d\d)?$/i;

/** The instant a term names: a day or a time; without a zone it is UTC, as all times of Enterprise Manager (reference 13.0, Queries). */
export function timeIn(term: Term): number {
  const [, day, time = '00:00', zone = 'Z'] = TIME.exec(term.value.trim()) ?? [];
  return finite(day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone.toUpperCase()}`), term);
}

function finite(number: number, term: Term): number {
  if (!Number.isFinite(number)) throw new Refusal(400, `Invalid value "${term.value}" of property "${term.name}"`);
  return number;
}

/** Orders two comparable values: absent first, then by value. */
export function compareContents(left: Content, right: Content): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return left < right ? -1 : Number(left > right);
}
