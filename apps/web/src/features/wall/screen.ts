import type { WallBoard } from '@retry-desk/contract';
import { ageOf, type Clocks, isOld, lifeLeft, type Stamp, serverTime } from './freshness.ts';

/** One good answer. */
export type WallAnswer = {
  /** Whose it is: a wall link's, or somebody's who is signed in. */
  by: 'link' | 'person';
  board: WallBoard;
  stamp: Stamp;
  /** Milliseconds after which the server expects something new; absent where it sends none. */
  pollAfter?: number;
};

/**
 * Why the last question had no good answer: nobody is let in (any more), nobody answered, the answer was an error or is none
 * this page can read, or the page itself failed.
 */
export type Failure = 'ended' | 'silent' | 'error' | 'unreadable' | 'page';

/** Why data is old or missing, for people. */
export type Trouble = 'em-down' | 'em-unread' | 'desk-silent' | 'desk-error' | 'unreadable' | 'page';

export type Screen =
  | { kind: 'loading' }
  /** `by`: who was let in before; null where nobody has been since the page was opened. */
  | { kind: 'ended'; by: WallAnswer['by'] | null }
  | { kind: 'nothing'; cause: Trouble }
  | { kind: 'unread'; cause: Trouble; board: WallBoard }
  /** `board`: what was true then. */
  | { kind: 'old'; cause: Trouble; board: WallBoard; lastTrueAt: number; age: number; now: number }
  /** `needing`: jobs that need attention. `left`: how much of the data's life is left, 1 to 0. */
  | { kind: 'live'; board: WallBoard; needing: number; state: Sum; age: number; left: number; now: number };

/**
 * `ok`: nothing needs attention, and that is known of all. `known`: what does is acknowledged. `unknown`: nothing does of
 * what is known.
 */
export type Sum = 'failed' | 'known' | 'ok' | 'unknown';

/** Jobs that need attention and that nobody has acknowledged; null while unknown. A server of an older version counts failed ones. */
export function inNeed({ attention, failed }: WallBoard['counts']): number | null {
  return attention === undefined ? failed : attention;
}

/** The meaning of the number. Green only where there are jobs, all of it was read, and runs are reported as usual. */
export function sumOf({ counts, em }: Pick<WallBoard, 'counts' | 'em'>): Sum {
  const needing = inNeed(counts);
  if (needing !== 0) return needing === null ? 'unknown' : 'failed';
  if ((counts.acknowledged ?? 0) > 0) return 'known';
  return isWhole({ counts, em }) ? 'ok' : 'unknown';
}

/** Whether there are jobs, all of it was read, and runs are reported as usual: without that nothing is green. */
export function isWhole({ counts, em }: Pick<WallBoard, 'counts' | 'em'>): boolean {
  return em.state === 'ok' && em.silentSince === undefined && (counts.jobs ?? 0) > 0;
}

/**
 * The content of the wall. Numbers are shown only while they are true; everything else is a sentence, so that no false green
 * can stand on the screen, and an old number in grey alone, with its time before it.
 */
export function screenOf(answer: WallAnswer | null, failure: Failure | null, clocks: Clocks): Screen {
  if (failure === 'ended') return { kind: 'ended', by: answer?.by ?? null };
  if (answer === null) return failure === null ? { kind: 'loading' } : { kind: 'nothing', cause: deskCause(failure) };
  const { board, stamp } = answer;
  const needing = inNeed(board.counts);
  if (needing === null) {
    // An unread board has no age of its own: what counts is when the desk last confirmed it.
    const silent = isOld({ ...stamp, takenAt: stamp.servedAt }, clocks);
    if (silent) return { kind: 'nothing', cause: deskCause(failure ?? 'silent') };
    return { kind: 'unread', cause: emCause(board), board };
  }
  const age = ageOf(stamp, clocks);
  const now = serverTime(stamp, clocks);
  if (isOld(stamp, clocks)) {
    return { kind: 'old', cause: causeOf(answer, failure, clocks), board, lastTrueAt: stamp.takenAt, age, now };
  }
  return {
    kind: 'live',
    board,
    needing,
    state: sumOf(board),
    age,
    left: lifeLeft(stamp, clocks),
    now,
  };
}

function causeOf({ board, stamp }: WallAnswer, failure: Exclude<Failure, 'ended'> | null, clocks: Clocks): Trouble {
  if (failure !== null) return deskCause(failure);
  // Still no error, but the answer itself is of long ago: the question hangs.
  if (isOld({ ...stamp, takenAt: stamp.servedAt }, clocks)) return 'desk-silent';
  return emCause(board);
}

function deskCause(failure: Exclude<Failure, 'ended'>): Trouble {
  if (failure === 'unreadable' || failure === 'page') return failure;
  return failure === 'silent' ? 'desk-silent' : 'desk-error';
}

function emCause(board: WallBoard): Trouble {
  return board.em.state === 'down' ? 'em-down' : 'em-unread';
}
