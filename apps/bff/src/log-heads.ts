import { atMost } from './at-most.ts';
import { type Heads, headText } from './store/chain.ts';
import { chainNames } from './store/chain-tables.ts';
import type { Store } from './store/open-store.ts';
import type { Logger } from './telemetry/logger.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A store that hangs is not waited for: the heads known to this process are good, too. */
const READ_MS = 1_000;

/** Writes the heads of the chains into the log, where a collector stores them out of reach of the database's owner. */
export type HeadLog = {
  /** Now, and every day from now on. */
  start(): Promise<void>;
  /** Once more. */
  stop(): Promise<void>;
};

export function createHeadLog(store: Store, logger: Logger): HeadLog {
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    let heads: Heads = store.journal.heads();
    // Other processes may have written since.
    const read = store.journal.readHeads().then((newer) => {
      heads = newer;
    });
    await atMost(
      READ_MS,
      read.catch((error) =>
        logger.warn(
          { event: 'journal.heads-unreadable', err: error },
          'the heads of the journal chains could not be read',
        ),
      ),
    );
    const texts = chainNames.map((chain) => headText(chain, heads[chain]));
    logger.info({ event: 'journal.heads', heads: texts }, 'heads of the journal chains');
  }

  return {
    async start() {
      for (const begun of store.begun) logBegun(logger, begun);
      await write();
      timer = setInterval(() => void write(), DAY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}

function logBegun(logger: Logger, { chain, cause, rows, before }: Store['begun'][number]): void {
  if (cause === 'older-store')
    logger.info({ event: 'journal.sealed', chain, rows }, 'the existing journal is sealed as it is now');
  if (cause === 'other-secret')
    logger.error(
      { event: 'journal.other-secret', chain, rows, head: headText(chain, before) },
      'SESSION_SECRET is not the one this journal was sealed with: the chain begins anew, and earlier changes can no longer ' +
        'be found; if nobody has changed the secret, somebody has changed the journal',
    );
}
