import { setTimeout as pause } from 'node:timers/promises';
import { EmError, type EnterpriseManager, type Guid, type UnreadableElement } from '@retry-desk/em-client';
import { elapsedMs, type Moment, momentOf } from '#elapsed.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { BrowserSessions } from './browser-sessions.ts';

export type RoleWatchDeps = {
  em: Pick<EnterpriseManager, 'accounts' | 'rolesOfAccount'>;
  sessions: Pick<BrowserSessions, 'list' | 'revoke' | 'noteListed'>;
  tokens: Pick<ApiTokens, 'ofAccounts' | 'revoke' | 'noteListed'>;
  clock: { now(): number };
  audit: Audit;
  logger: Logger;
  /** Whether this process polls Enterprise Manager, of several on one store. */
  isPoller: () => boolean;
};

export type RoleWatch = {
  start(): void;
  stop(): void;
  /** Whether Enterprise Manager lists the account by name with this role; undefined where it does not answer. */
  isListed(user: string, role: string): Promise<boolean | undefined>;
  /**
   * Checks all roles once, and revokes sessions and tokens without a valid role.
   * @throws where an account could not be checked
   */
  check(): Promise<void>;
};

/** Less than docs/security.md promises, as the answer takes its time, too. */
const EVERY_MS = 10 * 60_000;
/** After a check that failed, at all or in part. */
const AGAIN_MS = 60_000;
const TICK_MS = 1_000;
/**
 * How long an operator's role stays valid that could not be checked although Enterprise Manager answers. A person can
 * sign in again; a revoked API token is gone for good, so it gets more time.
 */
const UNCONFIRMED_MS = { session: 15 * 60_000, token: 2 * 60 * 60_000 };
const ADMINISTRATOR = 'portal administrator';

/** Roles by the account's name in lower case; null for one that is not listed by name. */
type RolesOf = (user: string) => Promise<readonly string[] | null>;

/** A session or an API token, with the role its owner had when it was made. */
type Begun = {
  kind: keyof typeof UNCONFIRMED_MS;
  id: string;
  what: string;
  /** Whether it may do what an operator may. */
  acts: boolean;
  user: string;
  role: string;
  /** Whether the list gave them that role; null before the first check. */
  listed: number | null;
  noteListed(listed: boolean): Promise<void>;
  end(): Promise<unknown>;
};

/** Enterprise Manager has answered, but the roles of this account are unreadable. */
class RoleUnread extends Error {}

/** Whether Enterprise Manager has answered: then its silence is no reason to take an old role for the present one. */
function isAnswer(error: unknown): boolean {
  if (error instanceof RoleUnread) return true;
  return error instanceof EmError && !error.isSilence;
}

/** Whether the roles listed are what makes an operator, or a viewer and no more. */
function gives(roles: readonly string[], role: string): boolean {
  const administrator = roles.some((name) => name.toLowerCase() === ADMINISTRATOR);
  return role === 'operator' ? administrator : roles.length > 0 && !administrator;
}

/** Reads the list once; the roles of each account are requested once. */
async function readRoles(em: RoleWatchDeps['em']): Promise<RolesOf> {
  const unread: UnreadableElement[] = [];
  const accounts = await em.accounts((element) => unread.push(element));
  const ids = new Map(accounts.map(({ id, name }) => [name.toLowerCase(), id]));
  const mayBe = (user: string) => unread.find(({ name }) => name === null || name.toLowerCase() === user.toLowerCase());
  const rolesById = new Map<Guid, Promise<string[]>>();
  return async (user) => {
    const id = ids.get(user.toLowerCase());
    const unreadable = id === undefined ? mayBe(user) : undefined;
    // An account that may be among the unreadable elements does not count as unlisted.
    if (unreadable !== undefined) throw new RoleUnread(`the list of accounts: ${unreadable.why}`);
    if (id === undefined) return null;
    const roles = rolesById.get(id) ?? em.rolesOfAccount(id);
    rolesById.set(id, roles);
    return roles;
  };
}

/** Sessions and API tokens of those who came by an account of Enterprise Manager. */
async function begunByAccounts({ sessions, tokens }: RoleWatchDeps): Promise<Begun[]> {
  const people = (await sessions.list()).filter(({ source }) => source === 'em');
  const made = await tokens.ofAccounts();
  return [
    ...people.map(({ id_hash, user_name: user, role, listed }) => ({
      kind: 'session' as const,
      id: id_hash,
      what: 'session',
      acts: role === 'operator',
      user,
      role,
      listed,
      noteListed: (now: boolean) => sessions.noteListed(id_hash, now),
      end: () => sessions.revoke(id_hash),
    })),
    // A token is worth what its maker is, whatever it may do itself: only operators make tokens.
    ...made.map(({ id, name, user_name: user, role, listed }) => ({
      kind: 'token' as const,
      id,
      what: `API token ${name}`,
      acts: role === 'operator',
      user,
      role: 'operator',
      listed,
      noteListed: (now: boolean) => tokens.noteListed(id, now),
      end: () => tokens.revoke(id),
    })),
  ];
}

