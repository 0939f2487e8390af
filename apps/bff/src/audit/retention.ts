import { setTimeout as pause } from 'node:timers/promises';
import { chainNames } from '#store/chain-tables.ts';
import type { Store } from '#store/open-store.ts';
import { NotAsWrittenError, removeOldEntries } from '#store/remove-old-entries.ts';
import type { Removed } from '#store/removed-entry.ts';
import type { Logger } from '#telemetry/logger.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A start has more urgent things to do. */
const FIRST_MS = 60_000;
const EVERY_MS = DAY_MS;
/** Between two steps others write. */
const PAUSE_MS = 200;

export type RetentionDeps = {
  store: Pick<Store, 'db' | 'journal'>;
  clock: { now(): number };
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** RETAIN_DAYS. */
  days: number;
  /** Whether this process does it for all. */
  reads: () => boolean;
  firstMs?: number;
  everyMs?: number;
};

export type Retention = { start(): void /** Waits for a step that is under way. */; stop(): Promise<void> };

/** Removes what is older than RETAIN_DAYS, step by step, as one process for all. */
export function createRetention(deps: RetentionDeps): Retention {
  const { firstMs = FIRST_MS, everyMs = EVERY_MS } = deps;
  const ending = new AbortController();
  const { signal } = ending;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    for (let wait = firstMs; ; wait = everyMs) {
      await pause(wait, undefined, { signal, ref: false });
      if (deps.reads()) await removeOld(deps, signal);
    }
  }

  return {
    start() {
      running = run().catch(() => undefined);
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
}

/** Removes all that is too old now; what fails is logged, and tried again the next time. */
export async function removeOld({ store, clock, logger, days }: RetentionDeps, signal: AbortSignal): Promise<void> {
  const before = clock.now() - days * DAY_MS;
  try {
    const ends = await store.journal.readHeads();
    for (const chain of chainNames) {
      let removed: Removed | null = null;
      for (;;) {
        const step = await removeOldEntries(store, chain, { before, upTo: ends[chain].seq, days, now: clock.now() });
        if (step === null) break;
        removed = step;
        await pause(PAUSE_MS, undefined, { signal, ref: false });
      }
      if (removed === null) continue;
      const { rows, through } = removed;
      logger.info(
        { event: 'journal.removed-by-age', chain, rows, through: through.seq, days },
        'old parts of the journal were removed',
      );
    }
    await store.db.deleteFrom('acknowledgements').where('ended_at', '<', before).execute();
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof NotAsWrittenError)
      logger.error(
        { event: 'journal.not-removed', err: error },
        'old parts of the journal stay: they are not as they were written',
      );
    else logger.warn({ event: 'journal.removal-failed', err: error }, 'old parts of the journal could not be removed');
  }
}
