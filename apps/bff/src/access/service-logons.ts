import { type LogonTries, type LogonTry, MOST_LOGON_TRIES, type NoTryLeft } from '@retry-desk/em-client';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import type { Logger } from '#telemetry/logger.ts';
import { keyedHash } from './secrets.ts';

/** The tries of the service account's password, and whether they are used up. */
export type ServiceLogons = LogonTries & {
  /**
   * Whether this password was refused so often that no process tries it again; false where the store does not respond.
   */
  isUsedUp(password: string): Promise<boolean>;
};

type ServiceLogonsDeps = {
  store: Pick<Store, 'db'>;
  clock: { now(): number };
  /** From SESSION_SECRET: the stored form of a password is useless without it. */
  key: string;
  username: string;
  /** After so long a directory counts anew: a try without a known end is free again then. */
  windowMs: number;
  logger: Pick<Logger, 'error' | 'warn'>;
};

const PREFIX = 'service:';
const slots = Array.from({ length: MOST_LOGON_TRIES }, (_, slot) => slot + 1);

/** A row for each try of a password: without an end it was refused, with one it is under way, or its process has died. */
function createRows({ store: { db }, clock, windowMs }: Pick<ServiceLogonsDeps, 'store' | 'clock' | 'windowMs'>) {
  return {
    async take(row: string): Promise<boolean> {
      const now = clock.now();
      // Taken before the clock was set back: nobody waits longer than a window for that.
      await db
        .updateTable('sign_in_tries')
        .set({ expire: now + windowMs })
        .where('key', '=', row)
        .where('expire', '>', now + windowMs)
        .execute();
      const taken = await db
        .insertInto('sign_in_tries')
        .values({ key: row, points: 1, expire: now + windowMs })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ expire: now + windowMs })
            .where('sign_in_tries.expire', '<=', now),
        )
        .executeTakeFirstOrThrow();
      return (taken.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async refuse(row: string): Promise<void> {
      await db
        .insertInto('sign_in_tries')
        .values({ key: row, points: 1, expire: null })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ expire: null }))
        .execute();
    },
    async ends(name: string): Promise<(number | null)[]> {
      const rows = slots.map((slot) => name + slot);
      const found = await db.selectFrom('sign_in_tries').select('expire').where('key', 'in', rows).execute();
      return found.map(({ expire }) => expire);
    },
    async free(rows: readonly string[]): Promise<void> {
      await db.deleteFrom('sign_in_tries').where('key', 'in', rows).execute();
    },
  };
}

/**
 * Counts the tries of the service account's password in the store, for all processes and across restarts: three in all,
 * then none until the password changes. While the store does not respond, a password that has logged on in this process
 * needs no try: polling must not stop with the store.
 */
export function createServiceLogons(deps: ServiceLogonsDeps): ServiceLogons {
  const { clock, key, username, logger } = deps;
  const rows = createRows(deps);
  let proven: { name: string; refusals: number } | null = null;
  let warnedOf: string | null = null;

  const nameOf = (password: string) => `${PREFIX}${keyedHash(key, 'service-password', `${username}\n${password}`)}:`;

  /**
   * A result that cannot be stored errs on the safe side: a try that was not given back is free again after the window.
   */
  function note(write: () => Promise<void>): Promise<void> {
    return write().catch((error) =>
      logger.warn({ event: 'em.logon-not-stored', err: error }, 'the result of a logon could not be stored'),
    );
  }

  function attempt(name: string, row: string | null): LogonTry {
    return {
      kind: 'taken',
      async accepted() {
        proven = { name, refusals: 0 };
        await note(() => rows.free(slots.map((slot) => name + slot)));
      },
      async refused() {
        if (proven?.name === name) proven.refusals += 1;
        await note(async () => {
          await rows.refuse(row ?? name + slots.at(-1));
          await none(name);
        });
      },
      async unjudged() {
        if (row !== null) await note(() => rows.free([row]));
      },
    };
  }

  async function none(name: string): Promise<NoTryLeft> {
    const ends = await rows.ends(name);
    const last = Math.max(0, ...ends.map((end) => (end === null ? 0 : end - clock.now())));
    if (ends.filter((end) => end === null).length < MOST_LOGON_TRIES) return { kind: 'busy', forMs: last };
    if (warnedOf !== name) {
      warnedOf = name;
      logger.error(
        { event: 'em.password-refused' },
        `Enterprise Manager has refused the password of EM_USERNAME ${MOST_LOGON_TRIES} times: it is not tried again, so that the account is not locked. Put the right one into the file of EM_PASSWORD_FILE, which is read again by itself, or into EM_PASSWORD and restart`,
      );
    }
    return { kind: 'used-up' };
  }

  async function take(name: string): Promise<LogonTry | NoTryLeft> {
    for (const slot of slots) if (await rows.take(name + slot)) return attempt(name, name + slot);
    return none(name);
  }

  return {
    async take(password) {
      const name = nameOf(password);
      try {
        return await storeCall(() => take(name));
      } catch (error) {
        if (proven?.name !== name || proven.refusals >= MOST_LOGON_TRIES) throw error;
        return attempt(name, null);
      }
    },
    async isUsedUp(password) {
      const ends = await rows.ends(nameOf(password)).catch(() => []);
      return ends.length === MOST_LOGON_TRIES && ends.every((end) => end === null);
    },
  };
}

/** Forgets the tries of every password: the account was unlocked, and the password it has is the right one. Returns how many. */
export async function forgetServiceLogons({ db }: Pick<Store, 'db'>): Promise<number> {
  const gone = await db.deleteFrom('sign_in_tries').where('key', 'like', `${PREFIX}%`).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
