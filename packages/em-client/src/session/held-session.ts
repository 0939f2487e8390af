import type { EmEvent } from '../enterprise-manager.ts';
import { EmError } from '../errors/em-error.ts';
import type { Transport } from '../transport/exchange.ts';
import { type Logon, logOff, logOn } from './logon.ts';

const mostRefusals = 3;

/** The one logon session of the process: made on first need, renewed once for all who need it. */
export type HeldSession = {
  current: () => Logon | null;
  /** The session held now, or a new one; concurrent callers share one logon. */
  need: () => Promise<Logon>;
  /** EM has answered 401 for this session: forget it, unless it has been renewed meanwhile. */
  lost: (logon: Logon) => void;
  close: () => Promise<void>;
};

/**
 * Holds the logon session. After three refused logons in a row it does not try again until a minute has passed, then
 * two, up to fifteen: a wrong password must not lock the account of the backup.
 */
export function createHeldSession(
  transport: Transport,
  account: { username: string; password: string },
  onEvent: (event: EmEvent) => void,
): HeldSession {
  let held: Logon | null = null;
  let underWay: Promise<Logon> | null = null;
  let closed = false;
  let refusals = 0;
  let lastRefusal: EmError | null = null;
  let notBefore = 0;

  async function renew(): Promise<Logon> {
    if (lastRefusal && refusals >= mostRefusals && Date.now() < notBefore) throw lastRefusal;
    try {
      const logon = await logOn(transport, account.username, account.password);
      refusals = 0;
      lastRefusal = null;
      if (closed) await logOff(transport, logon);
      held = logon;
      onEvent({ event: 'logged-on', logonId: logon.logonId });
      return logon;
    } catch (error) {
      if (error instanceof EmError && error.kind === 'credentials') {
        refusals += 1;
        lastRefusal = error;
        notBefore = Date.now() + Math.min(60_000 * 2 ** Math.max(0, refusals - mostRefusals), 900_000);
      }
      throw error;
    }
  }

  return {
    current: () => held,
    need: () => {
      if (held) return Promise.resolve(held);
      underWay ??= renew().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    lost: (logon) => {
      if (held?.logonId !== logon.logonId) return;
      held = null;
      onEvent({ event: 'session-lost', logonId: logon.logonId });
    },
    close: async () => {
      closed = true;
      await underWay?.catch(() => undefined);
      if (!held) return;
      const logon = held;
      held = null;
      await logOff(transport, logon);
      onEvent({ event: 'logged-off', logonId: logon.logonId });
    },
  };
}
