import { type Content, comparable, compareContents, type Fields, fieldNamed, matcherOf } from './field.ts';
import type { Question } from './question.ts';

/** All that match, in the order asked; only the page is made. */
export type Found<Row> = { count: number; slice(from: number, to: number): Row[] };

/** Finds among records that are all at hand. Without sorting they come by `key`, which is no order. */
export function findRows<Row>(
  rows: readonly Row[],
  fields: Fields<Row>,
  key: (row: Row) => Content,
  question: Question,
): Found<Row> {
  const matches = question.filter === undefined ? rows : rows.filter(matcherOf(question.filter, fields));
  const { of, sign } = orderOf(fields, key, question);
  const contents = matches.map((row) => comparable(of(row)));
  const places = Array.from(matches.keys());
  places.sort((left, right) => sign * compareContents(contents[left] ?? null, contents[right] ?? null));
  return {
    count: places.length,
    slice: (from, to) => places.slice(from, to).flatMap((place) => matches[place] ?? []),
  };
}

/** How rows stand to each other: by what `of` gives, from low to high where `sign` is 1. */
export type Order<Row> = { of(row: Row): Content; sign: 1 | -1; compare(left: Row, right: Row): number };

/** The order a question asks for. Refuses an unknown field with 400. */
export function orderOf<Row>(fields: Fields<Row>, key: (row: Row) => Content, { sort }: Question): Order<Row> {
  const of = sort === undefined ? key : fieldNamed(fields, sort.name).of;
  const sign = sort?.descending === true ? -1 : 1;
  return { of, sign, compare: (left, right) => sign * compareContents(comparable(of(left)), comparable(of(right))) };
}
