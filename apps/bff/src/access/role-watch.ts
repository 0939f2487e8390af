import { setTimeout as pause } from 'node:timers/promises';
import type { EnterpriseManager, Guid } from '@retry-desk/em-client';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { BrowserSessions } from './browser-sessions.ts';

export type RoleWatchDeps = {
  em: Pick<EnterpriseManager, 'accounts' | 'rolesOfAccount'>;
  sessions: Pick<BrowserSessions, 'list' | 'end' | 'noteListed'>;
  tokens: Pick<ApiTokens, 'ofAccounts' | 'revoke' | 'noteListed'>;
  clock: { now(): number };
  audit: Audit;
  logger: Logger;
  /** Whether this process asks Enterprise Manager, of several on one store. */
  asks: () => boolean;
};

export type RoleWatch = {
  start(): void;
  stop(): void;
  /** Whether Enterprise Manager lists the account by name with what makes this role; undefined where it cannot be asked. */
  isListed(user: string, role: string): Promise<boolean | undefined>;
  /** Looks once at everybody's roles, and ends what has no right to go on. @throws where somebody could not be looked at */
  check(): Promise<void>;
};

/** Issue and documents say 15 minutes at most; the answer takes its time, too. */
const EVERY_MS = 10 * 60_000;
/** After a look that failed, at all or in part. */
const AGAIN_MS = 60_000;
const TICK_MS = 1_000;
const ADMINISTRATOR = 'portal administrator';

/** Roles by the account's name in lower case; null for one that is not listed by name. */
type RolesOf = (user: string) => Promise<readonly string[] | null>;

/** What somebody has begun with a role they had then: a session, or a key of a script. */
type Begun = {
  what: string;
  user: string;
  role: string;
  /** Whether the list gave them that role; null where nobody has looked. */
  listed: number | null;
  noteListed(listed: boolean): Promise<void>;
  end(): Promise<unknown>;
};

/** Whether the roles listed are what makes an operator, or a viewer and no more. */
function gives(roles: readonly string[], role: string): boolean {
  const administrator = roles.some((name) => name.toLowerCase() === ADMINISTRATOR);
  return role === 'operator' ? administrator : roles.length > 0 && !administrator;
}

/** One look at the list; each account's roles are asked for once. */
async function lookAt(em: RoleWatchDeps['em']): Promise<RolesOf> {
  const ids = new Map((await em.accounts()).map(({ id, name }) => [name.toLowerCase(), id]));
  const asked = new Map<Guid, Promise<string[]>>();
  return async (user) => {
    const id = ids.get(user.toLowerCase());
    if (id === undefined) return null;
    const roles = asked.get(id) ?? em.rolesOfAccount(id);
    asked.set(id, roles);
    return roles;
  };
}

/** Sessions and keys of those who came by an account of Enterprise Manager. */
async function begunByAccounts({ sessions, tokens }: RoleWatchDeps): Promise<Begun[]> {
  const people = (await sessions.list()).filter(({ source }) => source === 'em');
  const keys = await tokens.ofAccounts();
  return [
    ...people.map(({ id_hash, user_name: user, role, listed }) => ({
      what: 'session',
      user,
      role,
      listed,
      noteListed: (now: boolean) => sessions.noteListed(id_hash, now),
      end: () => sessions.end(id_hash),
    })),
    // A key is worth what its maker is, whatever it may do itself: only operators make keys.
    ...keys.map(({ id, name, user_name: user, listed }) => ({
      what: `key ${name}`,
      user,
      role: 'operator',
      listed,
      noteListed: (now: boolean) => tokens.noteListed(id, now),
      end: () => tokens.revoke(id),
    })),
  ];
}

/** Looks now and then, through the held session, whether people still have the roles they came in with. */
export function createRoleWatch(deps: RoleWatchDeps): RoleWatch {
  const { em, clock, audit, logger } = deps;
  const stopped = new AbortController();

  async function judge(begun: Begun, rolesOf: RolesOf): Promise<void> {
    const { what, user, role, listed } = begun;
    const roles = await rolesOf(user);
    const fits = roles !== null && gives(roles, role);
    // Whose role came from a group when they signed in is none of the list's business.
    if (fits || listed === 0 || (listed === null && roles === null)) {
      if (listed === null) await begun.noteListed(fits);
      return;
    }
    await begun.end();
    const now = roles === null ? 'is not listed any more' : `has ${roles.join(', ') || 'no role'} now`;
    logger.warn({ user, role, what }, 'a role has changed in Enterprise Manager: what was begun with it is ended');
    await audit({ kind: 'role-lost', user, subject: user, detail: `${what}: was ${role}; ${now}` });
  }

  async function check(): Promise<void> {
    const all = await begunByAccounts(deps);
    if (all.length === 0) return;
    const rolesOf = await lookAt(em);
    const unknown = new Set<string>();
    for (const begun of all) {
      await judge(begun, rolesOf).catch((error) => {
        unknown.add(begun.user);
        logger.warn({ err: error, user: begun.user }, 'the roles of an account could not be looked at');
      });
    }
    if (unknown.size > 0) throw new Error(`not looked at: ${[...unknown].join(', ')}`);
  }

  /** When to look next (ms). */
  async function look(): Promise<number> {
    try {
      await check();
      return clock.now() + EVERY_MS;
    } catch (error) {
      logger.warn({ err: error }, 'roles could not be looked at again; the next try is in a minute');
      return clock.now() + AGAIN_MS;
    }
  }

  async function watch(): Promise<void> {
    // At once at the start, and as soon as the duty comes from another process, which may have looked long ago.
    let next = 0;
    while (!stopped.signal.aborted) {
      if (!deps.asks()) next = 0;
      else if (clock.now() >= next) next = await look();
      await pause(TICK_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    start: () => void watch(),
    stop: () => stopped.abort(),
    check,
    async isListed(user, role) {
      try {
        const roles = await (await lookAt(em))(user);
        return roles !== null && gives(roles, role);
      } catch (error) {
        logger.warn({ err: error, user }, 'the accounts of Enterprise Manager could not be read at a sign-in');
        return undefined;
      }
    },
  };
}
