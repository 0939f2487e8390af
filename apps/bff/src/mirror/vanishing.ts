import type { Guid, Instant } from '@retry-desk/em-client';

const HOUR = 60 * 60_000;

/** Jobs missing from one list that can be too many to have been deleted by hand: it depends on how many there were. */
const SOME = 3;
/** How long what has vanished at once stays as it was known, before it is believed: all of it, or the greater part. */
const BELIEVED = { all: 24 * HOUR, part: HOUR } as const;

export type JobsOfList = { known: Iterable<Guid>; missing: ReadonlySet<Guid> };

/**
 * Whether a list of jobs that lacks nearly all known ones is believed. A list with none of them, or less than half, is
 * more often a fault of the server than the work of an hour: the known jobs stay for a while. New jobs in such a list
 * do not make up for missing ones.
 */
export class Vanishing {
  /** `known`: the jobs there were when it began. */
  #begun: { since: Instant; known: readonly Guid[] } | null = null;

  /** Whether the jobs that are missing have to stay. `known`: the jobs there were before this list. */
  keeps({ known, missing }: JobsOfList, now: Instant): boolean {
    const begun = this.#begun ?? { since: now, known: [...known] };
    const gone = begun.known.filter((id) => missing.has(id)).length;
    const all = gone > 0 && gone === begun.known.length;
    const part = gone >= SOME && gone > begun.known.length / 2;
    this.#begun = all || part ? begun : null;
    if (!all && !part) return false;
    return now - begun.since < (all ? BELIEVED.all : BELIEVED.part);
  }
}
