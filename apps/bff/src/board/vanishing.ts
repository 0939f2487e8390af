import type { Instant } from '@retry-desk/em-client';

const HOUR = 60 * 60_000;

/** Jobs missing from one list that are too many to have been deleted by hand. */
const MANY = 10;
/** How long what has vanished at once stays as it was known, before it is believed: all of it, or the greater part. */
const BELIEVED = { all: 24 * HOUR, part: HOUR } as const;

export type JobsOfList = { known: number; missing: number; listed: number };

/**
 * Whether a list of jobs that lacks nearly all it had is believed. One that comes back empty, or without more than half of
 * many, is a fault of what we ask more often than the work of an hour: what was known stays until it lasts.
 */
export class Vanishing {
  #since: Instant | null = null;

  /** Whether the jobs that are missing have to stay. */
  keeps({ known, missing, listed }: JobsOfList, now: Instant): boolean {
    const all = known > 1 && listed === 0 && missing > 0;
    const part = missing >= MANY && missing > known / 2;
    if (!all && !part) {
      this.#since = null;
      return false;
    }
    this.#since ??= now;
    return now - this.#since < (all ? BELIEVED.all : BELIEVED.part);
  }
}
