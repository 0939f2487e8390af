import { type Element, element, type List, list } from '#wire/element.ts';
import type { Flavour } from '#wire/wire.ts';

/** The frame of every resource: where Hrefs begin and whose habits count. */
export type Sheet = {
  base: string;
  flavour: Flavour;
  now: number;
  /** The time up to which Enterprise Manager has what is on a backup server. */
  knownUntil(serverId: string): number;
} & Variants;

/** Where servers differ, or how they are is unknown. */
export type Variants = {
  /** Whether a finished task links the run it brought about. */
  taskLinksRun: boolean;
  /** Whether the result of a finished task has a message. */
  taskMessages: boolean;
  /** Which sessions of agents task sessions hang on: runs and their children, or children alone. */
  taskSessionsOn: 'runs' | 'children';
  /** Whether sessions link their job. */
  sessionJobLinks: boolean;
  /** How the elements of accounts and roles are called: as the reference's examples do, or as Veeam's XML schema does. */
  securityNames: 'plain' | 'schema';
};

/** The variant that is played unless another one is requested. */
export const USUAL: Variants = {
  taskLinksRun: true,
  taskMessages: true,
  taskSessionsOn: 'runs',
  sessionJobLinks: true,
  securityNames: 'plain',
};

export type LinkWish = { rel: string; path: string; type?: string; name?: string };

/** A Link element. */
export function link(sheet: Sheet, { rel, path, type, name }: LinkWish): Element {
  return element('Link', { Rel: rel, Type: type ?? null, Href: sheet.base + path, Name: name ?? null });
}

/** The Links of a resource, in the order given. */
export function links(sheet: Sheet, wishes: LinkWish[]): List {
  return list(
    'Links',
    wishes.map((wish) => link(sheet, wish)),
  );
}

/** The URN of a thing. */
export function urn(kind: string, id: string): string {
  return `urn:veeam:${kind}:${id}`;
}
