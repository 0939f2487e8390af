import { type Change, readChanges } from '#mirror/change.ts';
import type { ChangeLog } from '#store/change-log.ts';
import type { LeaderLease } from '#store/leader-lease.ts';

/** More runs, jobs and machine results than this waiting for a store that cannot be written: the others shall begin anew. */
export const MOST_WAITING = 20_000;

/** Unknown kinds of changes that are named in the log. */
const MOST_WARNED = 20;

/** The leader polls Enterprise Manager and publishes the changes; the followers receive them. */
export type ChangeFeed = {
  /** Whether this process polls Enterprise Manager now: it holds the leader lease, or the holder cannot be known. */
  reads(): boolean;
  /** Queues a change for the followers. */
  publish(change: Change): void;
  /** Sends the queue. Never rejects: changes that could not be sent stay queued. */
  flush(): Promise<void>;
  /** The changes published since the last call; null where some were missed and everything has to be read anew. */
  receive(): Promise<Change[] | null>;
  /** From now on `receive` returns changes after this moment. */
  follow(): Promise<void>;
};

export type ChangeFeedDeps = {
  lease: LeaderLease;
  log: ChangeLog;
  clock: { now(): number };
  logger: { warn(fields: Record<string, unknown>, message: string): void };
};

export function createChangeFeed({ lease, log, clock, logger }: ChangeFeedDeps): ChangeFeed {
  let waiting: Change[] = [];
  let weight = 0;
  let received = 0;
  let sending: Promise<void> | null = null;
  let failed = false;
  const warned = new Set<string>();

  function queue(changes: readonly Change[]): void {
    waiting.push(...changes);
    for (const change of changes) weight += weightOf(change);
    if (weight > MOST_WAITING) [waiting, weight] = [[{ kind: 'begin' }], 1];
  }

  function takeWaiting(): Change[] {
    const taken = waiting;
    [waiting, weight] = [[], 0];
    return taken;
  }

  /** Once for each kind: a newer version may publish it with every poll. */
  function warnOfUnknown(kinds: readonly string[]): void {
    const fresh = [...new Set(kinds)].filter((kind) => !warned.has(kind)).slice(0, MOST_WARNED - warned.size);
    for (const kind of fresh) warned.add(kind);
    if (fresh.length === 0) return;
    logger.warn(
      { event: 'changes.unknown-kind', kinds: fresh },
      'a process of a newer version publishes changes of a kind that this one does not have: this one polls Enterprise Manager by itself whenever that happens; bring all processes to one version',
    );
  }

  async function send(): Promise<void> {
    const batch = takeWaiting();
    if (batch.length === 0) return;
    try {
      // If the lease has passed to another process, that one publishes all this by itself.
      await log.append(JSON.stringify(batch), clock.now());
      failed = false;
    } catch (error) {
      queue([...batch, ...takeWaiting()]);
      if (!failed)
        logger.warn(
          { event: 'changes.not-published', err: error },
          'changes could not be published to other processes',
        );
      failed = true;
    }
  }

  return {
    reads: () => lease.state() !== 'others',
    publish: (change) => queue([change]),
    flush() {
      sending ??= send().finally(() => {
        sending = null;
      });
      return sending;
    },
    async receive() {
      // Changes queued while this process held the lease have no receiver now.
      takeWaiting();
      const rows = await log.after(received);
      if (rows === null) return null;
      received = rows.at(-1)?.seq ?? received;
      const read = rows.map(({ body }) => readChanges(body));
      const unknown = read.flatMap((each) => each.unknown);
      // Changes of a newer version cannot be applied in part: all of it is read from Enterprise Manager instead.
      if (unknown.length > 0) {
        warnOfUnknown(unknown);
        return null;
      }
      const changes = read.flatMap((each) => each.changes);
      return changes.some(({ kind }) => kind === 'begin') ? null : changes;
    },
    async follow() {
      received = await log.newest();
    },
  };
}

/** The approximate number of records in a change: its size in memory. */
function weightOf(change: Change): number {
  switch (change.kind) {
    case 'jobs':
      return change.changed.length + change.gone.length;
    case 'runs':
      return change.runs.length;
    case 'machines':
      return change.of.reduce((sum, { results }) => sum + 1 + results.length, 0);
    default:
      return 1;
  }
}
