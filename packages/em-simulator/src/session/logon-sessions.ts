import type { IncomingHttpHeaders } from 'node:http';
import type { Flavour } from '#wire/wire.ts';
import { guidOf } from '#world/guid.ts';
import type { Clock } from '#world/world.ts';
import type { Account } from './accounts.ts';
import { Tasks } from './tasks.ts';

/** Idle longer than this, a logon session is gone. */
const IDLE_LIMIT = 15 * 60_000;

export type LogonSession = {
  /** The token that the client sends with every call. */
  token: string;
  /** Its id in the body and the Location. */
  id: string;
  account: Account;
  /** The version of the REST service that the client asked for. */
  version: string;
  usedAt: number;
  tasks: Tasks;
};

/** The logon sessions of Enterprise Manager; each holds its own tasks (reference 13.0, GET /tasks). */
export class LogonSessions {
  readonly #clock: Clock;
  readonly #key: string;
  readonly #byToken = new Map<string, LogonSession>();
  #count = 0;

  /** The same `key` gives the same ids, so that a world can be repeated byte by byte. */
  constructor(clock: Clock, key: string) {
    this.#clock = clock;
    this.#key = key;
  }

  open(account: Account, flavour: Flavour, version = 'latest'): LogonSession {
    this.#count += 1;
    const id = guidOf(`${this.#key}/logon/${this.#count}`);
    const session: LogonSession = {
      token: tokenFor(id, flavour),
      id,
      account,
      version,
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

/** Up to v12 the token is the id in base64, as in the reference's examples; from v13 on it is another GUID (captured 13.0.1). */
function tokenFor(id: string, flavour: Flavour): string {
  return Buffer.from(flavour === 'v12' ? id : guidOf(`token of ${id}`)).toString('base64');
}

/** The token that a request brings, in whichever place. */
function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const cookie = /(?:^|;)\s*X-RestSvcSessionId\s*=\s*"?([^;"]*)/i.exec(headers.cookie ?? '')?.[1];
  if (cookie !== undefined) return cookie.trim();
  const header = headers['x-restsvcsessionid'];
  return Array.isArray(header) ? header[0] : header;
}
