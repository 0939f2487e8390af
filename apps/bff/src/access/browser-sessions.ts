import type { Role } from '@retry-desk/contract';
import type { Transaction } from 'kysely';
import type { Caller, KnownCaller, WallView } from '#route.ts';
import type { BrowserSessionTable, Source } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import { storeCall } from '#store/store-error.ts';
import { keyedHash, newSecret, seal, unseal } from './secrets.ts';
import { sessionLimits } from './session-limits.ts';
import { wallViewOf } from './wall-view.ts';

/** Who begins a session, and how they came in. */
type NewSession = {
  user: string;
  role: Role;
  source: Source;
  /** Of a wall: its link, and what that shows. */
  wall?: { linkId: string; view: WallView };
  /** Whether Enterprise Manager lists the account by name; undefined where nobody has looked. */
  listed?: boolean | undefined;
  /** The provider's word on who this is, needed to sign out there as well. */
  idToken?: string | undefined;
};

export type BrowserSessions = {
  /** A new session; the secret goes into the cookie and is not kept. */
  begin(who: NewSession): Promise<{ secret: string; known: KnownCaller }>;
  /** The session behind a cookie's secret; null where there is none, or none any more. */
  find(secret: string): Promise<KnownCaller | null>;
  /** The same from memory alone, at once; null where that does not know, which says nothing of the session. */
  recall(secret: string): Caller | null;
  /** A session of this process's callers again, with its token; null where it has ended meanwhile. */
  describe(sessionId: string): Promise<KnownCaller | null>;
  /** The role of a session as the store has it now, read in a transaction of the caller's; null where it has ended. */
  roleNow(trx: Transaction<Database>, sessionId: string): Promise<Role | null>;
  end(sessionId: string): Promise<void>;
  /** The provider's word on who this is; null where the session has none. */
  idTokenOf(sessionId: string): Promise<string | null>;
  /** How the person of a session came in. */
  sourceOf(sessionId: string): Promise<Source>;
  /** Notes whether Enterprise Manager lists the account of a session by name. */
  noteListed(sessionId: string, listed: boolean): Promise<void>;
  /** People's sessions that have not ended, last seen first. Walls are listed by their links. */
  list(): Promise<BrowserSessionTable[]>;
  /** Forgets what is remembered of a link's sessions, which the store has deleted with it. */
  forgetLink(wallLinkId: string): void;
};

/** How often the store is told that a session is still in use. */
const seenEveryMs = 60_000;
/** Sessions remembered; the store knows the rest. */
const mostRemembered = 5_000;
/** With several processes another one may have ended a session: look again after this time. */
const sharedForMs = 1_000;

type Row = BrowserSessionTable & { view: WallView | null };
type Remembered = { row: Row; caller: Caller; readAt: number; savedSeenAt: number };

// The column holds what `begin` wrote: a role.
function roleOf({ role }: Pick<BrowserSessionTable, 'role'>): Role {
  return role as Role;
}

function callerOf(row: Row): Caller {
  return { sessionId: row.id_hash, user: row.user_name, role: roleOf(row), by: 'browser', wall: row.view };
}

/** When a session ends unless it is used, or in any case. */
function expiryOf(row: BrowserSessionTable): number {
  return Math.min(row.expires_at, row.seen_at + sessionLimits[roleOf(row)].idleMs);
}

