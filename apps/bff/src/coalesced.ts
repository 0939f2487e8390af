export type Coalesced = {
  /** Has the work done: at once, or once more after the one that goes on. */
  request(): void;
  /** No work begins after this; resolves when the one that goes on is done. */
  stop(): Promise<void>;
};

/** Work that is requested more often than it can be done: all requests that come while it goes on are one. */
export function coalesced(work: () => Promise<void>, failed: (error: unknown) => void): Coalesced {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function runAll(): Promise<void> {
    while (again && !stopped) {
      again = false;
      await work().catch(failed);
    }
  }

  return {
    request() {
      again = true;
      running ??= runAll().finally(() => {
        running = null;
      });
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
