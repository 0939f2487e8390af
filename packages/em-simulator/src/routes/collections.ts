import { Refusal } from '#http/refusal.ts';
import { askedSlice } from '#query/page.ts';
import { asksForEntity } from '#query/run-query.ts';
import { entityOf, type Kind, referenceOf } from '#resources/kind.ts';
import { type Element, element, inlineList } from '#wire/element.ts';
import { guidIn } from '#world/guid.ts';
import { type Access, type Call, idOf, ok, type Route } from './route.ts';

/** A collection: references unless entities are asked for; whole unless a page is asked for. */
export function collectionOf<Row>(call: Call, kind: Kind<Row>, rows: readonly Row[]): Element {
  const { from, to } = askedSlice(call.request.parameters, rows.length);
  const shown = rows.slice(from, to);
  if (!asksForEntity(call.request.parameters)) {
    const references = shown.map((row) => referenceOf(kind, call.sheet, row));
    return element('EntityReferences', {}, [inlineList('Refs', references)]);
  }
  const entities = shown.map((row) => entityOf(kind, call.sheet, row));
  return element(kind.plural, {}, [inlineList(kind.plural, entities)]);
}

/** One resource by itself. */
export function singleOf<Row>(call: Call, kind: Kind<Row>, row: Row): Element {
  if (asksForEntity(call.request.parameters)) return entityOf(kind, call.sheet, row, true);
  return referenceOf(kind, call.sheet, row, 'EntityRef');
}

/** Reads a GUID, or a URN that ends in one, from the path. Refuses with 400. */
export function guidOfPath(call: Call, type: string): string {
  const id = guidIn(idOf(call));
  if (id === undefined) throw new Refusal(400, ` ID ${idOf(call)} is invalid. Type: ${type}`);
  return id;
}

/** The row of the path. Refuses a crooked id with 400, an unknown one with 404. */
export function rowOfPath<Row>(call: Call, kind: Kind<Row>, rows: readonly Row[]): Row {
  const id = guidOfPath(call, kind.type);
  const row = rows.find((candidate) => kind.id(candidate) === id);
  if (row === undefined) throw new Refusal(404, `Cannot find ${kind.type} [${id}]`);
  return row;
}

/** The list of a kind and each of its resources. */
export function routesOf<Row>(kind: Kind<Row>, access: Access, rows: (call: Call) => readonly Row[]): Route[] {
  const place = kind.place.toLowerCase();
  return [
    {
      method: 'GET',
      path: new RegExp(`^${place}$`),
      access,
      answer: (call) => ok(collectionOf(call, kind, rows(call))),
    },
    {
      method: 'GET',
      path: new RegExp(`^${place}/([^/]+)$`),
      access,
      answer: (call) => ok(singleOf(call, kind, rowOfPath(call, kind, rows(call)))),
    },
  ];
}

/** A list that hangs on a resource: `/backupServers/{id}/repositories`. */
export function downRoute<Row, Below>(
  kind: Kind<Row>,
  rows: (call: Call) => readonly Row[],
  access: Access,
  name: string,
  below: { kind: Kind<Below>; rows: (call: Call, row: Row) => readonly Below[] },
): Route {
  return {
    method: 'GET',
    path: new RegExp(`^${kind.place.toLowerCase()}/([^/]+)/${name.toLowerCase()}$`),
    access,
    answer: (call) => ok(collectionOf(call, below.kind, below.rows(call, rowOfPath(call, kind, rows(call))))),
  };
}
