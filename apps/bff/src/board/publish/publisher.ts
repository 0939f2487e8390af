import { type Board, isOpen } from '@retry-desk/contract';
import { rowsWithoutAccounts, taskWithoutAccounts } from '#without-accounts.ts';
import type { Representation } from './representation.ts';
import { boardRepresentation, wallRepresentation } from './serialize.ts';

/** The board as all viewers get it: made once, sent many times. */
export type Published = {
  /** When Enterprise Manager was last read; newer than the time in `board` where nothing has changed since. */
  lastGoodAt: string | null;
  /** The board that the representations hold. */
  board: Board;
  full: Representation;
  /** The same without accounts, and without what is wrong at Enterprise Manager in its own words; `full` itself where it holds neither. */
  viewer: Representation;
  wall: Representation;
  /** People with open retries. */
  requesters: ReadonlySet<string>;
};

/** The board before it gets its revision. */
export type Draft = Omit<Board, 'revision'>;

export type Publisher = {
  current(): Published;
  /** Publishes what is known now; calls during one are answered by one more. Never rejects. */
  publish(): Promise<void>;
  /** Publishes within a tenth of a second, many calls at once. */
  publishSoon(): void;
  stop(): void;
};

const SOON_MS = 100;

/** `failed` receives the errors of boards that could not be made: the previous one stays. */
export function createPublisher(draft: () => Draft, failed: (error: unknown) => void): Publisher {
  let published: Published | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let preparing = false;

  /** Of boards that follow each other faster than they are compressed, the newest is. */
  async function prepareNewest(): Promise<void> {
    if (preparing) return;
    preparing = true;
    try {
      for (let made: Published | null = null; published !== null && published.full !== made?.full; ) {
        made = published;
        await made.full.prepare();
        if (made.viewer !== made.full) await made.viewer.prepare();
        await made.wall.prepare();
      }
    } finally {
      preparing = false;
    }
  }

  function next(): Published {
    published = compose(draft(), published);
    return published;
  }

  function publishOnce(): void {
    next();
    prepareNewest().catch(failed);
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
    stop: () => clearTimeout(soon),
  };
}

/** Unchanged parts stay as they were, compressed bytes included; the time of confirmation is stored beside them. */
function compose(draft: Draft, before: Published | null): Published {
  const { lastGoodAt } = draft.em;
  if (before !== null && isUnchanged(before.board, draft)) return { ...before, lastGoodAt };
  const board: Board = { revision: (before?.board.revision ?? 0) + 1, ...draft };
  const full = boardRepresentation(board, before?.full ?? null);
  if (full === before?.full) return { ...before, lastGoodAt, board: { ...before.board, failed: board.failed } };
  const shown = forViewers(board);
  const viewer = shown === board ? full : boardRepresentation(shown, before?.viewer ?? null);
  const requesters = new Set(board.tasks.filter(({ state }) => isOpen(state)).map(({ requestedBy }) => requestedBy));
  return { lastGoodAt, board, full, viewer, wall: wallRepresentation(board, true, before?.wall ?? null), requesters };
}

/** The board as viewers may see it; the board itself where it holds nothing else. */
function forViewers(board: Board): Board {
  const failed = rowsWithoutAccounts(board.failed);
  const tasks = board.tasks.map(taskWithoutAccounts);
  const isWhole =
    board.em.message === null && failed === board.failed && JSON.stringify(tasks) === JSON.stringify(board.tasks);
  return isWhole ? board : { ...board, em: { ...board.em, message: null }, failed: [...failed], tasks };
}

/** Compared without serialising the rows: they are the same list where none of them has changed. */
function isUnchanged(before: Draft, draft: Draft): boolean {
  return before.failed === draft.failed && head(before) === head(draft);
}

/** Everything beside the rows and the times of the last read. */
function head({ failed, takenAt, em, ...rest }: Draft): string {
  return JSON.stringify([rest, { ...em, lastGoodAt: null }]);
}
