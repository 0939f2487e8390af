/** One at a time, in the order they came. */
export type Turns = {
  /** Resolves when it is one's turn, with what gives it to the next; to be called once. */
  take(): Promise<() => void>;
};

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take() {
      const own = Promise.withResolvers<void>();
      const before = last;
      last = own.promise;
      return before.then(() => own.resolve);
    },
  };
}
