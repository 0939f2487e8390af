/** Does it to all, so many at once: whatever else waits has its turn between two slices. */
export async function inChunks<T>(all: readonly T[], most: number, take: (one: T) => void): Promise<void> {
  for (let from = 0; from < all.length; from += most) {
    if (from > 0) await new Promise(setImmediate);
    for (const one of all.slice(from, from + most)) take(one);
  }
}

/** Work of unknown size, in slices of so many milliseconds: whatever else waits has its turn between two. */
export class TimeSlice {
  readonly #ms: number;
  #begunAt = performance.now();

  constructor(ms: number) {
    this.#ms = ms;
  }

  isOver(): boolean {
    return performance.now() - this.#begunAt >= this.#ms;
  }

  async next(): Promise<void> {
    await new Promise(setImmediate);
    this.#begunAt = performance.now();
  }
}

/** Work that may be interrupted at each `yield`. */
export type Steps<T> = Generator<undefined, T>;

/** So long a slice of such work takes. */
const STEPS_MS = 5;

/** Does such work in slices: whatever else waits has its turn between two. */
export async function inSteps<T>(steps: Steps<T>): Promise<T> {
  const slice = new TimeSlice(STEPS_MS);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (slice.isOver()) await slice.next();
  }
}
