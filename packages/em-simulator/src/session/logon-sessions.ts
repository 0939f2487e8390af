import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '#world/world.ts';
import type { Account } from './accounts.ts';
import { Tasks } from './tasks.ts';

/** Idle longer than this, a logon session is gone. */
const IDLE_LIMIT = 15 * 60_000;

export type LogonSession = {
  /** What the client sends with every call. */
  token: string;
  /** What the body and the Location call it: never usable as the token. */
  id: string;
  account: Account;
  usedAt: number;
  tasks: Tasks;
};

/** The logon sessions of Enterprise Manager; each holds its own tasks. */
export class LogonSessions {
  readonly #clock: Clock;
  readonly #byToken = new Map<string, LogonSession>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(account: Account): LogonSession {
    const session: LogonSession = {
      token: Buffer.from(randomBytes(27)).toString('base64'),
      id: randomUUID(),
      account,
      usedAt: this.#clock.now(),
      tasks: new Tasks(this.#clock),
    };
    this.#byToken.set(session.token, session);
    return session;
  }

  /** The session a request belongs to, which thereby counts as used. The cookie wins over the header. */
  find(headers: IncomingHttpHeaders): LogonSession | undefined {
    const token = tokenOf(headers);
    const session = token === undefined ? undefined : this.#byToken.get(token);
    if (session === undefined || this.#isIdle(session)) return undefined;
    session.usedAt = this.#clock.now();
    return session;
  }

  all(): LogonSession[] {
    return [...this.#byToken.values()].filter((session) => !this.#isIdle(session));
  }

  close(session: LogonSession): void {
    this.#byToken.delete(session.token);
  }

  closeAll(): void {
    this.#byToken.clear();
  }

  #isIdle(session: LogonSession): boolean {
    if (this.#clock.now() - session.usedAt <= IDLE_LIMIT) return false;
    this.#byToken.delete(session.token);
    return true;
  }
}

/** Whether the request brings a token at all, in whichever place. */
function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const cookie = /(?:^|;)\s*X-RestSvcSessionId\s*=\s*"?([^;"]*)/i.exec(headers.cookie ?? '')?.[1];
  if (cookie !== undefined) return cookie.trim();
  const header = headers['x-restsvcsessionid'];
  return Array.isArray(header) ? header[0] : header;
}