/** Whether the list of accounts gives this role by name; undefined where it cannot be read. */
async function isListedNow(
  em: RoleWatchDeps['em'],
  user: string,
  role: string,
  logger: Logger,
): Promise<boolean | undefined> {
  try {
    const roles = await (await readRoles(em))(user);
    return roles !== null && gives(roles, role);
  } catch (error) {
    logger.warn(
      { event: 'access.accounts-unreadable', err: error, user },
      'the accounts of Enterprise Manager could not be read at a sign-in',
    );
    return undefined;
  }
}

/** Ends a session or token whose role is lost or in doubt, logs that it has ended, and writes down why. */
async function revoke(begun: Begun, why: string, log: () => void, audit: Audit): Promise<void> {
  const { what, user, role } = begun;
  await begun.end();
  log();
  await audit({ kind: 'role-lost', user, subject: user, detail: `${what}: was ${role}; ${why}` });
}

/**
 * Checks now and then, through the service account's session, whether people still have the roles they signed in with.
 */
export function createRoleWatch(deps: RoleWatchDeps): RoleWatch {
  const { em, clock, audit, logger } = deps;
  const stopped = new AbortController();
  /** When the role of each session and API token was last checked, or first seen. */
  const confirmedAt = new Map<string, number>();
  const outage = new OutageLine(clock);
  /** Of the accounts whose roles cannot be read. */
  const outages = new Map<string, OutageLine>();

  /** Revokes what could not be checked for too long, if it can do more than read and its role comes from the list. */
  async function doubt(begun: Begun, error: unknown): Promise<void> {
    const { kind, id, what, acts, user, role, listed } = begun;
    const now = clock.now();
    const since = confirmedAt.get(id) ?? now;
    confirmedAt.set(id, since);
    if (!acts || listed === 0 || !isAnswer(error) || now - since < UNCONFIRMED_MS[kind]) return;
    const minutes = Math.round((now - since) / 60_000);
    const log = () =>
      logger.warn(
        { event: 'access.role-unconfirmed', user, role, what, err: error },
        'a role could not be confirmed for too long: its sessions and tokens are revoked',
      );
    await revoke(begun, `Enterprise Manager answers, but has not shown the role for ${minutes} minutes`, log, audit);
  }

  async function judge(begun: Begun, rolesOf: RolesOf): Promise<void> {
    const { what, user, role, listed } = begun;
    const roles = await rolesOf(user);
    confirmedAt.set(begun.id, clock.now());
    const fits = roles !== null && gives(roles, role);
    // A role that came from a group at sign-in does not depend on the list, until the list gives the same role.
    if (fits || listed === 0 || (listed === null && roles === null)) {
      if (listed !== Number(fits)) await begun.noteListed(fits);
      return;
    }
    const now = roles === null ? 'is not listed any more' : `has ${roles.join(', ') || 'no role'} now`;
    const log = () =>
      logger.warn(
        { event: 'access.role-lost', user, role, what },
        'a role has changed in Enterprise Manager: its sessions and tokens are revoked',
      );
    await revoke(begun, now, log, audit);
  }

  async function check(): Promise<void> {
    const all = await begunByAccounts(deps);
    if (all.length === 0) return;
    const known = new Set(all.map(({ id }) => id));
    for (const id of confirmedAt.keys()) if (!known.has(id)) confirmedAt.delete(id);
    const rolesOf = await readRoles(em).catch(async (error: unknown) => {
      for (const begun of all) await doubt(begun, error);
      throw error;
    });
    const unknown = new Set<string>();
    for (const begun of all) {
      await judge(begun, rolesOf).catch(async (error: unknown) => {
        unknown.add(begun.user);
        const own = outages.get(begun.user) ?? new OutageLine(clock);
        outages.set(begun.user, own);
        if (own.isDue())
          logger.warn(
            { event: 'access.role-check-failed', err: error, user: begun.user },
            'the roles of an account could not be checked',
          );
        await doubt(begun, error);
      });
    }
    for (const user of outages.keys()) if (!unknown.has(user)) outages.delete(user);
    if (unknown.size > 0) throw new Error(`not looked at: ${[...unknown].join(', ')}`);
  }

  /** Time to the next check (ms). */
  async function checkAndPlan(): Promise<number> {
    try {
      await check();
      if (outage.end()) logger.info({ event: 'access.role-checks-again' }, 'roles are checked again');
      return EVERY_MS;
    } catch (error) {
      if (outage.isDue())
        logger.warn(
          { event: 'access.role-checks-failed', err: error },
          'roles could not be checked; they are tried again every minute',
        );
      return AGAIN_MS;
    }
  }

  async function watch(): Promise<void> {
    // At once at the start, and as soon as the leader lease comes from another process, whose last check may be long
    // ago.
    let last: { ended: Moment; waitMs: number } | null = null;
    while (!stopped.signal.aborted) {
      if (!deps.isPoller()) last = null;
      else if (last === null || elapsedMs(last.ended, clock) >= last.waitMs) {
        const waitMs = await checkAndPlan();
        last = { ended: momentOf(clock), waitMs };
      }
      await pause(TICK_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    start: () => void watch(),
    stop: () => stopped.abort(),
    check,
    isListed: (user, role) => isListedNow(em, user, role, logger),
  };
}