export function createBrowserSessions(deps: { store: Store; clock: { now(): number }; key: string }): BrowserSessions {
  const { store, clock, key } = deps;
  const remembered = new Map<string, Remembered>();

  function present(row: BrowserSessionTable & { view?: WallView | null }): KnownCaller {
    return {
      caller: callerOf({ ...row, view: row.view ?? null }),
      csrfToken: keyedHash(key, 'csrf', row.id_hash),
      expiresAt: expiryOf(row),
    };
  }

  function remember(row: Row, now: number): Remembered {
    if (remembered.size >= mostRemembered) {
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
    }
    const entry = { row, caller: callerOf(row), readAt: now, savedSeenAt: row.seen_at };
    remembered.set(row.id_hash, entry);
    return entry;
  }

  /** Young enough to be true: of several processes another one may have ended it since. */
  function fresh(idHash: string, now: number): Remembered | null {
    const entry = remembered.get(idHash);
    return entry && (store.kind === 'sqlite' || now - entry.readAt < sharedForMs) ? entry : null;
  }

  async function read(idHash: string, now: number): Promise<Remembered | null> {
    const entry = fresh(idHash, now);
    if (entry) return entry;
    const row = await storeCall(() =>
      store.db
        .selectFrom('browser_sessions')
        .leftJoin('wall_links', 'wall_links.id', 'browser_sessions.wall_link_id')
        .selectAll('browser_sessions')
        .select(['wall_links.servers', 'wall_links.reasons'])
        .where('id_hash', '=', idHash)
        .executeTakeFirst(),
    );
    if (!row) {
      remembered.delete(idHash);
      return null;
    }
    const { servers, reasons, ...session } = row;
    const view = session.wall_link_id === null ? null : wallViewOf({ servers, reasons: reasons ?? 0 });
    return remember({ ...session, view }, now);
  }

  async function saveSeen({ row }: Remembered, now: number): Promise<void> {
    const { id_hash, wall_link_id } = row;
    await store.db.updateTable('browser_sessions').set({ seen_at: now }).where('id_hash', '=', id_hash).execute();
    if (wall_link_id === null) return;
    await store.db.updateTable('wall_links').set({ seen_at: now }).where('id', '=', wall_link_id).execute();
  }

  /** Every request counts as use, polling too: what ends a board left open is the absolute limit. */
  async function touch(entry: Remembered, now: number): Promise<void> {
    entry.row = { ...entry.row, seen_at: now };
    if (now - entry.savedSeenAt < seenEveryMs) return;
    entry.savedSeenAt = now;
    // A store that cannot be written must not keep people from reading; the next minute tries again.
    await saveSeen(entry, now).catch(() => undefined);
  }

  async function end(idHash: string): Promise<void> {
    remembered.delete(idHash);
    await storeCall(() => store.db.deleteFrom('browser_sessions').where('id_hash', '=', idHash).execute());
  }

  return {
    async begin({ user, role, source, wall, listed, idToken }) {
      const now = clock.now();
      const secret = newSecret();
      const row: BrowserSessionTable = {
        id_hash: keyedHash(key, 'session', secret),
        user_name: user,
        role,
        source,
        listed: listed === undefined ? null : Number(listed),
        sealed_id_token: idToken === undefined ? null : seal(key, 'id-token', idToken),
        wall_link_id: wall?.linkId ?? null,
        created_at: now,
        seen_at: now,
        expires_at: now + sessionLimits[role].absoluteMs,
      };
      await storeCall(async () => {
        await store.db.deleteFrom('browser_sessions').where('expires_at', '<', now).execute();
        await store.db.insertInto('browser_sessions').values(row).execute();
      });
      const entry = remember({ ...row, view: wall?.view ?? null }, now);
      return { secret, known: present(entry.row) };
    },
    async find(secret) {
      const now = clock.now();
      const entry = await read(keyedHash(key, 'session', secret), now);
      if (!entry) return null;
      if (now >= present(entry.row).expiresAt) {
        await end(entry.row.id_hash);
        return null;
      }
      await touch(entry, now);
      return present(entry.row);
    },
    recall(secret) {
      const now = clock.now();
      const entry = fresh(keyedHash(key, 'session', secret), now);
      if (entry === null || now >= expiryOf(entry.row)) return null;
      void touch(entry, now);
      return entry.caller;
    },
    async describe(sessionId) {
      const entry = await read(sessionId, clock.now());
      return entry && present(entry.row);
    },
    async roleNow(trx, sessionId) {
      const row = await trx
        .selectFrom('browser_sessions')
        .selectAll()
        .where('id_hash', '=', sessionId)
        .executeTakeFirst();
      if (row === undefined || row.expires_at <= clock.now()) return null;
      return present(row).caller.role;
    },
    end,
    async idTokenOf(sessionId) {
      const sealed = (await read(sessionId, clock.now()))?.row.sealed_id_token ?? null;
      return sealed === null ? null : unseal(key, 'id-token', sealed);
    },
    async sourceOf(sessionId) {
      const row = (await read(sessionId, clock.now()))?.row;
      return row?.source === 'oidc' ? 'oidc' : 'em';
    },
    async noteListed(sessionId, listed) {
      const set = { listed: Number(listed) };
      await storeCall(() =>
        store.db.updateTable('browser_sessions').set(set).where('id_hash', '=', sessionId).execute(),
      );
      const entry = remembered.get(sessionId);
      if (entry) entry.row = { ...entry.row, ...set };
    },
    async list() {
      const now = clock.now();
      const rows = await storeCall(() =>
        store.db
          .selectFrom('browser_sessions')
          .selectAll()
          .where('role', '!=', 'wall')
          .where('expires_at', '>', now)
          .execute(),
      );
      // The store learns of use once a minute; what this process knows is younger.
      const fresh = rows.map((row) => remembered.get(row.id_hash)?.row ?? row);
      return fresh.filter((row) => present(row).expiresAt > now).sort((a, b) => b.seen_at - a.seen_at);
    },
    forgetLink(wallLinkId) {
      for (const [idHash, { row }] of remembered) if (row.wall_link_id === wallLinkId) remembered.delete(idHash);
    },
  };
}
