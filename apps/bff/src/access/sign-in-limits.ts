import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '#route.ts';

/** Failed sign-ins allowed in fifteen minutes: of one account from one address, and from one address in all. */
const perAccount = 5;
const perAddress = 30;
const windowSeconds = 15 * 60;

export type SignInLimits = {
  /**
   * Takes one try before the password is checked, so that many at once are no way around the limit.
   * @throws Refusal `sign-in-limited` with the seconds to wait.
   */
  take(account: string, address: string): Promise<void>;
  /** The try was no failure: it is given back, and with `forgive` so are the account's earlier ones. */
  giveBack(account: string, address: string, forgive: 'forgive' | 'keep'): Promise<void>;
};

/** One person's name however it is written: `TECH\anna`, `anna@tech.local` and `Anna` share their tries. */
function personOf(account: string): string {
  const name = account.normalize('NFKC').trim().toLowerCase();
  return name.split('\\').at(-1)?.split('@')[0] ?? name;
}

/** Counts failed sign-ins in this process. */
export function createSignInLimits(): SignInLimits {
  const accounts = new RateLimiterMemory({ keyPrefix: 'account', points: perAccount, duration: windowSeconds });
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', points: perAddress, duration: windowSeconds });

  function keyOf(account: string, address: string): string {
    return `${personOf(account)}\n${address}`;
  }

  async function takeOf(limiter: RateLimiterMemory, key: string): Promise<void> {
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
      await takeOf(accounts, keyOf(account, address));
      await takeOf(addresses, address);
    },
    async giveBack(account, address, forgive) {
      const key = keyOf(account, address);
      await (forgive === 'forgive' ? accounts.delete(key) : accounts.reward(key));
      await addresses.reward(address);
    },
  };
}
