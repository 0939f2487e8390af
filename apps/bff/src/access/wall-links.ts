import { randomUUID } from 'node:crypto';
import type { WallLink, WallLinkRequest } from '@retry-desk/contract';
import type { WallLinkTable } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { keyedHash, newSecret } from './secrets.ts';
import { wallViewOf } from './wall-view.ts';

export type WallLinks = {
  list(): Promise<WallLink[]>;
  /** A new link; its token is in the answer only. */
  make(asked: WallLinkRequest, by: string): Promise<{ link: WallLink; token: string }>;
  /** Ends the link and every wall opened by it. False where there is no such link. */
  revoke(id: string): Promise<boolean>;
  /** A session for the screen that opened the link; null where the link is unknown or revoked. */
  open(token: string): Promise<{ secret: string; link: WallLink } | null>;
};

function present(row: WallLinkTable): WallLink {
  const { servers, reasons } = wallViewOf(row);
  return {
    id: row.id,
    name: row.name,
    createdBy: row.created_by,
    createdAt: new Date(row.created_at).toISOString(),
    lastSeenAt: row.seen_at === null ? null : new Date(row.seen_at).toISOString(),
    servers: servers === null ? null : [...servers],
    reasons,
  };
}

export function createWallLinks(deps: {
  store: Store;
  sessions: BrowserSessions;
  clock: { now(): number };
  key: string;
}): WallLinks {
  const { store, sessions, clock, key } = deps;
  return {
    async list() {
      const rows = await storeCall(() =>
        store.db.selectFrom('wall_links').selectAll().orderBy('created_at', 'desc').execute(),
      );
      return rows.map(present);
    },
    async make({ name, servers, reasons }, by) {
      const token = newSecret();
      const row: WallLinkTable = {
        id: randomUUID(),
        name,
        token_hash: keyedHash(key, 'wall-link', token),
        created_by: by,
        created_at: clock.now(),
        seen_at: null,
        servers: servers ? JSON.stringify([...new Set(servers)].sort()) : null,
        reasons: Number(reasons ?? true),
      };
      await storeCall(() => store.db.insertInto('wall_links').values(row).execute());
      return { link: present(row), token };
    },
    async revoke(id) {
      // Its sessions go with it: the table says so.
      const deleted = await storeCall(() => store.db.deleteFrom('wall_links').where('id', '=', id).executeTakeFirst());
      sessions.forgetLink(id);
      return deleted.numDeletedRows > 0n;
    },
    async open(token) {
      const hash = keyedHash(key, 'wall-link', token);
      const row = await storeCall(() =>
        store.db.selectFrom('wall_links').selectAll().where('token_hash', '=', hash).executeTakeFirst(),
      );
      if (!row) return null;
      const { secret } = await sessions.begin({
        user: row.name,
        role: 'wall',
        source: 'em',
        wall: { linkId: row.id, view: wallViewOf(row) },
      });
      await storeCall(() =>
        store.db.updateTable('wall_links').set({ seen_at: clock.now() }).where('id', '=', row.id).execute(),
      );
      return { secret, link: present(row) };
    },
  };
}
