import type { Parameters } from '#http/exchange.ts';
import type { Sheet } from '#resources/sheet.ts';
import { type Element, element, inlineList, value } from '#wire/element.ts';
import { ENTITY_CONTAINERS } from './containers.ts';
import { pageOf, pagingInfo } from './page.ts';
import type { QueryType, Source } from './query-type.ts';
import { questionOf } from './question.ts';

/** Answers a query of one type: filtered, sorted, one page of it. */
export function runQuery<Row>(type: QueryType<Row>, parameters: Parameters, source: Source, sheet: Sheet): Element {
  const found = type.find(source, questionOf(parameters));
  const page = pageOf(parameters, found.count);
  const rows = found.slice(page.from, page.to);
  return queryResult(content(type, rows, parameters, sheet), pagingInfo(sheet, parameters, page));
}

/** The answer to a query; in JSON the members that it does not fill are null (Veeam's XML schema, QueryResultType). */
function queryResult(content: Element, paging: Element): Element {
  const empty = ['Entities', 'Links', 'Refs', 'Resources'].filter((name) => name !== content.name);
  return element('QueryResult', {}, [content, paging, ...empty.map((name) => value(name, null))]);
}

/** The container of a query's entities at its place; in JSON those of all other types are null. */
function entitiesOf(container: Element): Element {
  const all = ENTITY_CONTAINERS.map((name) => (name === container.name ? container : value(name, null)));
  return element('Entities', {}, all.includes(container) ? all : [container, ...all]);
}

function content<Row>(type: QueryType<Row>, rows: Row[], parameters: Parameters, sheet: Sheet): Element {
  const { reference } = type;
  if (reference !== undefined && !asksForEntities(parameters)) {
    const references = rows.map((row) => reference(sheet, row));
    return element('Refs', {}, [inlineList('Refs', references)]);
  }
  const entities = rows.map((row) => type.entity(sheet, row));
  const container = element(type.container, {}, [inlineList(type.members, entities)]);
  return type.holder === undefined ? entitiesOf(container) : element(type.holder, {}, [container]);
}

/** Whether a query asks for whole entities, in any of the words clients use. */
function asksForEntities(parameters: Parameters): boolean {
  return ['entity', 'entities'].includes(parameters.get('format')?.toLowerCase() ?? '');
}

/** Whether a plain collection or resource is asked for in full: `Entities` is a word of queries alone. */
export function asksForEntity(parameters: Parameters): boolean {
  return parameters.get('format')?.toLowerCase() === 'entity';
}
