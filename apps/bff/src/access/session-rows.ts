import type { WallView } from '#route.ts';
import type { BrowserSessionTable } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import { pruneSessions } from './prune-sessions.ts';
import { wallViewOf } from './wall-view.ts';

/** A session as the store has it, with what a wall's link shows. */
export type SessionRow = BrowserSessionTable & { view: WallView | null };

/** Sessions in the store. Each call @throws Refusal `store-unavailable` */
export type SessionRows = {
  read(idHash: string): Promise<SessionRow | null>;
  /** Adds a session and takes away those nobody can use any more. */
  add(row: BrowserSessionTable): Promise<void>;
  remove(idHash: string): Promise<void>;
  /** Notes that a session was used, and its wall link with it. */
  saveSeen(row: Pick<SessionRow, 'id_hash' | 'wall_link_id'>, at: number): Promise<void>;
  saveListed(idHash: string, listed: number): Promise<void>;
  /** People's sessions whose time is not over. */
  ofPeople(): Promise<BrowserSessionTable[]>;
};

export function createSessionRows({ db }: Pick<Store, 'db'>, clock: { now(): number }): SessionRows {
  return {
    read: (idHash) =>
      storeCall(async () => {
        const row = await db
          .selectFrom('browser_sessions')
          .leftJoin('wall_links', 'wall_links.id', 'browser_sessions.wall_link_id')
          .selectAll('browser_sessions')
          .select(['wall_links.servers', 'wall_links.reasons'])
          .where('id_hash', '=', idHash)
          .executeTakeFirst();
        if (row === undefined) return null;
        const { servers, reasons, ...session } = row;
        const view = session.wall_link_id === null ? null : wallViewOf({ servers, reasons: reasons ?? 0 });
        return { ...session, view };
      }),
    add: (row) =>
      storeCall(async () => {
        await pruneSessions(db, clock.now());
        await db.insertInto('browser_sessions').values(row).execute();
      }),
    remove: (idHash) =>
      storeCall(async () => {
        await db.deleteFrom('browser_sessions').where('id_hash', '=', idHash).execute();
      }),
    saveSeen: ({ id_hash, wall_link_id }, at) =>
      storeCall(async () => {
        await db.updateTable('browser_sessions').set({ seen_at: at }).where('id_hash', '=', id_hash).execute();
        if (wall_link_id === null) return;
        await db.updateTable('wall_links').set({ seen_at: at }).where('id', '=', wall_link_id).execute();
      }),
    saveListed: (idHash, listed) =>
      storeCall(async () => {
        await db.updateTable('browser_sessions').set({ listed }).where('id_hash', '=', idHash).execute();
      }),
    ofPeople: () =>
      storeCall(() =>
        db
          .selectFrom('browser_sessions')
          .selectAll()
          .where('role', '!=', 'wall')
          .where('expires_at', '>', clock.now())
          .execute(),
      ),
  };
}
