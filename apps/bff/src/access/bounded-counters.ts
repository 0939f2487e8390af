import { createHash } from 'node:crypto';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Store } from '#store/open-store.ts';

/**
 * The number of counters of one kind: `most` of their own, and a fixed number that all further names share. Existing
 * counters stay exact, and no number of names makes memory or the table grow.
 */
export type CounterRoom = { most: number; shared: number };

export const usualRoom: CounterRoom = { most: 20_000, shared: 1_024 };

/** Which of the shared counters a name falls to. */
export function sharedKey(key: string, { shared }: CounterRoom): string {
  return String(createHash('sha256').update(key).digest().readUInt32BE() % shared);
}

/** Counts tries by key within a window that begins with the first. */
export type Counter = {
  /** Takes one; how long to wait (ms) where none is left, else null. */
  take(key: string): Promise<number | null>;
  giveBack(key: string): Promise<void>;
  /** Gives back all of a key's own; of a shared counter one. */
  forget(key: string): Promise<void>;
};

type CounterOptions = {
  keyPrefix: string;
  points: number;
  windowSeconds: number;
  /** Counts there for all processes; in memory without a pool, or while it does not respond. */
  shared: Pick<Store, 'pool' | 'clock'> | null;
  room?: CounterRoom;
};

function limiterOf({ keyPrefix, points, windowSeconds, shared }: CounterOptions): RateLimiterAbstract {
  const options = { keyPrefix, points, duration: windowSeconds };
  const here = new RateLimiterMemory(options);
  const pool = shared?.pool ?? null;
  if (shared === null || pool === null) return here;
  const table = { tableName: 'sign_in_tries', tableCreated: true, storeType: 'client' };
  const storeClient = byClockOf(shared.clock, pool);
  return new RateLimiterPostgres({ ...options, ...table, storeClient, insuranceLimiter: here });
}

type Query = { text: string; values?: unknown[]; name?: string };

/** Numbers from here on are moments: the library counts no points so far. */
const OLDEST_MOMENT = 1e11;

/**
 * The library reads the clock of the process, and those of several may differ: between it and the database every moment is
 * moved to the clock that all of them share, and back.
 */
function byClockOf(clock: Store['clock'], pool: NonNullable<Store['pool']>) {
  return {
    async query({ values = [], ...rest }: Query) {
      const ahead = clock.now() - Date.now();
      const moved = (value: unknown, shift: number) =>
        typeof value === 'number' && value > OLDEST_MOMENT ? value + shift : value;
      const result = await pool.query({ ...rest, values: values.map((value) => moved(value, ahead)) });
      const rows: unknown[] = result.rows.map((row: { expire?: unknown }) => ({
        ...row,
        expire: moved(row.expire, -ahead),
      }));
      return { rows, rowCount: result.rowCount };
    },
  };
}

export function createCounter(options: CounterOptions): Counter {
  const { windowSeconds, room = usualRoom } = options;
  const limiter = limiterOf(options);
  /** Keys with a counter of their own, and when it ends at the latest; in the order they came. */
  const own = new Map<string, number>();

  function prune(now: number): void {
    for (const [key, until] of own) {
      if (until > now) return;
      own.delete(key);
    }
  }

  function isOwn(key: string): boolean {
    const now = performance.now();
    prune(now);
    if (!own.has(key)) {
      if (own.size >= room.most) return false;
      own.set(key, now + windowSeconds * 1000);
    }
    return true;
  }

  const placeOf = (key: string) => (isOwn(key) ? key : `shared-${sharedKey(key, room)}`);

  return {
    async take(key) {
      try {
        await limiter.consume(placeOf(key));
        return null;
      } catch (error) {
        // The library throws its own result where no try is left.
        if (!(error instanceof RateLimiterRes)) throw error;
        return error.msBeforeNext;
      }
    },
    async giveBack(key) {
      await limiter.reward(placeOf(key));
    },
    async forget(key) {
      await (isOwn(key) ? limiter.delete(key) : limiter.reward(placeOf(key)));
    },
  };
}
