import { setTimeout as pause } from 'node:timers/promises';
import { tokenWarningDays } from '@retry-desk/contract';
import type { Logger } from '#telemetry/logger.ts';
import type { ApiTokens } from './api-tokens.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A start has more urgent things to do. */
const FIRST_MS = 60_000;

export type TokenWatchDeps = {
  tokens: Pick<ApiTokens, 'list'>;
  clock: { now(): number };
  logger: Pick<Logger, 'warn'>;
  /** Whether this process does it for all. */
  isPoller: () => boolean;
  firstMs?: number;
};

export type TokenWatch = { start(): void; stop(): void };

/** Warns once a day of each API token that ends soon: a script would stop without notice. */
export function createTokenWatch({ tokens, clock, logger, isPoller, firstMs = FIRST_MS }: TokenWatchDeps): TokenWatch {
  const ending = new AbortController();
  const { signal } = ending;

  async function warn(): Promise<void> {
    for (const { name, user, expiresAt } of await tokens.list()) {
      const days = Math.floor((Date.parse(expiresAt) - clock.now()) / DAY_MS);
      if (days >= tokenWarningDays) continue;
      logger.warn(
        { event: 'access.token-ends-soon', name, user, expiresAt, days },
        'an API token ends soon: renew it in Settings, or revoke it where no script needs it',
      );
    }
  }

  async function run(): Promise<void> {
    for (let wait = firstMs; ; wait = DAY_MS) {
      await pause(wait, undefined, { signal, ref: false });
      // Where the store is away that is in the log, and tomorrow is soon enough.
      if (isPoller()) await warn().catch(() => undefined);
    }
  }

  return { start: () => void run().catch(() => undefined), stop: () => ending.abort() };
}
