import { type Child, type Element, element, type Scalar } from '#wire/element.ts';
import type { Flavour } from '#wire/wire.ts';
import { type LinkWish, links, type Sheet, urn } from './sheet.ts';

/** A kind of resource that can be named (a reference) or given in full (an entity). */
export type Kind<Row> = {
  /** The element of one, and what its references are called after. */
  type: string;
  /** What the element of one is called in lists where it is not the type. */
  element?(sheet: Sheet): string;
  /** The element and the JSON member of many. */
  plural: string;
  /** What its addresses begin with: '/repositories'. */
  place: string;
  /** What the other form is called in the entity's link to it, where that is not the type. */
  alternate?: string;
  id(row: Row): string;
  title(row: Row, flavour: Flavour): string;
  /** What stands before and after the link to the other form. */
  above(row: Row, sheet: Sheet, form: 'reference' | 'entity'): LinkWish[];
  below(row: Row, form: 'reference' | 'entity'): LinkWish[];
  /** Attributes beside the usual ones. */
  extra?(row: Row): Record<string, Scalar>;
  members(row: Row, sheet: Sheet): Child[];
};

/** The address of a resource. */
function pathOf<Row>(kind: Kind<Row>, row: Row): string {
  return `${kind.place}/${kind.id(row)}`;
}

/** The link to a resource as something above it. */
export function upLink<Row>(kind: Kind<Row>, row: Row, flavour: Flavour = 'v12'): LinkWish {
  return { rel: 'Up', type: `${kind.type}Reference`, name: kind.title(row, flavour), path: pathOf(kind, row) };
}

/** A resource given in full, as one of a list unless named otherwise. */
export function entityOf<Row>(kind: Kind<Row>, sheet: Sheet, row: Row, called = listedAs(kind, sheet)): Element {
  const path = pathOf(kind, row);
  const name = kind.title(row, sheet.flavour);
  const other = { rel: 'Alternate', type: `${kind.alternate ?? kind.type}Reference`, name, path };
  const attributes = { ...identity(kind, sheet, row, kind.type, `${path}?format=Entity`), ...kind.extra?.(row) };
  const all = [...kind.above(row, sheet, 'entity'), other, ...kind.below(row, 'entity')];
  return element(called, attributes, [links(sheet, all), ...kind.members(row, sheet)]);
}

function listedAs<Row>(kind: Kind<Row>, sheet: Sheet): string {
  return kind.element?.(sheet) ?? kind.type;
}

/** A resource named: `Ref` in lists, `EntityRef` by itself. */
export function referenceOf<Row>(kind: Kind<Row>, sheet: Sheet, row: Row, name: 'Ref' | 'EntityRef' = 'Ref'): Element {
  const path = pathOf(kind, row);
  const title = kind.title(row, sheet.flavour);
  const other = { rel: 'Alternate', type: kind.type, name: title, path: `${path}?format=Entity` };
  const all = [...kind.above(row, sheet, 'reference'), other, ...kind.below(row, 'reference')];
  return element(name, identity(kind, sheet, row, `${kind.type}Reference`, path), [links(sheet, all)]);
}

function identity<Row>(kind: Kind<Row>, sheet: Sheet, row: Row, type: string, path: string): Record<string, Scalar> {
  return {
    Type: type,
    Href: sheet.base + path,
    Name: kind.title(row, sheet.flavour),
    UID: urn(kind.type, kind.id(row)),
  };
}
