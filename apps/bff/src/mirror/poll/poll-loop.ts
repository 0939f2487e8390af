/** Runs one thing again and again, never twice at the same time. */
export type PollLoop = {
  start(): void;
  stop(): void;
  /** Runs it once from now: after a run in progress, together with others who ask meanwhile. */
  now(): Promise<void>;
  /** Milliseconds until a run ends, estimated from the last one; 0 where that is overdue. */
  endsInMs(): number;
};

export type PollLoopDeps = {
  /** `requested`: on request, not because of the schedule. Must not throw. */
  run: (requested: boolean) => Promise<void>;
  /** Pause between the end of one run, which took so many milliseconds, and the begin of the next. */
  delayMs: (tookMs: number) => number;
};

export function createPollLoop({ run, delayMs }: PollLoopDeps): PollLoop {
  let started = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let beganAt = 0;
  let tookMs = 0;

  function runOnce(requested: boolean): Promise<void> {
    clearTimeout(timer);
    beganAt = performance.now();
    const current = run(requested).finally(() => {
      running = null;
      tookMs = performance.now() - beganAt;
      schedule();
    });
    running = current;
    return current;
  }

  function schedule(): void {
    clearTimeout(timer);
    if (!started || running !== null) return;
    const delay = delayMs(tookMs);
    dueAt = performance.now() + delay;
    timer = setTimeout(() => runOnce(false), delay);
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
        // Callers from before the end do not wait for a run that will not come.
        return stopped ? undefined : runOnce(true);
      });
      next = queued;
      return queued;
    },
    endsInMs() {
      const begins = running === null ? dueAt : beganAt;
      return Math.max(0, begins + tookMs - performance.now());
    },
  };
}
