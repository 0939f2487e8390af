/** Runs one thing again and again, never twice at the same time. */
export type Beat = {
  start(): void;
  stop(): void;
  /** Runs it once from now: after a run in progress, together with others who ask meanwhile. */
  now(): Promise<void>;
  /** Milliseconds until a run ends, as far as the last one tells; 0 where that is overdue. */
  endsInMs(): number;
};

export type BeatDeps = {
  /** `asked`: somebody asked for it, it is not just time again. Must not throw. */
  run: (asked: boolean) => Promise<void>;
  /** Pause between the end of one run, which took so many milliseconds, and the begin of the next. */
  pauseMs: (tookMs: number) => number;
};

export function createBeat({ run, pauseMs }: BeatDeps): Beat {
  let started = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let begunAt = 0;
  let tookMs = 0;

  function runOnce(asked: boolean): Promise<void> {
    clearTimeout(timer);
    begunAt = performance.now();
    const current = run(asked).finally(() => {
      running = null;
      tookMs = performance.now() - begunAt;
      schedule();
    });
    running = current;
    return current;
  }

  function schedule(): void {
    clearTimeout(timer);
    if (!started || running !== null) return;
    const pause = pauseMs(tookMs);
    dueAt = performance.now() + pause;
    timer = setTimeout(() => runOnce(false), pause);
  }

  return {
    start() {
      if (started) return;
      started = true;
      if (running === null) runOnce(false);
    },
    stop() {
      started = false;
      stopped = true;
      clearTimeout(timer);
    },
    now() {
      if (next !== null) return next;
      if (running === null) return runOnce(true);
      const queued = running.then(() => {
        next = null;
        // Who asked before the end is not kept waiting for what does not come any more.
        return stopped ? undefined : runOnce(true);
      });
      next = queued;
      return queued;
    },
    endsInMs() {
      const begins = running === null ? dueAt : begunAt;
      return Math.max(0, begins + tookMs - performance.now());
    },
  };
}
