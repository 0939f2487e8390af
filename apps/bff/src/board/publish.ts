import type { Board, EmHealth } from '@retry-desk/contract';
import { boardVariant, wallVariant } from './board-text.ts';
import type { Variant } from './variant.ts';

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

  function next(): Published {
    published = compose(draft(), published);
    return published;
  }

  function publishOnce(): void {
    const made = next();
    for (const listener of listeners) listener(made);
  }

  async function publishAll(): Promise<void> {
    do {
      again = false;
      // Several who publish in one turn are answered by one board.
      await Promise.resolve();
      publishOnce();
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
    current: () => published ?? next(),
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

function compose(draft: Draft, before: Published | null): Published {
  const confirmed: Board = { revision: before?.revision ?? 1, ...draft };
  const asBefore = boardVariant(confirmed);
  const changed = before !== null && before.etag !== asBefore.etag;
  const board: Board = changed ? { ...confirmed, revision: before.revision + 1 } : confirmed;
  const { takenAt, em, counts } = draft;
  return {
    revision: board.revision,
    takenAt,
    lastGoodAt: em.lastGoodAt,
    emState: em.state,
    failedJobs: counts.failed,
    etag: asBefore.etag,
    full: changed ? boardVariant(board) : asBefore,
    wall: wallVariant(board),
  };
}
