import { randomUUID } from 'node:crypto';
import type { ApiToken, ApiTokenRequest, Role } from '@retry-desk/contract';
import type { Transaction } from 'kysely';
import { iso } from '#iso.ts';
import { personOfRow } from '#person.ts';
import type { KnownCaller } from '#route.ts';
import type { ApiTokenTable } from '#store/access-tables.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import { storeCall } from '#store/store-error.ts';
import { createRowCache, notLonger } from './row-cache.ts';
import { keyedHash, newSecret } from './secrets.ts';

export type ApiTokens = {
  /** All tokens that have not expired, newest first. */
  list(): Promise<ApiToken[]>;
  /** When the first of them ends, milliseconds; null where there is none. @throws where the store is away */
  nextEndsAt(): Promise<number | null>;
  /** A new token; its secret is in the answer only. */
  make(request: ApiTokenRequest, owner: TokenOwner): Promise<{ token: ApiToken; secret: string }>;
  /**
   * A new secret for a token of the same name and role, from now on in the name of this owner; the old one is refused at once.
   * Null where there is no such token.
   */
  renew(id: string, days: number, owner: TokenOwner): Promise<{ token: ApiToken; secret: string } | null>;
  /** The token that was taken away; null where there is none. */
  revoke(id: string): Promise<ApiToken | null>;
  /** The script behind an Authorization header; null where the header is no valid token of ours. */
  find(authorization: string): Promise<KnownCaller | null>;
  /** The role of a token as the store has it now; null where it is gone or has expired. */
  roleNow(trx: Transaction<Database>, sessionId: string): Promise<Role | null>;
  /** Tokens whose makers came by an account of Enterprise Manager. */
  ofAccounts(): Promise<ApiTokenTable[]>;
  /** Notes whether Enterprise Manager lists the maker of a token by name. */
  noteListed(id: string, listed: boolean): Promise<void>;
};

/** The owner of a new API token, and the origin of their role. */
export type TokenOwner = { user: string; person: string } & Pick<ApiTokenTable, 'source' | 'listed'>;

/** Tokens begin with this, so that scanners of repositories recognise a leaked one. */
const PREFIX = 'rdesk_';
/** How callers by token are named where sessions are: no hash of a session has a colon. */
const NAMED = 'token:';
const DAY_MS = 24 * 60 * 60_000;
/** How often the last use of an API token is stored. */
const SEEN_EVERY_MS = 60_000;

/** Whether a caller's session is a token. */
export function isTokenId(sessionId: string): boolean {
  return sessionId.startsWith(NAMED);
}

/** The secret in `Bearer …`; null for another scheme. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +([\w.~+/=-]{1,300})$/i.exec(authorization ?? '')?.[1] ?? null;
}

function present(row: ApiTokenTable): ApiToken {
  return {
    id: row.id,
    name: row.name,
    user: row.user_name,
    role: row.role === 'operator' ? 'operator' : 'viewer',
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    lastSeenAt: iso(row.seen_at),
  };
}

function newRow(request: ApiTokenRequest, owner: TokenOwner, hash: string, now: number): ApiTokenTable {
  const { name, role, days } = request;
  const { user, person, source, listed } = owner;
  return {
    id: randomUUID(),
    name,
    token_hash: hash,
    user_name: user,
    person,
    source,
    listed,
    role,
    created_at: now,
    seen_at: null,
    expires_at: now + days * DAY_MS,
  };
}

/**
 * API tokens of scripts. Each use reads the store where it responds: a revoked token is refused at once by every
 * process.
 */
export function createApiTokens(deps: { store: Store; clock: { now(): number }; key: string }): ApiTokens {
  const { store, clock, key } = deps;
  const cache = createRowCache<ApiTokenTable>(clock);

  async function touch(row: ApiTokenTable): Promise<void> {
    const now = clock.now();
    // The clock may have been set back since.
    if (row.seen_at !== null && Math.abs(now - row.seen_at) < SEEN_EVERY_MS) return;
    // With a store that does not take it the next use does not try again at once.
    row.seen_at = now;
    const update = store.db.updateTable('api_tokens').set({ seen_at: now }).where('id', '=', row.id).execute();
    // Scripts can still read while the store cannot be written.
    await notLonger(update);
  }

  return {
    async list() {
      const rows = await storeCall(() =>
        store.db
          .selectFrom('api_tokens')
          .selectAll()
          .where('expires_at', '>', clock.now())
          .orderBy('created_at', 'desc')
          .execute(),
      );
      return rows.map(present);
    },
    async nextEndsAt() {
      const valid = store.db.selectFrom('api_tokens').where('expires_at', '>', clock.now());
      const first = await valid.select(({ fn }) => fn.min('expires_at').as('at')).executeTakeFirst();
      return first?.at ? Number(first.at) : null;
    },
    async make(request, owner) {
      const secret = PREFIX + newSecret();
      const now = clock.now();
      const row = newRow(request, owner, keyedHash(key, 'api-token', secret), now);
      await storeCall(async () => {
        await store.db.deleteFrom('api_tokens').where('expires_at', '<', now).execute();
        await store.db.insertInto('api_tokens').values(row).execute();
      });
      return { token: present(row), secret };
    },
    async renew(id, days, { user, person, source, listed }) {
      const secret = PREFIX + newSecret();
      const now = clock.now();
      const token_hash = keyedHash(key, 'api-token', secret);
      const times = { created_at: now, seen_at: null, expires_at: now + days * DAY_MS };
      const row = await storeCall(() =>
        store.db
          .updateTable('api_tokens')
          .set({ token_hash, user_name: user, person, source, listed, ...times })
          .where('id', '=', id)
          .where('expires_at', '>', now)
          .returningAll()
          .executeTakeFirst(),
      ).finally(() => cache.forget((token) => token.id === id));
      return row === undefined ? null : { token: present(row), secret };
    },
    async revoke(id) {
      const row = await storeCall(() =>
        store.db.deleteFrom('api_tokens').where('id', '=', id).returningAll().executeTakeFirst(),
      ).finally(() => cache.forget((token) => token.id === id));
      return row === undefined ? null : present(row);
    },
    async find(authorization) {
      const secret = bearerOf(authorization);
      if (!secret?.startsWith(PREFIX)) return null;
      const hash = keyedHash(key, 'api-token', secret);
      const row = await cache.read(hash, () =>
        storeCall(async () => {
          const found = store.db.selectFrom('api_tokens').selectAll().where('token_hash', '=', hash);
          return (await found.executeTakeFirst()) ?? null;
        }),
      );
      if (row === null || row.expires_at <= clock.now()) return null;
      await touch(row);
      const { role } = present(row);
      return {
        caller: {
          sessionId: NAMED + row.id,
          user: row.user_name,
          person: personOfRow(row),
          role,
          via: 'script',
          wall: null,
        },
        csrfToken: null,
        expiresAt: row.expires_at,
      };
    },
    async roleNow(trx, sessionId) {
      const id = sessionId.slice(NAMED.length);
      const row = await trx.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined || row.expires_at <= clock.now() ? null : present(row).role;
    },
    ofAccounts: () =>
      storeCall(() =>
        store.db
          .selectFrom('api_tokens')
          .selectAll()
          .where('source', '=', 'em')
          .where('expires_at', '>', clock.now())
          .execute(),
      ),
    async noteListed(id, listed) {
      const set = { listed: Number(listed) };
      await storeCall(() => store.db.updateTable('api_tokens').set(set).where('id', '=', id).execute());
    },
  };
}
