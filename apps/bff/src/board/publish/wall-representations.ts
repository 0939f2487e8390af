import { LRUCache } from 'lru-cache';
import type { PublishedBoard } from '#board/board.ts';
import type { WallView } from '#route.ts';
import type { Published } from './publisher.ts';
import type { Representation } from './representation.ts';
import { wallRepresentation } from './serialize.ts';

export type WallRepresentations = {
  /** The wall for what one link shows; made once per publication, however many screens the link has. */
  of(published: Published, view: WallView): Representation;
  /** The number of cached views. */
  readonly size: number;
};

/** Views of links cached at most; others are made again on request. */
export const MOST_VIEWS = 100;

/** `part`: the published board, of some backup servers only. */
export function createWallRepresentations(board: Pick<PublishedBoard, 'part'>): WallRepresentations {
  const cached = new LRUCache<string, { of: Published; representation: Representation }>({ max: MOST_VIEWS });

  function make(
    { board: whole }: Published,
    { servers, reasons }: WallView,
    before: Representation | null,
  ): Representation {
    const shown = servers === null ? whole : { ...whole, ...board.part(servers) };
    const representation = wallRepresentation(shown, reasons, before);
    // An error reaches the reader who requests these bytes.
    if (representation !== before) representation.prepare().catch(() => undefined);
    return representation;
  }

  function viewOf(published: Published, view: WallView): Representation {
    if (view.servers === null && view.reasons) return published.wall;
    const key = JSON.stringify(view);
    const before = cached.get(key);
    if (before?.of === published) return before.representation;
    const representation = make(published, view, before?.representation ?? null);
    cached.set(key, { of: published, representation });
    return representation;
  }

  return {
    of: viewOf,
    get size() {
      return cached.size;
    },
  };
}
