import { setTimeout as wait } from 'node:timers/promises';
import type { EmEvent, LogonTries } from '../enterprise-manager.ts';
import { EmError } from '../errors/em-error.ts';
import type { Transport } from '../transport/exchange.ts';
import { basic, type Logon, logOff, logOn } from './logon.ts';
import { createLogonPause } from './logon-pause.ts';
import { noTryLeft, uncounted } from './logon-tries.ts';

const patienceMs = 5_000;
/** Password, Basic header and token, now and before. */
const mostHidden = 6;

/** The one logon session of the process: made on first need, renewed once for all who need it. */
export type HeldSession = {
  current: () => Logon | null;
  /** The session held now, or a new one; concurrent callers share one logon. */
  need: () => Promise<Logon>;
  /** EM has answered a call of this session: it is of use. */
  proved: (logon: Logon) => void;
  /** EM has answered 401 for this session: forget it, unless it has been renewed meanwhile. */
  lost: (logon: Logon) => void;
  close: () => Promise<void>;
};

function closedError(transport: Transport): EmError {
  const hint = 'The process is ending; ask again after its restart.';
  return new EmError({
    kind: 'session-lost',
    host: transport.host,
    problem: 'is not asked any more: this client has been closed',
    call: 'POST /api/sessionMngr/',
    hint,
    mayHaveHappened: false,
  });
}

/**
 * Holds the logon session. A password that was refused too often is not sent again (`logonTries`), so that it does not lock
 * the account; a server that takes the logon but none of its calls leads to a pause (see createLogonPause).
 */
export function createHeldSession(
  transport: Transport,
  account: { username: string; password: () => string },
  tries: LogonTries,
  onEvent: (event: EmEvent) => void,
): HeldSession {
  const pause = createLogonPause(transport.host);
  const hidden = new Map<string, () => void>();
  let held: Logon | null = null;
  let underWay: Promise<Logon> | null = null;
  let isProved = false;
  let closed = false;

  /** Not forgotten at once: what was true a moment ago may still be quoted. */
  function hide(...secrets: string[]): void {
    for (const secret of secrets) {
      hidden.get(secret)?.();
      hidden.delete(secret);
      hidden.set(secret, transport.mask.hide(secret, 'everywhere'));
    }
    for (const [secret, show] of hidden) {
      if (hidden.size <= mostHidden) return;
      show();
      hidden.delete(secret);
    }
  }

  /** Logs on by the password as it is now, if it may be tried. */
  async function attempt(): Promise<Logon> {
    const password = account.password();
    const taken = await tries.take(password).catch((cause: unknown) => {
      throw uncounted(transport.host, cause);
    });
    if (taken.kind !== 'taken') throw noTryLeft(transport.host, taken);
    hide(password, basic(account.username, password));
    try {
      const logon = await logOn(transport, account.username, password);
      hide(logon.token);
      await taken.accepted();
      return logon;
    } catch (error) {
      await (error instanceof EmError && error.isWrongPassword ? taken.refused() : taken.unjudged());
      throw error;
    }
  }

  async function renew(): Promise<Logon> {
    pause.refuse();
    const logon = await attempt();
    if (closed) {
      await logOff(transport, logon);
      throw closedError(transport);
    }
    held = logon;
    isProved = false;
    onEvent({ event: 'logged-on', logonId: logon.logonId });
    return logon;
  }

  return {
    current: () => held,
    need: async () => {
      if (closed) throw closedError(transport);
      if (held) return held;
      underWay ??= renew().finally(() => {
        underWay = null;
      });
      return await underWay;
    },
    proved: (logon) => {
      if (isProved || held?.logonId !== logon.logonId) return;
      isProved = true;
      pause.useful();
    },
    lost: (logon) => {
      if (held?.logonId !== logon.logonId) return;
      held = null;
      if (!isProved) pause.useless();
      onEvent({ event: 'session-lost', logonId: logon.logonId });
    },
    close: async () => {
      closed = true;
      // A logon that hangs ends with its connection; closing does not wait for its deadline.
      await Promise.race([underWay?.catch(() => undefined), wait(patienceMs, undefined, { ref: false })]);
      if (!held) return;
      const logon = held;
      held = null;
      await logOff(transport, logon);
      onEvent({ event: 'logged-off', logonId: logon.logonId });
    },
  };
}
