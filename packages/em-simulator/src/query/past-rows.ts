import { type Ledger, ranked, type Scope } from '#world/ledger.ts';
import { Cursor, type SessionRow } from '#world/session-row.ts';
import type { World } from '#world/world.ts';
import { comparable, compareContents, contentMatcher, type Fields, fieldNamed, matcherOf, timeIn } from './field.ts';
import type { Filter } from './filter.ts';
import { type Order, orderOf } from './find-rows.ts';
import type { Question } from './question.ts';
import type { Term } from './tokens.ts';

/** Longer than any run of the past: what ended after X began after X less this. */
const LONGEST = 2 * 3_600_000;

/** The rows of the ledger that match, in the order asked. `oldest` is the start from which runs are still listed. */
export function pastMatches(
  world: World,
  scope: Scope,
  fields: Fields<SessionRow>,
  key: (row: SessionRow) => number,
  question: Question,
  oldest: number,
): Uint32Array {
  const ledger = world.ledger();
  const order = orderOf(fields, key, question);
  const range = rangeOf(ledger, scope, question, oldest);
  const listed = withoutGoneRuns(ledger, range.rows, oldest);
  const asked = JSON.stringify([
    scope,
    Object.keys(fields).length,
    range.from,
    range.to,
    listed.length,
    question.filter,
    question.sort,
  ]);
  return ledger.answer(asked, () => {
    const matches = matching(world, fields, listed, reduced(question.filter, fields));
    return inOrder(world, matches, order, question);
  });
}

/** The part of the ledger whose starts can match. */
function rangeOf(ledger: Ledger, scope: Scope, { required }: Question, oldest: number) {
  const rows = ledger.order(scope);
  let [low, high] = [oldest, Number.POSITIVE_INFINITY];
  for (const term of required) {
    if (term.name === 'creationtime' && ['>', '>=', '=='].includes(term.operator)) low = Math.max(low, timeIn(term));
    if (term.name === 'creationtime' && ['<', '<=', '=='].includes(term.operator)) high = Math.min(high, timeIn(term));
    if (term.name === 'endtime' && ['>', '>=', '=='].includes(term.operator))
      low = Math.max(low, timeIn(term) - LONGEST);
    if (term.name === 'endtime' && ['<', '<=', '=='].includes(term.operator)) high = Math.min(high, timeIn(term));
  }
  const from = firstFrom(ledger, rows, low);
  const to = Math.max(from, high === Number.POSITIVE_INFINITY ? rows.length : firstFrom(ledger, rows, high + 1));
  return { from, to, rows: rows.subarray(from, to) };
}

/** The rows without the parts of runs that are not listed any more: a part may have begun late enough. */
function withoutGoneRuns(ledger: Ledger, rows: Uint32Array, oldest: number): Uint32Array {
  const edge = firstFrom(ledger, rows, oldest + LONGEST);
  const head = rows.subarray(0, edge).filter((row) => ledger.runStart(row) >= oldest);
  if (head.length === edge) return rows;
  const listed = new Uint32Array(head.length + rows.length - edge);
  listed.set(head);
  listed.set(rows.subarray(edge), head.length);
  return listed;
}

/** The place of the first row that began at `instant` or later. */
function firstFrom(ledger: Ledger, rows: Uint32Array, instant: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ledger.start[rows[middle] ?? 0] ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The filter without what is the same in every run that is over; true and false where nothing else is left. */
export function reduced(filter: Filter | undefined, fields: Fields<SessionRow>): Filter | boolean {
  if (filter === undefined) return true;
  if (filter.kind === 'term') return reducedTerm(filter.term, fields);
  const decides = filter.kind === 'or';
  const parts = filter.parts.map((part) => reduced(part, fields));
  if (parts.includes(decides)) return decides;
  const left = parts.filter((part): part is Filter => typeof part !== 'boolean');
  if (left.length === 0) return !decides;
  return left.length === 1 && left[0] !== undefined ? left[0] : { kind: filter.kind, parts: left };
}

function reducedTerm(term: Term, fields: Fields<SessionRow>): Filter | boolean {
  const field = fieldNamed(fields, term.name);
  return field.past === undefined ? { kind: 'term', term } : contentMatcher(term, field)(field.past);
}

function matching(world: World, fields: Fields<SessionRow>, rows: Uint32Array, filter: Filter | boolean): Uint32Array {
  const ledger = world.ledger();
  if (filter === false) return new Uint32Array(0);
  const present = ledger.hasLosses ? rows.filter((row) => !ledger.isGone(row)) : rows;
  if (filter === true) return present;
  const [cursor, matches] = [new Cursor(world), matcherOf(filter, fields)];
  return present.filter((row) => matches(cursor.at(row)));
}

function inOrder(world: World, rows: Uint32Array, order: Order<SessionRow>, question: Question): Uint32Array {
  const { sort } = question;
  if (sort?.name.toLowerCase() === 'creationtime') return sort.descending ? rows.toReversed() : rows;
  const cursor = new Cursor(world);
  if (sort === undefined) {
    const places = ranked(rows.length, (index) => Number(order.of(cursor.at(rows[index] ?? 0))));
    return places.map((index) => rows[index] ?? 0);
  }
  const contents = Array.from(rows, (row) => comparable(order.of(cursor.at(row))));
  const places = Uint32Array.from(rows.keys());
  places.sort(
    (left, right) => order.sign * compareContents(contents[left] ?? null, contents[right] ?? null) || left - right,
  );
  return places.map((index) => rows[index] ?? 0);
}
