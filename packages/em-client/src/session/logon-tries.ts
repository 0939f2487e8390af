import type { LogonTries, NoTryLeft } from '../enterprise-manager.ts';
import { EmError } from '../errors/em-error.ts';

/** Directories usually lock an account after 5 wrong passwords: that leaves two to people who use it elsewhere. */
export const MOST_LOGON_TRIES = 3;

const call = 'POST /api/sessionMngr/';

/** Why the password is not sent. Names no account: the message reaches everybody at the board. */
export function noTryLeft(host: string, none: NoTryLeft): EmError {
  if (none.kind === 'busy') {
    const minutes = Math.max(1, Math.ceil(none.forMs / 60_000));
    const hint = `Tries of this password were begun and not finished; it is tried again within ${minutes} min.`;
    const problem = `is not asked: ${MOST_LOGON_TRIES} logons with our password are under way or broke off`;
    return new EmError({ kind: 'session-lost', host, call, problem, hint, mayHaveHappened: false });
  }
  const hint =
    'Put the right password into the file of EM_PASSWORD_FILE, which is read again by itself, or into EM_PASSWORD and restart. If the password is right and the account was locked, see "The password of the service account" in docs/security.md.';
  const times = `${MOST_LOGON_TRIES} times`;
  const problem = `has refused the password of our account ${times}: it is not tried again, so that the account is not locked`;
  return new EmError({ kind: 'credentials', host, call, problem, hint, status: 401, mayHaveHappened: false });
}

/** It is not known how often the password was tried: it is not sent. */
export function uncounted(host: string, cause: unknown): EmError {
  if (cause instanceof EmError) return cause;
  const hint = 'See to the journal: logons are counted there, so that a wrong password does not lock the account.';
  return new EmError({
    kind: 'session-lost',
    host,
    call,
    problem: 'is not asked: the tries of our password cannot be counted',
    hint,
    mayHaveHappened: false,
    cause,
  });
}

/** A count in memory: three tries of a password, for this client alone. */
export function createLogonTries(): LogonTries {
  let counted: string | null = null;
  let refusals = 0;
  return {
    take: async (password) => {
      if (password !== counted) refusals = 0;
      counted = password;
      if (refusals >= MOST_LOGON_TRIES) return { kind: 'used-up' };
      return {
        kind: 'taken',
        accepted: async () => {
          refusals = 0;
        },
        refused: async () => {
          refusals += 1;
        },
        unjudged: async () => undefined,
      };
    },
  };
}
