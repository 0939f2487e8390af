import { setTimeout as pause } from 'node:timers/promises';
import type { EnterpriseManager, Guid } from '@retry-desk/em-client';
import type { BrowserSessionTable } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { BrowserSessions } from './browser-sessions.ts';

export type RoleWatchDeps = {
  em: Pick<EnterpriseManager, 'accounts' | 'rolesOfAccount'>;
  store: Store;
  sessions: Pick<BrowserSessions, 'list' | 'end' | 'noteListed'>;
  tokens: Pick<ApiTokens, 'revoke'>;
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
  /** Looks once at everybody's roles, and ends what has no right to go on. */
  check(): Promise<void>;
};

/** Issue and documents say 15 minutes at most; the answer takes its time, too. */
const EVERY_MS = 10 * 60_000;
const ADMINISTRATOR = 'portal administrator';

/** Roles by the account's name in lower case; null for one that is not listed by name. */
type RolesOf = (user: string) => Promise<readonly string[] | null>;

/** Whether the roles listed are what makes an operator, or a viewer and no more. */
function gives(roles: readonly string[], role: string): boolean {
  const administrator = roles.some((name) => name.toLowerCase() === ADMINISTRATOR);
  return role === 'operator' ? administrator : roles.length > 0 && !administrator;
}

/** Looks now and then, through the held session, whether people still have the roles they came in with. */
export function createRoleWatch(deps: RoleWatchDeps): RoleWatch {
  const { em, store, sessions, tokens, audit, logger } = deps;
  const stopped = new AbortController();

  /** One look at the list; each account's roles are asked for once. */
  async function look(): Promise<RolesOf> {
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

  async function checkSession(row: BrowserSessionTable, rolesOf: RolesOf): Promise<void> {
    const roles = await rolesOf(row.user_name);
    const fits = roles !== null && gives(roles, row.role);
    // Whose role came from a group when they signed in is none of the list's business.
    if (fits || row.listed === 0 || (row.listed === null && roles === null)) {
      if (row.listed === null) await sessions.noteListed(row.id_hash, fits);
      return;
    }
    await sessions.end(row.id_hash);
    await lost(row.user_name, row.role, roles);
  }

  async function lost(user: string, role: string, roles: readonly string[] | null): Promise<void> {
    const now = roles === null ? 'is not listed any more' : `has ${roles.join(', ') || 'no role'} now`;
    logger.warn({ user, role }, 'a role has changed in Enterprise Manager: what was begun with it is ended');
    await audit({ kind: 'role-lost', user, subject: user, detail: `was ${role}; ${now}` });
  }

  /** A key is worth what its maker is: one that makers could not make any more is revoked. */
  async function checkTokens(rolesOf: RolesOf): Promise<void> {
    const rows = await storeCall(() =>
      store.db.selectFrom('api_tokens').selectAll().where('source', '=', 'em').execute(),
    );
    for (const row of rows) {
      const roles = await rolesOf(row.user_name);
      if (roles === null || gives(roles, 'operator')) continue;
      await tokens.revoke(row.id);
      await lost(row.user_name, 'operator', roles);
    }
  }

  async function check(): Promise<void> {
    const people = (await sessions.list()).filter(({ source }) => source === 'em');
    const rolesOf = await look();
    for (const row of people) await checkSession(row, rolesOf);
    await checkTokens(rolesOf);
  }

  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      await pause(EVERY_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
      if (stopped.signal.aborted || !deps.asks()) continue;
      await check().catch((error) => logger.warn({ err: error }, 'roles could not be looked at again'));
    }
  }

  return {
    start: () => void watch(),
    stop: () => stopped.abort(),
    check,
    async isListed(user, role) {
      try {
        const roles = await (await look())(user);
        return roles !== null && gives(roles, role);
      } catch (error) {
        logger.warn({ err: error, user }, 'the accounts of Enterprise Manager could not be read at a sign-in');
        return undefined;
      }
    },
  };
}
