import type { EnterpriseManager } from '@retry-desk/em-client';
import { createBeat } from './beat.ts';
import type { BoardLogger } from './board.ts';
import { applyChange, type Change } from './change.ts';
import { Content } from './content.ts';
import { EmReader } from './em-reader.ts';
import type { Health } from './health.ts';
import { HEAR_MS, pauseAfter } from './pause.ts';
import { Refresh } from './refresh.ts';
import { Rounds } from './rounds.ts';
import type { SharedReading } from './shared-reading.ts';

export type ReadingDeps = {
  em: EnterpriseManager;
  clock: { now(): number };
  logger: BoardLogger;
  settings: { pollMs: number; retryPollMs: number };
  /** When Enterprise Manager answered a question of anybody last; null before the first time. */
  answeredAt: () => number | null;
  /** Where several processes share one reading of Enterprise Manager. */
  shared?: SharedReading | undefined;
};

/** Enterprise Manager read beat by beat, by this process or by another one that tells it. */
export type Reading = {
  readonly content: Content;
  start(): void;
  /** No read begins after this; one in progress is not waited for. */
  stop(): void;
  /** Reads it now, the list of jobs included, to the end. */
  now(): Promise<void>;
  /** The list of jobs is due: somebody speaks of a job that is not in it. */
  wantJobs(): void;
  /** Sends the other processes what they have not been told yet. */
  flush(): void;
  /** Milliseconds until the next read ends; not above 0 where that is overdue. */
  newsInMs(): number;
  readonly health: Health;
  /** The last read of Enterprise Manager brought nothing. */
  readonly failed: boolean;
  /** All jobs and the runs that decide them have been read once. */
  readonly ready: boolean;
  /** Enterprise Manager has been tried once, well or not. */
  readonly attempted: boolean;
};

/** `news`: there is something new to show. */
export function createReading(deps: ReadingDeps, news: () => void): Reading {
  const { em, clock, logger, shared, answeredAt, settings } = deps;
  const { pollMs } = settings;
  const told = (change: Change) => rounds.tell(change);
  const content = new Content({ em, clock, told });
  const { estate, machines } = content;
  const reader = new EmReader({ em, estate, machines });
  const refresh = new Refresh({
    reader,
    host: em.host,
    clock,
    answeredAt,
    logger,
    pollMs,
    version: () => content.version,
    publish: news,
    told: (health) => told({ kind: 'health', health }),
  });
  const take = (change: Change) => applyChange(change, estate, machines);
  const rounds: Rounds = new Rounds({ shared, reader, refresh, logger, take, publish: news });
  const beat = createBeat({
    run: (asked) => rounds.round(asked),
    pauseMs: (tookMs) => {
      const { failed, inVain, untried } = refresh;
      return pauseAfter(
        { advances: reader.advances && !failed, hears: rounds.hears, inVain, untried, tookMs },
        settings,
      );
    },
  });

  return {
    content,
    start: beat.start,
    stop: beat.stop,
    async now() {
      await beat.now();
      await refresh.settled();
    },
    wantJobs: () => reader.wantJobs(),
    flush: () => rounds.flush(),
    newsInMs() {
      // Who only hears what another process reads does not know its beat, but when it told of a read last.
      if (rounds.hears) return pollMs + HEAR_MS - rounds.goodAgoMs();
      return beat.endsInMs();
    },
    get failed() {
      return refresh.failed;
    },
    get health() {
      return refresh.health;
    },
    get ready() {
      return refresh.ready;
    },
    get attempted() {
      return refresh.attempted;
    },
  };
}
