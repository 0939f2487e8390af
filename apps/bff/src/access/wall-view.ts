import type { WallView } from '#route.ts';
import type { WallLinkTable } from '#store/access-tables.ts';

/** The view of a link, from its row. */
export function wallViewOf({ servers, reasons }: Pick<WallLinkTable, 'servers' | 'reasons'>): WallView {
  // The column holds what `make` wrote: a list of names.
  return { servers: servers === null ? null : (JSON.parse(servers) as string[]), reasons: reasons === 1 };
}
