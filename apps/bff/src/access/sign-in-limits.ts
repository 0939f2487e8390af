import { createHash } from 'node:crypto';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { Refusal } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { addressBlock } from './address-block.ts';

/**
 * Failed sign-ins allowed in fifteen minutes: of one account from one address, from one address in all, and of one
 * account from anywhere. The last is wide: whoever wants to lock somebody out has to come from many addresses.
 */
const perAccount = 5;
const perAddress = 30;
const perAccountAnywhere = 25;
const windowSeconds = 15 * 60;

export type SignInLimits = {
  /**
   * Takes one try before the password is checked, so that many at once are no way around the limit.
   * @throws Refusal `sign-in-limited` with the seconds to wait.
   */
  take(account: string, address: string): Promise<void>;
  /** The try was no failure: it is given back, and with `forgive` so are the account's earlier ones. */
  giveBack(account: string, address: string, forgive: 'forgive' | 'keep'): Promise<void>;
  /**
   * Takes one try of coming back from the provider. Counted apart: what goes wrong there closes no other way in.
   * @throws Refusal `sign-in-limited`
   */
  takeReturn(address: string): Promise<void>;
  /** Whoever came back had nothing to guess. */
  giveReturnBack(address: string): Promise<void>;
};

/** One person's name however it is written: `TECH\anna`, `anna@tech.local` and `Anna` share their tries. */
function personOf(account: string): string {
  const name = account.normalize('NFKC').trim().toLowerCase();
  return name.split('\\').at(-1)?.split('@')[0] ?? name;
}

/** Counts in the shared store where there is one, in memory where there is none or it does not answer. */
function limiterOf({ pool }: Pick<Store, 'pool'>, keyPrefix: string, points: number): RateLimiterAbstract {
  const options = { keyPrefix, points, duration: windowSeconds };
  const here = new RateLimiterMemory(options);
  if (pool === null) return here;
  const table = { tableName: 'sign_in_tries', tableCreated: true };
  return new RateLimiterPostgres({ ...options, ...table, storeClient: pool, insuranceLimiter: here });
}

/** Counts failed sign-ins of all processes. */
export function createSignInLimits(store: Pick<Store, 'pool'>): SignInLimits {
  const accounts = limiterOf(store, 'account', perAccount);
  const addresses = limiterOf(store, 'address', perAddress);
  const returns = limiterOf(store, 'return', perAddress);
  const anywhere = limiterOf(store, 'anywhere', perAccountAnywhere);

  /** Of one length, and no list of names for whoever reads the store. */
  function keyOf(...parts: string[]): string {
    return createHash('sha256').update(parts.join('\n')).digest('base64url');
  }

  async function takeOf(limiter: RateLimiterAbstract, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (error) {
      // The library throws its own result where no try is left.
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new Refusal('sign-in-limited', 'Too many failed sign-ins; wait before the next one.', {
        retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000),
      });
    }
  }

  return {
    async take(account, address) {
      const block = addressBlock(address);
      await takeOf(accounts, keyOf(personOf(account), block));
      await takeOf(addresses, keyOf(block));
      await takeOf(anywhere, keyOf(personOf(account)));
    },
    async takeReturn(address) {
      await takeOf(returns, keyOf(addressBlock(address)));
    },
    async giveReturnBack(address) {
      await returns.reward(keyOf(addressBlock(address)));
    },
    async giveBack(account, address, forgive) {
      const block = addressBlock(address);
      const key = keyOf(personOf(account), block);
      await (forgive === 'forgive' ? accounts.delete(key) : accounts.reward(key));
      await addresses.reward(keyOf(block));
      await anywhere.reward(keyOf(personOf(account)));
    },
  };
}
