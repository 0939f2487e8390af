import type { Role } from '@retry-desk/contract';
import type { Transaction } from 'kysely';
import { personOfRow } from '#person.ts';
import type { Caller, KnownCaller, WallView } from '#route.ts';
import type { BrowserSessionTable, Source } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import { createRowCache, notLonger } from './row-cache.ts';
import { keyedHash, newSecret, seal, unseal } from './secrets.ts';
import { sessionLimits } from './session-limits.ts';
import { createSessionRows, type SessionRow } from './session-rows.ts';

/** A new session: the person and the way they signed in. */
type NewSession = {
  user: string;
  person: string;
  role: Role;
  source: Source;
  /** Of a wall: its link, and what that shows. */
  wall?: { linkId: string; view: WallView };
  /** Whether Enterprise Manager lists the account by name; undefined where this is not known. */
  listed?: boolean | undefined;
  /** The provider's word on who this is, needed to sign out there as well. */
  idToken?: string | undefined;
};

export type BrowserSessions = {
  /** A new session; the secret goes into the cookie and is not stored. */
  begin(session: NewSession): Promise<{ secret: string; known: KnownCaller }>;
  /**
   * The session behind a cookie's secret; null where there is none. `unattended`: a request that the page made by
   * itself, which does not count as use of a person's session.
   */
  find(secret: string, unattended: boolean): Promise<KnownCaller | null>;
  /**
   * The same by its id, from memory alone, at once; null where memory does not hold it, which proves nothing about the
   * session.
   */
  recall(sessionId: string, unattended: boolean): Caller | null;
  /** A session of this process's callers again, with its token; null where it has ended meanwhile. */
  describe(sessionId: string): Promise<KnownCaller | null>;
  /** The role of a session as the store has it now, read in a transaction of the caller's; null where it has ended. */
  roleNow(trx: Transaction<Database>, sessionId: string): Promise<Role | null>;
  revoke(sessionId: string): Promise<void>;
  /** The provider's word on who this is; null where the session has none. */
  idTokenOf(sessionId: string): Promise<string | null>;
  /** How the person of a session came in, and whether Enterprise Manager lists them; null where it has ended meanwhile. */
  originOf(sessionId: string): Promise<Pick<BrowserSessionTable, 'source' | 'listed'> | null>;
  /** Notes whether Enterprise Manager lists the account of a session by name. */
  noteListed(sessionId: string, listed: boolean): Promise<void>;
  /** People's sessions that have not ended, last seen first. Walls are listed by their links. */
  list(): Promise<BrowserSessionTable[]>;
  /** Forgets what is remembered of a link's sessions, which the store has deleted with it. */
  forgetLink(wallLinkId: string): void;
};

/** How often the last use of a session is stored. */
const seenEveryMs = 60_000;
/** How long what is remembered goes without asking: of several processes another one may have ended the session. */
const recalledMs = { sqlite: Number.POSITIVE_INFINITY, postgres: 1_000 };

type Remembered = { row: SessionRow; caller: Caller; savedSeenAt: number };

// The column holds what `begin` wrote: a role.
function roleOf({ role }: Pick<BrowserSessionTable, 'role'>): Role {
  return role as Role;
}

function callerOf(row: SessionRow): Caller {
  return {
    sessionId: row.id_hash,
    user: row.user_name,
    person: personOfRow(row),
    role: roleOf(row),
    via: 'browser',
    wall: row.view,
  };
}

/** When a session ends unless it is used, or in any case. */
function expiryOf(row: BrowserSessionTable): number {
  return Math.min(row.expires_at, row.seen_at + sessionLimits[roleOf(row)].idleMs);
}

function newRow(begun: NewSession, idHash: string, now: number, key: string): BrowserSessionTable {
  const { user, person, role, source, wall, listed, idToken } = begun;
  return {
    id_hash: idHash,
    user_name: user,
    person,
    role,
    source,
    listed: listed === undefined ? null : Number(listed),
    sealed_id_token: idToken === undefined ? null : seal(key, 'id-token', idToken),
    wall_link_id: wall?.linkId ?? null,
    created_at: now,
    seen_at: now,
    expires_at: now + sessionLimits[role].absoluteMs,
  };
}

