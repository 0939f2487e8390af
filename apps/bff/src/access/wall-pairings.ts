import { randomUUID } from 'node:crypto';
import type { WallCode, WallLink, WallPairing, WallPairingConfirmation } from '@retry-desk/contract';
import { iso } from '#iso.ts';
import type { WallPairingTable } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import { keyedHash } from './secrets.ts';
import { newScreenCode, readScreenCode, type ScreenCode } from './wall-code.ts';
import type { WallLinks } from './wall-links.ts';

/** The answer to a screen that asks whether it may open. */
type ScreenAnswer = { state: 'waiting' | 'typed' | 'over' } | { state: 'opened'; cookieSecret: string; link: WallLink };

/** The operator who pairs a screen: displayed name and person. */
type Operator = { user: string; person: string };

/** Wall links that are opened by a code on the screen. Each call but `show` @throws Refusal `store-unavailable` */
export type WallPairings = {
  /** A code for a screen to show; its secret is in the answer only. */
  show(): WallCode;
  /** Whether the screen with this secret may open; `opened` once, with the secret for its cookie. */
  open(secret: string, address: string): Promise<ScreenAnswer>;
  /** Waits for the screen that shows a code. */
  find(code: string, operator: Operator): Promise<WallPairing>;
  /** One of this person's; null where there is none, or none any more. */
  peek(id: string, operator: Operator): Promise<WallPairing | null>;
  /** Makes the link of the screen that was found; null where there is no screen to confirm, or no more. */
  confirm(
    id: string,
    request: WallPairingConfirmation,
    operator: Operator,
  ): Promise<{ link: WallLink; address: string } | null>;
};

/** Time for the screen to appear and for the operator to check it; and again for the screen to open. */
const pairingMs = 3 * 60_000;

function present({ id, expires_at, screen_address, screen_since }: WallPairingTable): WallPairing {
  const isThere = screen_address !== null && screen_since !== null;
  return {
    id,
    expiresAt: iso(Number(expires_at)),
    screen: isThere ? { address: screen_address, since: iso(Number(screen_since)) } : null,
  };
}

type Db = Store['db'];

/** The newest of an operator's that was typed while the screen showed the code. */
function typedFor(db: Db, codeHash: string, until: number, now: number): Promise<WallPairingTable | undefined> {
  return storeCall(() =>
    db
      .selectFrom('wall_pairings')
      .selectAll()
      .where('code_hash', '=', codeHash)
      .where('expires_at', '>', now)
      .where('created_at', '<=', until)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
}

/** The first screen that shows the code is the one that is paired, and no other opens with it. */
async function pairScreen(db: Db, id: string, { screenHash, since }: ScreenCode, address: string): Promise<boolean> {
  const { numUpdatedRows } = await storeCall(() =>
    db
      .updateTable('wall_pairings')
      .set({ screen_hash: screenHash, screen_address: address, screen_since: since })
      .where('id', '=', id)
      .where('screen_hash', 'is', null)
      .executeTakeFirst(),
  );
  return numUpdatedRows > 0n;
}

function pairingOf(db: Db, id: string, { person }: Operator, now: number): Promise<WallPairingTable | undefined> {
  return storeCall(() =>
    db
      .selectFrom('wall_pairings')
      .selectAll()
      .where('id', '=', id)
      .where('person', '=', person)
      .where('expires_at', '>', now)
      .executeTakeFirst(),
  );
}

export function createWallPairings(deps: {
  store: Pick<Store, 'db'>;
  links: WallLinks;
  clock: { now(): number };
  key: string;
}): WallPairings {
  const { store, links, clock, key } = deps;
  const { db } = store;
  const hashOf = (code: string) => keyedHash(key, 'wall-code', code);

  return {
    show() {
      const { secret, code, until } = newScreenCode(key, clock.now());
      return { secret, code, expiresAt: iso(until) };
    },
    async open(secret, address) {
      const screen = readScreenCode(key, secret);
      const now = clock.now();
      // Every attempt that it held up has ended by then, twice over.
      if (screen === null || now > screen.until + 3 * pairingMs) return { state: 'over' };
      const row = await typedFor(db, hashOf(screen.code), screen.until, now);
      if (row === undefined) return { state: now < screen.until ? 'waiting' : 'over' };
      if (row.screen_hash === null)
        return { state: (await pairScreen(db, row.id, screen, address)) ? 'typed' : 'waiting' };
      if (row.screen_hash !== screen.screenHash) return { state: now < screen.until ? 'waiting' : 'over' };
      if (row.wall_link_id === null) return { state: 'typed' };
      // The link is of one screen: of many questions at once one opens it.
      const opening = await links.openPaired(row.wall_link_id);
      return opening.kind === 'opened'
        ? { state: 'opened', cookieSecret: opening.secret, link: opening.link }
        : { state: 'over' };
    },
    async find(code, { person }) {
      const now = clock.now();
      const row: WallPairingTable = {
        id: randomUUID(),
        code_hash: hashOf(code),
        person,
        created_at: now,
        expires_at: now + pairingMs,
        screen_hash: null,
        screen_address: null,
        screen_since: null,
        wall_link_id: null,
      };
      await storeCall(async () => {
        await db.deleteFrom('wall_pairings').where('expires_at', '<=', now).execute();
        await db.insertInto('wall_pairings').values(row).execute();
      });
      return present(row);
    },
    async peek(id, operator) {
      const row = await pairingOf(db, id, operator, clock.now());
      return row === undefined ? null : present(row);
    },
    async confirm(id, request, operator) {
      const row = await pairingOf(db, id, operator, clock.now());
      if (row === undefined || row.screen_address === null || row.wall_link_id !== null) return null;
      const { link } = await links.make({ ...request, screens: 'one' }, operator.user);
      const { numUpdatedRows } = await storeCall(() =>
        db
          .updateTable('wall_pairings')
          .set({ wall_link_id: link.id, expires_at: clock.now() + pairingMs })
          .where('id', '=', id)
          .where('wall_link_id', 'is', null)
          .where('expires_at', '>', clock.now())
          .executeTakeFirst(),
      );
      if (numUpdatedRows > 0n) return { link, address: row.screen_address };
      // Somebody was faster, or its time is over: nobody has the address of this link.
      await links.revoke(link.id);
      return null;
    },
  };
}
