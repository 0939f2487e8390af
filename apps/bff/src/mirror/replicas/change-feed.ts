import { type Change, readChanges } from '#mirror/change.ts';
import type { ChangeLog } from '#store/change-log.ts';
import type { LeaderLease } from '#store/lease.ts';

/** More runs, jobs and machine results than this waiting for a store that cannot be written: the others shall begin anew. */
export const MOST_WAITING = 20_000;

/** Unknown kinds of changes that are named in the log. */
const MOST_WARNED = 20;

/** One process reads Enterprise Manager for all: what it tells the others, and what they hear. */
export type ChangeFeed = {
  /** Whether this process reads Enterprise Manager now: it has the duty, or nobody can know who has. */
  reads(): boolean;
  /** Keeps a change for the others. */
  publish(change: Change): void;
  /** Sends what is kept. Never rejects: what could not be sent waits. */
  flush(): Promise<void>;
  /** What others have told since the last call; null where some of it was missed and all has to be read anew. */
  receive(): Promise<Change[] | null>;
  /** From now on `receive` tells what comes after this moment. */
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

  /** Once for each kind: a newer version may tell it with every poll. */
  function warnOfUnknown(kinds: readonly string[]): void {
    const fresh = [...new Set(kinds)].filter((kind) => !warned.has(kind)).slice(0, MOST_WARNED - warned.size);
    for (const kind of fresh) warned.add(kind);
    if (fresh.length === 0) return;
    logger.warn(
      { kinds: fresh },
      'another process, of a newer version, tells changes of a kind that this one does not know: this one reads Enterprise Manager by itself whenever that happens; bring all processes to one version',
    );
  }

  async function send(): Promise<void> {
    const batch = takeWaiting();
    if (batch.length === 0) return;
    try {
      // Where the duty has passed to another process, that one tells all this by itself.
      await log.append(JSON.stringify(batch), clock.now());
      failed = false;
    } catch (error) {
      queue([...batch, ...takeWaiting()]);
      if (!failed) logger.warn({ err: error }, 'what was read of Enterprise Manager cannot be told to other processes');
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
      // What was kept while this process had the duty is for nobody now.
      takeWaiting();
      const rows = await log.after(received);
      if (rows === null) return null;
      received = rows.at(-1)?.seq ?? received;
      const read = rows.map(({ body }) => readChanges(body));
      const unknown = read.flatMap((each) => each.unknown);
      // What a newer version tells cannot be taken in part: all of it is read from Enterprise Manager instead.
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

/** How many records it holds, about: what it takes in memory. */
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
