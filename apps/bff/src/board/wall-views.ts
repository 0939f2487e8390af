import { type Board as BoardJson, type WallBoard, wallBoard } from '@retry-desk/contract';
import type { WallView } from '#route.ts';
import type { Board, BoardRetries } from './board.ts';
import type { Published } from './publish.ts';
import { type Known, snapshot } from './snapshot.ts';
import { etagOf, Variant } from './variant.ts';
import { wallOf } from './wall.ts';

/** The wall's bytes for what one link shows; made once per publication, however many screens the link has. */
export type WallViews = (published: Published, view: WallView) => Variant;

type Deps = {
  board: Pick<Board, 'known'>;
  retries: Pick<BoardRetries, 'cards' | 'openRetry'>;
  clock: { now(): number };
};

/** Whether a link shows all there is. */
export function isWhole({ servers, reasons }: WallView): boolean {
  return servers === null && reasons;
}

/** The part of what is known that belongs to these backup servers. */
function knownOf(known: Known | null, servers: readonly string[]): Known | null {
  if (known === null) return null;
  const wanted = new Set(servers);
  return {
    ...known,
    jobs: known.jobs.filter(({ backupServer }) => backupServer !== null && wanted.has(backupServer.name)),
  };
}

function withoutReasons(wall: WallBoard): WallBoard {
  return { ...wall, failed: wall.failed.map((row) => ({ ...row, machines: [], reason: null })) };
}

export function createWallViews({ board, retries, clock }: Deps): WallViews {
  /** A publication that nobody holds any more takes its views along. */
  const made = new WeakMap<Published, Map<string, Variant>>();

  function contentOf(published: Published, { servers, reasons }: WallView): WallBoard {
    const whole = wallBoard.parse(JSON.parse(published.wall.text));
    const shown = servers === null ? whole : partOf(whole, servers);
    return reasons ? shown : withoutReasons(shown);
  }

  function partOf(whole: WallBoard, servers: readonly string[]): WallBoard {
    const known = knownOf(board.known(), servers);
    const jobs = new Set(known?.jobs.map(({ id }) => id));
    const cards = retries.cards().filter(({ jobId }) => jobs.has(jobId));
    const picture = snapshot(known, { cards, openRetry: retries.openRetry }, clock.now());
    const { revision, takenAt, pollSeconds, em } = whole;
    const part: BoardJson = {
      revision,
      takenAt,
      pollSeconds,
      em: { ...em, message: null, newestEventAt: null },
      ...picture,
    };
    return wallOf(part);
  }

  function make(published: Published, view: WallView): Variant {
    const text = JSON.stringify(contentOf(published, view));
    // The tag names the content as the whole wall's does: when it was confirmed is told in headers.
    return new Variant(text, etagOf(`${published.wall.etag} ${JSON.stringify(view)}`));
  }

  return (published, view) => {
    if (isWhole(view)) return published.wall;
    const views = made.get(published) ?? new Map<string, Variant>();
    made.set(published, views);
    const key = JSON.stringify(view);
    const variant = views.get(key) ?? make(published, view);
    views.set(key, variant);
    return variant;
  };
}
