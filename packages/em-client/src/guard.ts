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

/** What stands before every call: reads are tried again, and a server that is down is not hammered. */
export type Guard = {
  read: <T>(call: string, operation: () => Promise<T>) => Promise<T>;
  /** Throws `circuit-open` while the server is known to be down or has asked to wait. */
  refuseWhenOpen: (call: string) => void;
};

const readsTriedAgain = 2;
const failuresThatOpen = 5;
const openForMs = 2_000;

function isPassing(error: unknown): boolean {
  if (!(error instanceof EmError)) return false;
  return error.kind === 'unreachable' || (error.kind === 'refused' && [500, 502, 504].includes(error.status ?? 0));
}

function isDown(error: unknown): boolean {
  if (!(error instanceof EmError)) return false;
  return (
    ['unreachable', 'timeout', 'tls'].includes(error.kind) || (error.kind === 'refused' && (error.status ?? 0) >= 500)
  );
}

/** Builds the guard of one client. Reads: at most two more tries with jitter; actions are only ever refused, never repeated. */
export function createGuard(host: string, onEvent: (event: EmEvent) => void): Guard {
  const again = retry(handleWhen(isPassing), {
    maxAttempts: readsTriedAgain,
    backoff: new ExponentialBackoff({ initialDelay: 150, maxDelay: 1_000 }),
  });
  const breaker = circuitBreaker(handleWhen(isDown), {
    breaker: new ConsecutiveBreaker(failuresThatOpen),
    halfOpenAfter: openForMs,
  });
  breaker.onBreak(() => onEvent({ event: 'breaker', state: 'open' }));
  breaker.onHalfOpen(() => onEvent({ event: 'breaker', state: 'half-open' }));
  breaker.onReset(() => onEvent({ event: 'breaker', state: 'closed' }));
  const policy = wrap(breaker, again);
  let pausedUntil = 0;

  function notTried(call: string, retryAfterMs: number): EmError {
    const hint = 'It is asked again by itself; look at the Enterprise Manager service if this lasts.';
    return new EmError(
      `${host} is not asked just now (${call}): it failed several times in a row or asked to wait. ${hint}`,
      {
        kind: 'circuit-open',
        call,
        hint,
        mayHaveHappened: false,
        retryAfterMs,
      },
    );
  }

  function refuseWhilePaused(call: string): void {
    const left = pausedUntil - Date.now();
    if (left > 0) throw notTried(call, left);
  }

  return {
    read: async (call, operation) => {
      refuseWhilePaused(call);
      try {
        return await policy.execute(({ attempt }) => {
          if (attempt > 0) onEvent({ event: 'read-again', call, attempt, why: 'the first try failed in passing' });
          return operation();
        });
      } catch (error) {
        if (isBrokenCircuitError(error)) throw notTried(call, openForMs);
        if (error instanceof EmError && error.status === 503 && error.retryAfterMs)
          pausedUntil = Date.now() + error.retryAfterMs;
        throw error;
      }
    },
    refuseWhenOpen: (call) => {
      refuseWhilePaused(call);
      if (breaker.state === CircuitState.Open) throw notTried(call, openForMs);
    },
  };
}
