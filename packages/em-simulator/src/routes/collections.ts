import { wantsEntities } from '#query/run-query.ts';
import type { Sheet } from '#resources/sheet.ts';
import { type Element, element, inlineList } from '#wire/element.ts';
import type { Call } from './route.ts';

/** A whole collection, unpaged: references unless entities are asked for. */
export function collectionOf<Row>(
  call: Call,
  plural: string,
  rows: readonly Row[],
  write: (sheet: Sheet, row: Row) => Element,
): Element {
  const items = rows.map((row) => write(call.sheet, row));
  return wantsEntities(call.request.parameters)
    ? element(plural, {}, [inlineList(plural, items)])
    : element('EntityReferences', {}, [inlineList('Refs', items)]);
}
