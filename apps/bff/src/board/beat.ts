/** Runs one thing again and again, never twice at the same time. */
export type Beat = {
  start(): void;
  stop(): void;
  /** Runs it once from now: after a run in progress, together with others who ask meanwhile. */
  now(): Promise<void>;
  /** The pause has become shorter. */
  hurry(): void;
};

export type BeatDeps = {
  /** `asked`: somebody asked for it, it is not just time again. Must not throw. */
  run: (asked: boolean) => Promise<void>;
  /** Pause between the end of one run and the begin of the next. */
  pauseMs: () => number;
};

export function createBeat({ run, pauseMs }: BeatDeps): Beat {
  let started = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function runOnce(asked: boolean): Promise<void> {
    clearTimeout(timer);
    const current = run(asked).finally(() => {
      running = null;
      schedule();
    });
    running = current;
    return current;
  }

  function schedule(): void {
    clearTimeout(timer);
    if (!started || running !== null) return;
    const pause = pauseMs();
    dueAt = performance.now() + pause;
    timer = setTimeout(() => runOnce(false), pause);
  }

  /** Never later than planned: changes that come faster than the beat must not hold it off. */
  function hurry(): void {
    if (performance.now() + pauseMs() < dueAt) schedule();
  }

  return {
    start() {
      if (started) return;
      started = true;
      if (running === null) runOnce(false);
    },
    stop() {
      started = false;
      clearTimeout(timer);
    },
    now() {
      if (next !== null) return next;
      if (running === null) return runOnce(true);
      const queued = running.then(() => {
        next = null;
        return runOnce(true);
      });
      next = queued;
      return queued;
    },
    hurry,
  };
}
