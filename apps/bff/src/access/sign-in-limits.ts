import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '#route.ts';

/** Failed sign-ins allowed in fifteen minutes: of one account from one address, and from one address in all. */
const perAccount = 5;
const perAddress = 30;
const windowSeconds = 15 * 60;

export type SignInLimits = {
  /** @throws Refusal `sign-in-limited` with the seconds to wait. */
  refuseWhenSpent(account: string, address: string): Promise<void>;
  failed(account: string, address: string): Promise<void>;
  succeeded(account: string, address: string): Promise<void>;
};

/** Counts failed sign-ins in this process. */
export function createSignInLimits(): SignInLimits {
  const accounts = new RateLimiterMemory({ keyPrefix: 'account', points: perAccount, duration: windowSeconds });
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', points: perAddress, duration: windowSeconds });

  function keyOf(account: string, address: string): string {
    return `${account.toLowerCase()}\n${address}`;
  }

  async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (error) {
      // The library throws its own result where the points are spent: this failure has been counted already.
      if (!(error instanceof RateLimiterRes)) throw error;
    }
  }

  return {
    async refuseWhenSpent(account, address) {
      const states = await Promise.all([accounts.get(keyOf(account, address)), addresses.get(address)]);
      const spent = states.filter((state) => state !== null && state.remainingPoints <= 0);
      if (spent.length === 0) return;
      const retryAfterSeconds = Math.ceil(Math.max(...spent.map((state) => state?.msBeforeNext ?? 0)) / 1000);
      throw new Refusal('sign-in-limited', 'Too many failed sign-ins; wait before the next one.', {
        retryAfterSeconds,
      });
    },
    async failed(account, address) {
      await Promise.all([spend(accounts, keyOf(account, address)), spend(addresses, address)]);
    },
    async succeeded(account, address) {
      await accounts.delete(keyOf(account, address));
    },
  };
}
