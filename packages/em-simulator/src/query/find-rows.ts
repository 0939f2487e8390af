import { type Content, compareFields, type Fields, fieldNamed, matcherOf } from './field.ts';
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
  const order = orderOf(fields, key, question);
  const sorted = matches.toSorted(order.compare);
  return { count: sorted.length, slice: (from, to) => sorted.slice(from, to) };
}

/** How rows stand to each other. */
export type Order<Row> = { of(row: Row): Content; compare(left: Row, right: Row): number };

/** The order a question asks for. Refuses an unknown field with 400. */
export function orderOf<Row>(fields: Fields<Row>, key: (row: Row) => Content, { sort }: Question): Order<Row> {
  const of = sort === undefined ? key : fieldNamed(fields, sort.name).of;
  const sign = sort?.descending === true ? -1 : 1;
  return { of, compare: (left, right) => sign * compareFields(of(left), of(right)) };
}
