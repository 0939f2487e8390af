import { entityOf, type Kind, referenceOf } from '#resources/kind.ts';
import type { Sheet } from '#resources/sheet.ts';
import type { Accounts } from '#session/accounts.ts';
import type { Tasks } from '#session/tasks.ts';
import type { Element } from '#wire/element.ts';
import type { World } from '#world/world.ts';
import type { Fields } from './field.ts';
import { type Found, findRows } from './find-rows.ts';
import type { Question } from './question.ts';

/** The source of a query. */
export type Source = { world: World; tasks: Tasks; accounts: Accounts };

/** A kind of record that can be queried. */
export type QueryType<Row> = {
  name: string;
  /** The XML container and the JSON member within it. */
  container: string;
  members: string;
  /** Where the container stands: what has no UID is a resource, no entity, and has no references (reference 13.1, GET /query?type=Task). */
  holder?: 'Resources';
  fields: Fields<Row>;
  find(source: Source, question: Question): Found<Row>;
  entity(sheet: Sheet, row: Row): Element;
  reference?(sheet: Sheet, row: Row): Element;
};

/** A kind of record that has references. */
export type NamedType<Row> = QueryType<Row> & Required<Pick<QueryType<Row>, 'reference'>>;

/** The query type of resources that are all at hand; every one can be asked for by UID and name. */
export function queryTypeOf<Row>(
  kind: Kind<Row>,
  rows: (source: Source) => readonly Row[],
  fields: Fields<Row> = {},
): QueryType<Row> {
  const all: Fields<Row> = {
    uid: { kind: 'uid', of: (row) => kind.id(row) },
    name: { kind: 'text', of: (row) => kind.title(row, 'v12') },
    ...fields,
  };
  return {
    name: kind.type,
    container: kind.plural,
    members: kind.plural,
    fields: all,
    find: (source, question) => findRows(rows(source), all, (row) => kind.id(row), question),
    entity: (sheet, row) => entityOf(kind, sheet, row),
    reference: (sheet, row) => referenceOf(kind, sheet, row),
  };
}
