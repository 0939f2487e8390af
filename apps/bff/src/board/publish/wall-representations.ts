import { LRUCache } from 'lru-cache';
import type { Board } from '#board/board.ts';
import type { WallView } from '#route.ts';
import type { Published } from './publisher.ts';
import type { Variant } from './representation.ts';
import { wallVariant } from './serialize.ts';

export type WallViews = {
  /** The wall for what one link shows; made once per publication, however many screens the link has. */
  of(published: Published, view: WallView): Variant;
  /** Views that are kept. */
  readonly size: number;
};

/** Views of links kept at most; one that is asked for again is made again. */
export const MOST_VIEWS = 100;

/** `part`: the published board, of some backup servers only. */
export function createWallViews(board: Pick<Board, 'part'>): WallViews {
  const kept = new LRUCache<string, { of: Published; variant: Variant }>({ max: MOST_VIEWS });

  function make({ board: whole }: Published, { servers, reasons }: WallView, before: Variant | null): Variant {
    const shown = servers === null ? whole : { ...whole, ...board.part(servers) };
    const variant = wallVariant(shown, reasons, before);
    // A fault is met by the reader who asks for these bytes.
    if (variant !== before) variant.prepare().catch(() => undefined);
    return variant;
  }

  function viewOf(published: Published, view: WallView): Variant {
    if (view.servers === null && view.reasons) return published.wall;
    const key = JSON.stringify(view);
    const before = kept.get(key);
    if (before?.of === published) return before.variant;
    const variant = make(published, view, before?.variant ?? null);
    kept.set(key, { of: published, variant });
    return variant;
  }

  return {
    of: viewOf,
    get size() {
      return kept.size;
    },
  };
}
