import { EmError } from '../errors/em-error.ts';

const mostInARow = 3;
/** Directories usually lock an account after 5 wrong passwords in 30 minutes: three at once and one each 20 stay below. */
const afterRefusalsMs = 20 * 60_000;
const afterUselessMs = 5_000;
const longestUselessMs = 5 * 60_000;

/** When the next logon may be tried. */
export type LogonPause = {
  /** Throws while no logon may be tried: the refusal itself, or `session-lost`; both say how long. */
  refuse: () => void;
  refused: (error: EmError) => void;
  accepted: () => void;
  useful: () => void;
  useless: () => void;
};

function withWait(error: EmError, waitMs: number): EmError {
  const minutes = Math.ceil(waitMs / 60_000);
  return new EmError(`${error.message} Not tried again for ${minutes} min, so that the account is not locked.`, {
    kind: error.kind,
    call: error.call,
    hint: error.hint,
    ...(error.status === undefined ? {} : { status: error.status }),
    mayHaveHappened: false,
    retryAfterMs: Math.min(Math.max(waitMs, 1_000), 300_000),
    cause: error,
  });
}

/**
 * Counts logons that came to nothing. Three refusals in a row: no further try for 20 minutes, then one each 20. Three
 * logons in a row of which EM took no single call: 5 s, doubling up to 5 minutes.
 */
export function createLogonPause(host: string, now: () => number = Date.now): LogonPause {
  let refusals = 0;
  let lastRefusal: EmError | null = null;
  let uselessInARow = 0;
  let notBefore = 0;

  function uselessError(waitMs: number): EmError {
    const hint = 'Look at the Enterprise Manager service and at what stands between; it is tried again by itself.';
    return new EmError(`${host} takes the logon but answers every call after it with 401. ${hint}`, {
      kind: 'session-lost',
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
      if (wait <= 0) return;
      throw lastRefusal ? withWait(lastRefusal, wait) : uselessError(wait);
    },
    refused: (error) => {
      refusals += 1;
      lastRefusal = error;
      if (refusals >= mostInARow) notBefore = now() + afterRefusalsMs;
    },
    accepted: () => {
      refusals = 0;
      lastRefusal = null;
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
