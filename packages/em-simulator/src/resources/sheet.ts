import { type Element, element, list } from '#wire/element.ts';
import type { Flavour } from '#wire/wire.ts';

/** What every resource needs to be written: where Hrefs begin and whose habits count. */
export type Sheet = { base: string; flavour: Flavour; now: number; taskLinksRun: boolean };

export type LinkWish = { rel: string; path: string; type?: string; name?: string };

/** A Link element. */
export function link(sheet: Sheet, { rel, path, type, name }: LinkWish): Element {
  return element('Link', { Rel: rel, Type: type ?? null, Name: name ?? null, Href: sheet.base + path });
}

/** The Links of a resource, in the order given. */
export function links(sheet: Sheet, wishes: LinkWish[]) {
  return list(
    'Links',
    wishes.map((wish) => link(sheet, wish)),
  );
}

/** Who a resource is. */
export type Identity = { type: string; path: string; name: string; uid: string };

/** The attributes every resource begins with. */
export function identityAttributes(sheet: Sheet, identity: Identity): Record<string, string> {
  return { Type: identity.type, Href: sheet.base + identity.path, Name: identity.name, UID: identity.uid };
}

/** A reference to a resource, as lists hold them. */
export function reference(sheet: Sheet, identity: Identity, wishes: LinkWish[]): Element {
  return element('Ref', identityAttributes(sheet, { ...identity, type: `${identity.type}Reference` }), [
    links(sheet, wishes),
  ]);
}

/** The URN of a thing. */
export function urn(kind: string, id: string): string {
  return `urn:veeam:${kind}:${id}`;
}
