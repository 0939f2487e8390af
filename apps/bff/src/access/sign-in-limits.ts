import { createHash } from 'node:crypto';
import { Refusal } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import { personOfAccount } from './account-name.ts';
import { addressBlock } from './address-block.ts';
import { type Counter, type CounterRoom, createCounter, sharedKey, usualRoom } from './bounded-counters.ts';

/** Failed sign-ins within the window: of one account from one address, and from one address in all. */
const perAccount = 5;
const perAddress = 30;
/** Sign-ins of any outcome within the window, from one address and of one account: each makes logons and a session. */
const triesPerAddress = 300;
const triesPerAccount = 60;
const windowSeconds = 15 * 60;
/** Tries that remain for a person elsewhere before the directory locks the account. */
const SPARE_TRIES = 2;

/** The share of an account's tries that is reserved for browsers on which it has signed in before. */
const reservedOf = (most: number) => Math.min(most - 1, Math.ceil(most / 3));

/** When the directory locks an account: after so many wrong passwords, counted anew after so long without one. */
export type DirectoryLockout = { threshold: number; windowMs: number };

export type SignInLimits = {
  /**
   * Takes one try before the password is checked, so that many at once are no way around the limit. `isKnown`: it comes
   * from a browser on which the account has signed in before; nobody else can use up what those have.
   * @throws Refusal `sign-in-limited` with the seconds to wait.
   */
  take(account: string, address: string, isKnown?: boolean): Promise<void>;
  /**
   * The try was no failure: it is given back, and with `forgive` so are the account's earlier ones from this address. Those
   * that count against the directory's own lock are not forgiven: others may be on their way.
   */
  giveBack(account: string, address: string, forgive: 'forgive' | 'keep', isKnown?: boolean): Promise<void>;
  /**
   * Takes one try of a return from the provider. Counted apart: failures there block no other way of signing in.
   * @throws Refusal `sign-in-limited`
   */
  takeReturn(address: string): Promise<void>;
  /** A return from the provider involves no guess. */
  giveReturnBack(address: string): Promise<void>;
};

function limited(waitMs: number): Refusal {
  return new Refusal('sign-in-limited', 'Too many failed sign-ins; wait before the next one.', {
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}

/**
 * Tries of one account from anywhere, in the store: taken before Enterprise Manager is asked, in one statement, so that
 * any number of processes stays within the limit together. The window begins anew with each try, as in a directory.
 */
function createAccountBound(
  { db }: Pick<Store, 'db'>,
  clock: { now(): number },
  lockout: DirectoryLockout,
  room: CounterRoom,
) {
  const most = lockout.threshold - SPARE_TRIES;

  /** The counter of a person: their own while there is room for it, else one they share. */
  async function counterOf(person: string): Promise<string> {
    const own = `directory:${person}`;
    const known = await db.selectFrom('sign_in_tries').select('key').where('key', '=', own).executeTakeFirst();
    if (known !== undefined) return own;
    const all = db.selectFrom('sign_in_tries').where('key', 'like', 'directory:%');
    const { count } = await all.select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow();
    return Number(count) < room.most ? own : `directory:shared-${sharedKey(person, room)}`;
  }

  return {
    take: (person: string, isKnown: boolean) =>
      storeCall(async () => {
        const mostOfThese = isKnown ? most : most - reservedOf(most);
        const now = clock.now();
        await db.deleteFrom('sign_in_tries').where('key', 'like', 'directory:%').where('expire', '<=', now).execute();
        // Counted before the clock was set back: nobody waits longer than a window for that.
        await db
          .updateTable('sign_in_tries')
          .set({ expire: now + lockout.windowMs })
          .where('key', 'like', 'directory:%')
          .where('expire', '>', now + lockout.windowMs)
          .execute();
        const key = await counterOf(person);
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('sign_in_tries')
          .values({ key, points: 1, expire: now + lockout.windowMs })
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet((eb) => ({ points: eb('sign_in_tries.points', '+', 1), expire: now + lockout.windowMs }))
              .where('sign_in_tries.points', '<', mostOfThese),
          )
          .executeTakeFirstOrThrow();
        if ((numInsertedOrUpdatedRows ?? 0n) > 0n) return;
        const row = await db.selectFrom('sign_in_tries').select('expire').where('key', '=', key).executeTakeFirst();
        throw limited(Math.max(Number(row?.expire ?? now) - now, 1_000));
      }),
    giveBack: (person: string) =>
      storeCall(async () => {
        const key = await counterOf(person);
        await db
          .updateTable('sign_in_tries')
          .set((eb) => ({ points: eb('points', '-', 1) }))
          .where('key', '=', key)
          .where('points', '>', 0)
          .execute();
      }),
  };
}

/** Counts sign-ins of all processes. */
export function createSignInLimits(
  store: Pick<Store, 'pool' | 'db'>,
  clock: { now(): number },
  lockout: DirectoryLockout,
  room: CounterRoom = usualRoom,
): SignInLimits {
  const limiter = (keyPrefix: string, points: number) =>
    createCounter({ keyPrefix, points, windowSeconds, shared: { pool: store.pool, clock }, room });
  const accounts = limiter('account', perAccount);
  const addresses = limiter('address', perAddress);
  const returns = limiter('return', perAddress);
  const triesOfAddress = limiter('tries-address', triesPerAddress);
  const triesOfAccount = limiter('tries-account', triesPerAccount);
  const bound = createAccountBound(store, clock, lockout, room);
  const boundKey = (account: string) => keyOf(personOfAccount(account));

  /** Fixed length, and no list of names for a reader of the store. */
  function keyOf(...parts: string[]): string {
    return createHash('sha256').update(parts.join('\n')).digest('base64url');
  }

  /**
   * The part of an address that counts as one client: known browsers behind it count apart, so that strangers there do
   * not use up their tries.
   */
  function placeOf(address: string, isKnown: boolean): string {
    return isKnown ? `${addressBlock(address)} known` : addressBlock(address);
  }

  async function takeOf(counter: Counter, key: string): Promise<void> {
    const waitMs = await counter.take(key);
    if (waitMs !== null) throw limited(waitMs);
  }

  return {
    // Addresses first: one that waits makes no counters of names, and takes no try from anybody.
    async take(account, address, isKnown = false) {
      const place = placeOf(address, isKnown);
      const person = personOfAccount(account);
      await takeOf(triesOfAddress, keyOf(place));
      await takeOf(addresses, keyOf(place));
      await takeOf(accounts, keyOf(person, place));
      await takeOf(triesOfAccount, isKnown ? keyOf(person, 'known') : keyOf(person));
      await bound.take(boundKey(account), isKnown);
    },
    async takeReturn(address) {
      await takeOf(returns, keyOf(addressBlock(address)));
    },
    async giveReturnBack(address) {
      await returns.giveBack(keyOf(addressBlock(address)));
    },
    async giveBack(account, address, forgive, isKnown = false) {
      const place = placeOf(address, isKnown);
      const key = keyOf(personOfAccount(account), place);
      await (forgive === 'forgive' ? accounts.forget(key) : accounts.giveBack(key));
      await addresses.giveBack(keyOf(place));
      await bound.giveBack(boundKey(account));
    },
  };
}
