import type { Board, EmHealth, WallBoard } from '@retry-desk/contract';
import { etagOf, makeVariant, makeVariantNow, type Variant } from './variant.ts';
import { wallOf } from './wall.ts';

/** The board as all viewers get it: made once, sent many times. */
export type Published = {
  /** Counts changes of the content; a poll that confirms it does not count. */
  revision: number;
  takenAt: string;
  lastGoodAt: string | null;
  emState: EmHealth['state'];
  /** Rows of the board; null while they are not known. */
  failedJobs: number | null;
  /** ETag of the full board. */
  etag: string;
  full: Variant;
  wall: Variant;
};

/** What is to be published, without its number. */
export type Draft = Omit<Board, 'revision'>;

export type Publisher = {
  current(): Published;
  /** Publishes what is known now; calls during one are answered by one more. Never rejects. */
  publish(): Promise<void>;
  /** Publishes within a tenth of a second, many calls at once. */
  publishSoon(): void;
  onPublish(listener: (published: Published) => void): () => void;
  stop(): void;
};

const SOON_MS = 100;

/** `failed` is told of boards that could not be made: the one before stays. */
export function createPublisher(draft: () => Draft, failed: (error: unknown) => void): Publisher {
  const listeners = new Set<(published: Published) => void>();
  let published: Published | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let soon: ReturnType<typeof setTimeout> | undefined;

  function first(): Published {
    const { head, full, wall } = compose(draft(), null);
    published = { ...head, full: makeVariantNow(full.text, full.etag), wall: makeVariantNow(wall.text, wall.etag) };
    return published;
  }

  async function publishOnce(): Promise<void> {
    const { head, full, wall } = compose(draft(), published);
    const [fullVariant, wallVariant] = await Promise.all([
      makeVariant(full.text, full.etag),
      makeVariant(wall.text, wall.etag),
    ]);
    const made = { ...head, full: fullVariant, wall: wallVariant };
    published = made;
    for (const listener of listeners) listener(made);
  }

  async function publishAll(): Promise<void> {
    do {
      again = false;
      await publishOnce();
    } while (again);
  }

  function publish(): Promise<void> {
    clearTimeout(soon);
    soon = undefined;
    again = true;
    running ??= publishAll()
      .catch(failed)
      .finally(() => {
        running = null;
      });
    return running;
  }

  return {
    current: () => published ?? first(),
    publish,
    publishSoon() {
      soon ??= setTimeout(() => void publish(), SOON_MS);
    },
    onPublish(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearTimeout(soon),
  };
}

type Composed = { head: Omit<Published, 'full' | 'wall'>; full: Part; wall: Part };
type Part = { text: string; etag: string };

function compose(draft: Draft, before: Published | null): Composed {
  const numbered = { revision: 0, ...draft };
  const etag = contentTag(numbered);
  const revision = before === null ? 1 : before.etag === etag ? before.revision : before.revision + 1;
  const board: Board = { ...numbered, revision };
  const wall = wallOf(board);
  const { takenAt, em, counts } = draft;
  return {
    head: { revision, takenAt, lastGoodAt: em.lastGoodAt, emState: em.state, failedJobs: counts.failed, etag },
    full: { text: JSON.stringify(board), etag },
    wall: { text: JSON.stringify(wall), etag: contentTag(wall) },
  };
}

/** Names what the board says, not when it was confirmed: a poll that finds nothing new keeps the tag. */
function contentTag(board: Board | WallBoard): string {
  return etagOf(JSON.stringify({ ...board, revision: 0, takenAt: null, em: { ...board.em, lastGoodAt: null } }));
}
