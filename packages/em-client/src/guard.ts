import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  wrap,
} from 'cockatiel';
import type { EmEvent } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';

/** The guard before every call: reads are tried again, and a server that is down is not hammered. */
export type Guard = {
  /** All tries of a read together take no longer than the deadline of one; `leftMs` is what this try may use. */
  read: <T>(call: string, operation: (leftMs: number) => Promise<T>) => Promise<T>;
  /** A read of one part of a question: tried once, and what it fails with counts for nobody else. */
  probe: <T>(call: string, operation: () => Promise<T>) => Promise<T>;
  /** An action, tried once; `circuit-open` while the server is known to be down or has asked to wait. */
  act: <T>(call: string, operation: () => Promise<T>) => Promise<T>;
};

const readsTriedAgain = 2;
const failuresThatOpen = 5;
const openForMs = 2_000;

function isPassing(error: unknown): boolean {
  return error instanceof EmError && error.isPassing;
}

function isDown(error: unknown): boolean {
  return error instanceof EmError && error.isDown;
}

/** At most two more tries with jitter, and none that would begin in the second half of the deadline. */
function tryingAgain(startedAt: number, deadlineMs: number) {
  return retry(
    handleWhen((error) => isPassing(error) && performance.now() - startedAt < deadlineMs / 2),
    {
      maxAttempts: readsTriedAgain,
      backoff: new ExponentialBackoff({
        initialDelay: Math.min(150, deadlineMs / 20),
        maxDelay: Math.min(1_000, deadlineMs / 8),
      }),
    },
  );
}

/** Builds the guard of one client. Reads are tried again in passing trouble; actions are only ever refused, never repeated. */
export function createGuard(host: string, readDeadlineMs: number, onEvent: (event: EmEvent) => void): Guard {
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let openedAt = Number.NEGATIVE_INFINITY;
  const breaker = circuitBreaker(handleWhen(isDown), {
    breaker: new ConsecutiveBreaker(failuresThatOpen),
    halfOpenAfter: openForMs,
  });
  breaker.onBreak(() => {
    openedAt = performance.now();
    onEvent({ event: 'breaker', state: 'open' });
  });
  breaker.onHalfOpen(() => onEvent({ event: 'breaker', state: 'half-open' }));
  breaker.onReset(() => onEvent({ event: 'breaker', state: 'closed' }));
  let lastFault: EmError | null = null;

  function notTried(call: string, retryAfterMs: number): EmError {
    // The remedy is that of the last failure: the pause itself is nothing an administrator can mend.
    const hint = lastFault?.hint ?? 'Look at the Enterprise Manager service if this lasts.';
    return new EmError({
      kind: 'circuit-open',
      host,
      call,
      problem: (called) => `is not asked just now (${called}): it failed several times in a row or asked to wait`,
      hint,
      mayHaveHappened: false,
      retryAfterMs,
      cause: lastFault,
    });
  }

  function refuseWhilePaused(call: string): void {
    const left = pausedUntil - performance.now();
    if (left > 0) throw notTried(call, Math.max(Math.ceil(left), 1_000));
  }

  /** A server that names a time is left alone until then, by everybody. */
  function heed(error: unknown): void {
    if (error instanceof EmError && error.asksToWait && error.retryAfterMs)
      pausedUntil = performance.now() + error.retryAfterMs;
  }

  async function once<T>(call: string, operation: () => Promise<T>): Promise<T> {
    refuseWhilePaused(call);
    const left = openedAt + openForMs - performance.now();
    if (breaker.state === CircuitState.Open && left > 0) throw notTried(call, Math.max(Math.ceil(left), 1_000));
    try {
      return await operation();
    } catch (error) {
      heed(error);
      throw error;
    }
  }

  return {
    read: async (call, operation) => {
      refuseWhilePaused(call);
      const startedAt = performance.now();
      try {
        return await wrap(breaker, tryingAgain(startedAt, readDeadlineMs)).execute(({ attempt }) => {
          if (attempt > 0) onEvent({ event: 'read-again', call, attempt, why: 'the first try failed in passing' });
          return operation(Math.max(startedAt + readDeadlineMs - performance.now(), 1));
        });
      } catch (error) {
        if (isBrokenCircuitError(error)) throw notTried(call, openForMs);
        if (error instanceof EmError && isDown(error)) lastFault = error;
        heed(error);
        throw error;
      }
    },
    probe: once,
    act: once,
  };
}
