import { isStale, staleAfter } from '@retry-desk/contract';
import { useSyncExternalStore } from 'react';

/** Two clocks of the browser at one moment, in milliseconds. */
export type Clocks = {
  /** `performance.now()`: never set back, but may stand still while the machine sleeps. */
  steady: number;
  /** `Date.now()`: goes on while the machine sleeps, but may be wrong or be set. */
  wall: number;
};

/** The times of one good answer: both moments by the server's clock. */
export type Stamp = {
  /** When Enterprise Manager was last read. */
  takenAt: number;
  /** When the server answered, as well as its Date headers show. */
  servedAt: number;
  /** The browser's clocks when the request left: a slow answer makes the data older, never younger. */
  sentAt: Clocks;
  pollSeconds: number;
};

/** Milliseconds since the request left, by whichever clock has gone further. */
function elapsed(sentAt: Clocks, now: Clocks): number {
  return Math.max(0, now.steady - sentAt.steady, now.wall - sentAt.wall);
}

/** How old the data is, in milliseconds; needs no right clock in the browser. */
export function ageOf(stamp: Stamp, now: Clocks): number {
  return Math.max(0, stamp.servedAt - stamp.takenAt) + elapsed(stamp.sentAt, now);
}

/** The server's time now, as well as we know it. */
export function serverTime(stamp: Stamp, now: Clocks): number {
  return stamp.servedAt + elapsed(stamp.sentAt, now);
}

export function isOld(stamp: Stamp, now: Clocks): boolean {
  return isStale(ageOf(stamp, now), stamp.pollSeconds);
}

/** How much of the data's life is left: 1 just read, 0 old. */
export function lifeLeft(stamp: Stamp, now: Clocks): number {
  return Math.min(1, Math.max(0, 1 - ageOf(stamp, now) / staleAfter(stamp.pollSeconds)));
}

/**
 * Milliseconds between two polls: a third of the server's own interval, so that its newest data never waits long
 * for us, and every two seconds while a retry moves.
 */
export function pollEvery(pollSeconds: number | null, moving: boolean): number {
  const calm = Math.min(5000, Math.max(1000, ((pollSeconds ?? 10) * 1000) / 3));
  return moving ? Math.min(2000, calm) : calm;
}

/** Milliseconds after which a request counts as unanswered, so that a hung one does not stop the next. */
export function giveUpAfter(pollSeconds: number | null): number {
  return Math.min(8000, Math.max(2000, (pollSeconds ?? 10) * 1000));
}

export function readClocks(): Clocks {
  return { steady: performance.now(), wall: Date.now() };
}

let clocks = readClocks();

/** Follows the browser's clocks, which give no sign that time has gone by. */
function onSelect(listener: () => void): () => void {
  const tick = () => {
    clocks = readClocks();
    listener();
  };
  const timer = setInterval(tick, 500);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

/** The browser's clocks, read twice a second and at once when the page is shown again. */
export function useClocks(): Clocks {
  return useSyncExternalStore(onSelect, () => clocks);
}
