import type { Parameters } from '#http/exchange.ts';
import { Refusal } from '#http/refusal.ts';
import type { Sheet } from '#resources/sheet.ts';
import { type Element, element, inlineList, list } from '#wire/element.ts';
import { compareFields, fieldNamed, matcherOf } from './field.ts';
import { parseFilter, requiredTerms } from './filter.ts';
import { pageOf, pagingInfo } from './page.ts';
import type { QueryType, Source } from './query-type.ts';

/** Answers a query of one type: filtered, sorted, one page of it. */
export function runQuery<Row>(type: QueryType<Row>, parameters: Parameters, source: Source, sheet: Sheet): Element {
  const text = parameters.get('filter') ?? '';
  const filter = text.trim() === '' ? undefined : parseFilter(text);
  const all = type.rows(source, requiredTerms(filter));
  const matches = filter === undefined ? all : all.filter(matcherOf(filter, type.fields));
  const page = pageOf(parameters, matches.length);
  const rows = sorted(type, matches, parameters).slice(page.from, page.to);
  return element('QueryResult', {}, [content(type, rows, parameters, sheet), pagingInfo(sheet, parameters, page)]);
}

function content<Row>(
  type: QueryType<Row>,
  rows: Row[],
  parameters: Parameters,
  sheet: Sheet,
): ReturnType<typeof list> | Element {
  if (!wantsEntities(parameters))
    return list(
      'Refs',
      rows.map((row) => type.reference(sheet, row)),
    );
  const members = inlineList(
    type.members,
    rows.map((row) => type.entity(sheet, row)),
  );
  return element('Entities', {}, [element(type.container, {}, [members])]);
}

/** Whether whole entities are asked for, in any of the words clients use. */
export function wantsEntities(parameters: Parameters): boolean {
  return ['entity', 'entities'].includes(parameters.get('format')?.toLowerCase() ?? '');
}

/** Sorted as asked; rows nobody sorted come by their GUIDs, which is no order. */
function sorted<Row>(type: QueryType<Row>, rows: Row[], parameters: Parameters): Row[] {
  const ascending = parameters.get('sortAsc');
  const name = ascending ?? parameters.get('sortDesc');
  if (name === undefined) return rows.toSorted((left, right) => compareFields(type.id(left), type.id(right)));
  const field = fieldNamed(type.fields, name);
  const sign = ascending === undefined ? -1 : 1;
  return rows.toSorted((left, right) => sign * compareFields(field.of(left), field.of(right)));
}

/** Refuses a query type that nothing is known of. */
export function unknownType(name: string): Refusal {
  return new Refusal(400, `Unknown query type "${name}"`);
}
