import type { Sheet } from '#resources/sheet.ts';
import type { Tasks } from '#session/tasks.ts';
import type { Element } from '#wire/element.ts';
import type { World } from '#world/world.ts';
import type { Fields } from './field.ts';
import type { Term } from './tokens.ts';

/** What a query reads from. */
export type Source = { world: World; tasks: Tasks };

/** A kind of record that can be queried. */
export type QueryType<Row> = {
  name: string;
  /** The XML container and the JSON member within it. */
  container: string;
  members: string;
  fields: Fields<Row>;
  /** The records, fewer where the required terms allow it. */
  rows(source: Source, required: Term[]): Row[];
  /** What rows nobody sorted are ordered by: in effect no order. */
  id(row: Row): string;
  entity(sheet: Sheet, row: Row): Element;
  reference(sheet: Sheet, row: Row): Element;
};
