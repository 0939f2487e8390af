import { randomUUID } from 'node:crypto';
import type { WallLink, WallLinkRequest } from '@retry-desk/contract';
import { iso } from '#iso.ts';
import type { WallLinkTable } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { keyedHash, newSecret } from './secrets.ts';
import { wallViewOf } from './wall-view.ts';

export type WallLinks = {
  list(): Promise<WallLink[]>;
  /** A new link; its token is in the answer only. */
  make(request: WallLinkRequest, createdBy: string): Promise<{ link: WallLink; token: string }>;
  /** Ends the link and every wall opened by it. False where there is no such link. */
  revoke(id: string): Promise<boolean>;
  /**
   * The effect of opening a link on a screen with this wall cookie: begin a session of its only screen, or of one of
   * many, or nothing.
   */
  peek(token: string, wallSecret: string | null): Promise<'unknown' | 'opens-one' | 'opens-many' | 'opens-nothing'>;
  /** Opens a link of one screen that was paired with it; its address is nobody's. */
  openPaired(id: string): Promise<WallOpening>;
  /** Opens a link for a screen, which shows the wall cookie it has. */
  open(token: string, wallSecret: string | null): Promise<WallOpening>;
};

/** The result of opening a link. */
type WallOpening =
  /** The secret is for the screen's cookie. */
  | { kind: 'opened'; secret: string; link: WallLink }
  /** This very screen has it open. */
  | { kind: 'here'; link: WallLink }
  /** It was for one screen, and another one has it. */
  | { kind: 'spent'; link: WallLink }
  /** There is none, or none any more. */
  | { kind: 'unknown' };

function present(row: WallLinkTable): WallLink {
  const { servers, reasons } = wallViewOf(row);
  return {
    id: row.id,
    name: row.name,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
    lastSeenAt: iso(row.seen_at),
    servers: servers === null ? null : [...servers],
    reasons,
    screens: row.screens === 'one' ? 'one' : 'many',
    openedAt: iso(row.opened_at),
  };
}

/** Whether a link can be opened no more. */
function isSpent({ screens, opened_at }: WallLinkTable): boolean {
  return screens === 'one' && opened_at !== null;
}

/** The link a screen has open; null where its cookie is none any more. */
async function linkOf(
  { store, sessions }: { store: Store; sessions: BrowserSessions },
  wallSecret: string,
): Promise<string | null> {
  const known = await sessions.find(wallSecret, false);
  if (known === null) return null;
  const row = await storeCall(() =>
    store.db
      .selectFrom('browser_sessions')
      .select('wall_link_id')
      .where('id_hash', '=', known.caller.sessionId)
      .executeTakeFirst(),
  );
  return row?.wall_link_id ?? null;
}

function findByHash(store: Store, hash: string): Promise<WallLinkTable | undefined> {
  return storeCall(() =>
    store.db.selectFrom('wall_links').selectAll().where('token_hash', '=', hash).executeTakeFirst(),
  );
}

/** Writes down that a screen was opened. False where another one was faster and there is room for one. */
async function noteOpened(store: Store, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await storeCall(() =>
    store.db
      .updateTable('wall_links')
      .set(({ fn, val }) => ({ opened_at: fn.coalesce('opened_at', val(now)), seen_at: now }))
      .where('id', '=', id)
      .where(({ or, eb }) => or([eb('screens', '=', 'many'), eb('opened_at', 'is', null)]))
      .executeTakeFirst(),
  );
  return numUpdatedRows > 0n;
}

export function createWallLinks(deps: {
  store: Store;
  sessions: BrowserSessions;
  clock: { now(): number };
  key: string;
}): WallLinks {
  const { store, sessions, clock, key } = deps;

  const find = (token: string) => findByHash(store, keyedHash(key, 'wall-link', token));

  /** Whether the screen with this cookie has this link open. */
  async function isHere({ id }: WallLinkTable, wallSecret: string | null): Promise<boolean> {
    return wallSecret !== null && (await linkOf({ store, sessions }, wallSecret)) === id;
  }

  /** A session first, then the mark: whatever fails in between, the link can still be opened. */
  async function openFor(row: WallLinkTable): Promise<WallOpening> {
    const { secret, known } = await sessions.begin({
      user: row.name,
      person: `wall ${row.id}`,
      role: 'wall',
      source: 'em',
      wall: { linkId: row.id, view: wallViewOf(row) },
    });
    const link = present(row);
    if (await noteOpened(store, row.id, clock.now())) return { kind: 'opened', secret, link };
    await sessions.revoke(known.caller.sessionId);
    return { kind: 'spent', link };
  }

  return {
    async list() {
      const rows = await storeCall(() =>
        store.db.selectFrom('wall_links').selectAll().orderBy('created_at', 'desc').execute(),
      );
      return rows.map(present);
    },
    async make({ name, servers, reasons, screens }, createdBy) {
      const token = newSecret();
      const row: WallLinkTable = {
        id: randomUUID(),
        name,
        token_hash: keyedHash(key, 'wall-link', token),
        created_by: createdBy,
        created_at: clock.now(),
        seen_at: null,
        servers: servers ? JSON.stringify([...new Set(servers)].sort()) : null,
        reasons: Number(reasons ?? true),
        screens: screens ?? 'one',
        opened_at: null,
      };
      await storeCall(() => store.db.insertInto('wall_links').values(row).execute());
      return { link: present(row), token };
    },
    async revoke(id) {
      // The table deletes its sessions with it.
      const deleted = await storeCall(() => store.db.deleteFrom('wall_links').where('id', '=', id).executeTakeFirst());
      sessions.forgetLink(id);
      return deleted.numDeletedRows > 0n;
    },
    async peek(token, wallSecret) {
      const row = await find(token);
      if (row === undefined) return 'unknown';
      if (isSpent(row) || (await isHere(row, wallSecret))) return 'opens-nothing';
      return row.screens === 'one' ? 'opens-one' : 'opens-many';
    },
    async openPaired(id) {
      const row = await storeCall(() =>
        store.db.selectFrom('wall_links').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      if (row === undefined) return { kind: 'unknown' };
      return isSpent(row) ? { kind: 'spent', link: present(row) } : openFor(row);
    },
    async open(token, wallSecret) {
      const row = await find(token);
      if (row === undefined) return { kind: 'unknown' };
      if (await isHere(row, wallSecret)) return { kind: 'here', link: present(row) };
      return isSpent(row) ? { kind: 'spent', link: present(row) } : openFor(row);
    },
  };
}
