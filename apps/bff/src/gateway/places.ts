export type Places = {
  /** Waits for a place; the result gives the place back. Null where too many wait. Throws the reason of the signal. */
  take(signal: AbortSignal): Promise<(() => void) | null>;
};

/** Places for so many at once, handed on in the order of asking. */
export function createPlaces(most: number, mostWaiting: number): Places {
  let taken = 0;
  const waiting = new Set<() => void>();

  function giveBack(): void {
    const [next] = waiting;
    if (next === undefined) taken -= 1;
    else next();
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(go);
        reject(signal.reason);
      };
      const go = () => {
        waiting.delete(go);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.add(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async take(signal) {
      signal.throwIfAborted();
      if (taken < most) taken += 1;
      else if (waiting.size < mostWaiting) await turn(signal);
      else return null;
      return giveBack;
    },
  };
}
