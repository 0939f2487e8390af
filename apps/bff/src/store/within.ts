/** The store has not answered in time. It may still carry out the request. */
export class StoreSilentError extends Error {
  override readonly name = 'StoreSilentError';

  constructor(ms: number) {
    super(`the store has not answered within ${(ms / 1000).toFixed(1)} s`);
  }
}

/** A main thread that was busy itself finds the answer waiting: it gets this long to take it. */
const GRACE_MS = 50;

/**
 * Waits for the store, but not longer than this.
 * @throws StoreSilentError; the work may go on then, without a receiver.
 */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  if (ms === Number.POSITIVE_INFINITY) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new StoreSilentError(ms));
    let timer = setTimeout(() => {
      timer = setTimeout(giveUp, GRACE_MS);
    }, ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