export function createBrowserSessions(deps: { store: Store; clock: { now(): number }; key: string }): BrowserSessions {
  const { store, clock, key } = deps;
  const rows = createSessionRows(store, clock);
  const cache = createRowCache<Remembered>(clock);

  function present({ row, caller }: Remembered): KnownCaller {
    return { caller, csrfToken: keyedHash(key, 'csrf', row.id_hash), expiresAt: expiryOf(row) };
  }

  function recalled(idHash: string): Remembered | null {
    return cache.get(idHash, recalledMs[store.kind]);
  }

  function read(idHash: string): Promise<Remembered | null> {
    return cache.read(idHash, async () => {
      const row = await rows.read(idHash);
      if (row === null) return null;
      // The store learns of use once a minute; this process may have seen a later one.
      const seen_at = Math.max(row.seen_at, cache.get(idHash, Number.POSITIVE_INFINITY)?.row.seen_at ?? 0);
      return { row: { ...row, seen_at }, caller: callerOf(row), savedSeenAt: row.seen_at };
    });
  }

  /** A wall is in use while it is displayed, with nobody touching it; a person's page only while somebody is there. */
  function touch(entry: Remembered, unattended: boolean): Promise<void> | undefined {
    if (unattended && entry.caller.wall === null) return;
    const now = clock.now();
    entry.row.seen_at = now;
    // The clock may have been set back since.
    if (Math.abs(now - entry.savedSeenAt) < seenEveryMs) return;
    entry.savedSeenAt = now;
    // People can still read while the store cannot be written; the next minute tries again.
    return notLonger(rows.saveSeen(entry.row, now));
  }

  async function revoke(idHash: string): Promise<void> {
    // Whether or not the store has confirmed it: a revoked session must not live on in memory.
    await rows.remove(idHash).finally(() => cache.forget((_, id) => id === idHash));
  }

  return {
    async begin(begun) {
      const now = clock.now();
      const secret = newSecret();
      const row = newRow(begun, keyedHash(key, 'session', secret), now, key);
      await rows.add(row);
      const known = { ...row, view: begun.wall?.view ?? null };
      const entry = { row: known, caller: callerOf(known), savedSeenAt: now };
      cache.put(row.id_hash, entry);
      return { secret, known: present(entry) };
    },
    async find(secret, unattended) {
      const idHash = keyedHash(key, 'session', secret);
      // A process alone ends sessions itself; of several another one may have ended this one just now.
      const entry = (store.kind === 'sqlite' ? recalled(idHash) : null) ?? (await read(idHash));
      if (entry === null) return null;
      if (clock.now() >= expiryOf(entry.row)) {
        // Only to tidy up: the session has expired whatever the store answers.
        await revoke(idHash).catch(() => undefined);
        return null;
      }
      await touch(entry, unattended);
      return present(entry);
    },
    recall(sessionId, unattended) {
      const entry = recalled(sessionId);
      if (entry === null || clock.now() >= expiryOf(entry.row)) return null;
      void touch(entry, unattended);
      return entry.caller;
    },
    async describe(sessionId) {
      const entry = recalled(sessionId) ?? (await read(sessionId));
      return entry && present(entry);
    },
    async roleNow(trx, sessionId) {
      const row = await trx
        .selectFrom('browser_sessions')
        .selectAll()
        .where('id_hash', '=', sessionId)
        .executeTakeFirst();
      return row === undefined || row.expires_at <= clock.now() ? null : roleOf(row);
    },
    revoke,
    async idTokenOf(sessionId) {
      const sealed = (await rows.read(sessionId))?.sealed_id_token ?? null;
      return sealed === null ? null : unseal(key, 'id-token', sealed);
    },
    originOf: (sessionId) => rows.read(sessionId),
    noteListed: (sessionId, listed) => rows.saveListed(sessionId, Number(listed)),
    async list() {
      const known = (await rows.ofPeople()).map((row) => {
        const seen = cache.get(row.id_hash, Number.POSITIVE_INFINITY)?.row.seen_at ?? 0;
        return { ...row, seen_at: Math.max(row.seen_at, seen) };
      });
      return known.filter((row) => expiryOf(row) > clock.now()).sort((a, b) => b.seen_at - a.seen_at);
    },
    forgetLink: (wallLinkId) => cache.forget(({ row }) => row.wall_link_id === wallLinkId),
  };
}
