import { type Child, type Element, element, type Scalar } from '#wire/element.ts';
import type { Flavour } from '#wire/wire.ts';
import { type LinkWish, links, type Sheet, urn } from './sheet.ts';

/** A kind of resource that can be named (a reference) or given in full (an entity). */
export type Kind<Row> = {
  /** The element of one, and what its references are called after. */
  type: string;
  /** The name of an element in lists, where it is not the type. */
  element?(sheet: Sheet): string;
  /** The element and the JSON member of many. */
  plural: string;
  /** The beginning of its addresses: '/repositories'. */
  place: string;
  /** The beginning of the address that it gives as its own, where servers give another one than it has. */
  givenPlace?: string;
  /** The name of the type in links to the other form, where that is not the type. */
  alternate?: string;
  /** Whether these links bear no name. */
  hasNamelessForms?: boolean;
  id(row: Row): string;
  title(row: Row, flavour: Flavour): string;
  /** Links before and after the one to the other form. */
  above(row: Row, sheet: Sheet, form: 'reference' | 'entity'): LinkWish[];
  below(row: Row, form: 'reference' | 'entity', sheet: Sheet): LinkWish[];
  /** Attributes beside the usual ones. */
  extra?(row: Row): Record<string, Scalar>;
  /** Its members; lists may hold fewer of them than the resource by itself. */
  members(row: Row, sheet: Sheet, isAlone: boolean): Child[];
};

/** The address of a resource. */
function pathOf<Row>(kind: Kind<Row>, row: Row): string {
  return `${kind.place}/${kind.id(row)}`;
}

/** The link to a resource as something above it. */
export function upLink<Row>(kind: Kind<Row>, row: Row, flavour: Flavour = 'v12'): LinkWish {
  return { rel: 'Up', type: `${kind.type}Reference`, name: kind.title(row, flavour), path: pathOf(kind, row) };
}

/** A resource given in full, as one of a list or by itself. */
export function entityOf<Row>(kind: Kind<Row>, sheet: Sheet, row: Row, isAlone = false): Element {
  const path = pathOf(kind, row);
  const other = otherForm(kind, `${kind.alternate ?? kind.type}Reference`, kind.title(row, sheet.flavour), path);
  const attributes = { ...identity(kind, sheet, row, kind.type, '?format=Entity'), ...kind.extra?.(row) };
  const all = [...kind.above(row, sheet, 'entity'), other, ...kind.below(row, 'entity', sheet)];
  const called = isAlone ? kind.type : listedAs(kind, sheet);
  return element(called, attributes, [links(sheet, all), ...kind.members(row, sheet, isAlone)]);
}

function listedAs<Row>(kind: Kind<Row>, sheet: Sheet): string {
  return kind.element?.(sheet) ?? kind.type;
}

/** A resource named: `Ref` in lists, `EntityRef` by itself. */
export function referenceOf<Row>(kind: Kind<Row>, sheet: Sheet, row: Row, name: 'Ref' | 'EntityRef' = 'Ref'): Element {
  const path = pathOf(kind, row);
  const other = otherForm(kind, kind.alternate ?? kind.type, kind.title(row, sheet.flavour), `${path}?format=Entity`);
  const all = [...kind.above(row, sheet, 'reference'), other, ...kind.below(row, 'reference', sheet)];
  return element(name, identity(kind, sheet, row, `${kind.type}Reference`), [links(sheet, all)]);
}

function otherForm<Row>(kind: Kind<Row>, type: string, name: string, path: string): LinkWish {
  return { rel: 'Alternate', type, path, ...(kind.hasNamelessForms ? {} : { name }) };
}

function identity<Row>(kind: Kind<Row>, sheet: Sheet, row: Row, type: string, form = ''): Record<string, Scalar> {
  return {
    Type: type,
    Href: `${sheet.base}${kind.givenPlace ?? kind.place}/${kind.id(row)}${form}`,
    Name: kind.title(row, sheet.flavour),
    UID: urn(kind.type, kind.id(row)),
  };
}
