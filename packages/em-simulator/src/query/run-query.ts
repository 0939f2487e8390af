import type { Parameters } from '#http/exchange.ts';
import type { Sheet } from '#resources/sheet.ts';
import { type Child, type Element, element, inlineList, list } from '#wire/element.ts';
import { pageOf, pagingInfo } from './page.ts';
import type { QueryType, Source } from './query-type.ts';
import { questionOf } from './question.ts';

/** Answers a query of one type: filtered, sorted, one page of it. */
export function runQuery<Row>(type: QueryType<Row>, parameters: Parameters, source: Source, sheet: Sheet): Element {
  const found = type.find(source, questionOf(parameters));
  const page = pageOf(parameters, found.count);
  const rows = found.slice(page.from, page.to);
  return element('QueryResult', {}, [content(type, rows, parameters, sheet), pagingInfo(sheet, parameters, page)]);
}

function content<Row>(type: QueryType<Row>, rows: Row[], parameters: Parameters, sheet: Sheet): Child {
  if (!asksForEntities(parameters)) {
    const references = rows.map((row) => type.reference(sheet, row));
    return list('Refs', references);
  }
  const entities = rows.map((row) => type.entity(sheet, row));
  return element('Entities', {}, [element(type.container, {}, [inlineList(type.members, entities)])]);
}

/** Whether whole entities are asked for, in any of the words clients use. */
export function asksForEntities(parameters: Parameters): boolean {
  return ['entity', 'entities'].includes(parameters.get('format')?.toLowerCase() ?? '');
}
