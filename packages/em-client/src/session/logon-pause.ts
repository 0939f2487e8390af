import { EmError } from '../errors/em-error.ts';

const mostInARow = 3;
const afterUselessMs = 5_000;
const longestUselessMs = 5 * 60_000;

/** When the next logon may be tried, by what came of those before. Refused passwords are counted by `LogonTries`. */
export type LogonPause = {
  /** Throws `session-lost`, with for how long, while no logon may be tried. */
  refuse: () => void;
  useful: () => void;
  useless: () => void;
};

/**
 * Counts logons that came to nothing. After some in a row of which EM took no single call there is a pause, twice as long each time up to a limit.
 */
export function createLogonPause(host: string, now: () => number = Date.now): LogonPause {
  let uselessInARow = 0;
  let notBefore = 0;

  function uselessError(waitMs: number): EmError {
    const hint = 'Check the Enterprise Manager service and the network in between; it is tried again automatically.';
    return new EmError({
      kind: 'session-lost',
      host,
      problem: 'takes the logon but answers every call after it with 401',
      call: 'POST /api/sessionMngr/',
      hint,
      status: 401,
      mayHaveHappened: false,
      retryAfterMs: Math.max(waitMs, 1_000),
    });
  }

  return {
    refuse: () => {
      const wait = notBefore - now();
      if (wait > 0) throw uselessError(wait);
    },
    useful: () => {
      uselessInARow = 0;
      notBefore = 0;
    },
    useless: () => {
      uselessInARow += 1;
      if (uselessInARow < mostInARow) return;
      notBefore = now() + Math.min(afterUselessMs * 2 ** (uselessInARow - mostInARow), longestUselessMs);
    },
  };
}
