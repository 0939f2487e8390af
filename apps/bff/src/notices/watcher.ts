import type { EmHealth, JobRow, ListedCause, Notice } from '@retry-desk/contract';
import type { EnterpriseManager } from '@retry-desk/em-client';
import { type Coalesced, coalesced } from '#coalesced.ts';
import { inSteps, type Steps } from '#in-chunks.ts';
import { autoRetryOf, type MayBeOwnRun } from '#mirror/job-state.ts';
import type { Mirror } from '#mirror/mirror.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import { remainderOf, summaryOf } from './after-quiet.ts';
import { candidatesOf } from './candidates.ts';
import { composeNotice, type NoticeFacts } from './compose.ts';
import type { Dispatch } from './dispatch.ts';
import { endingOf } from './ends.ts';
import type { Announcement, Groups } from './groups.ts';
import { type KeyedNotice, KeyMovedError, type StoredKey } from './outbox.ts';
import { type QuietWindow, windowText } from './quiet-window.ts';
import { review } from './review.ts';
import type { NoticeLimits, Situation } from './situation.ts';

export type WatcherDeps = {
  dispatch: Dispatch;
  mirror: Pick<Mirror, 'inventory' | 'ready' | 'attempted'>;
  em: Pick<EnterpriseManager, 'now'>;
  desk: { mayBeOwnRun: MayBeOwnRun };
  causes: { list(): readonly ListedCause[] };
  /** The board as it is published now. */
  board: () => { em: EmHealth; rows: readonly JobRow[] };
  clock: { now(): number };
  logger: StructuredLogger;
  settings: { site: URL; quiet: QuietWindow | null; noticeLimits?: NoticeLimits };
  /** Whether this process reads Enterprise Manager for all: it alone writes what it sees. */
  reads: () => boolean;
};

/** How often the rules are gone through. */
const EVERY_MS = 5_000;
/**
 * An attempt of Veeam's own shows up when Enterprise Manager has collected it: every 15 minutes by default (user guide of
 * Enterprise Manager, "Configuring Data Collection"), and some for the run to begin.
 */
const ATTEMPT_VISIBLE_MS = 20 * 60_000;

/** Goes through the rules, and writes what they announce. Its position is in the store: a restart repeats and misses nothing. */
export class Watcher {
  readonly #deps: WatcherDeps;
  readonly #reviewing: Coalesced;
  #timer: NodeJS.Timeout | undefined;
  /** Null until read from the store, and when another process has written. */
  #keys: Map<string, StoredKey> | null = null;
  #groups: Groups = new Map();
  readonly #outage: OutageLine;
  #reviewedAt: number | null = null;

  constructor(deps: WatcherDeps) {
    this.#deps = deps;
    this.#outage = new OutageLine(deps.clock);
    this.#reviewing = coalesced(
      () => this.#review(),
      (error) => this.#couldNot(error),
    );
  }

  start(): void {
    this.#timer = setInterval(() => this.#reviewing.request(), EVERY_MS);
    this.#timer.unref();
    this.#reviewing.request();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reviewing.stop();
  }

  /** When the rules were last gone through and everything was written, by the clock; null where they never were. */
  reviewedAt(): number | null {
    return this.#reviewedAt;
  }

  /** @throws where the store is away */
  async #review(): Promise<void> {
    const { dispatch, reads, clock } = this.#deps;
    if (!reads()) {
      this.#keys = null;
      return;
    }
    // Decided once: a notice must not overtake one of its key that is still held back.
    const isQuiet = dispatch.isQuiet();
    if (!isQuiet) await this.#endQuiet();
    this.#keys ??= await this.#load();
    const { em, rows } = this.#deps.board();
    const situation = await this.#situation(em, rows);
    const { groups, announcements } = await inSteps(review(this.#groups, situation, this.#deps.settings.noticeLimits));
    if (announcements.length > 0 && dispatch.channels.length > 0) {
      const known = factsOf(em, rows, this.#deps.causes.list());
      const all = await inSteps(this.#compose(announcements, groups, known));
      const written = await dispatch.outbox.writeKeyed(all, this.#keys, (notice) => isQuiet && waits(notice));
      for (const [key, stored] of written) this.#keys.set(key, stored);
    }
    // Only now: what could not be written is announced next time.
    this.#groups = groups;
    this.#outage.end();
    this.#reviewedAt = clock.now();
  }

  *#compose(announcements: readonly Announcement[], groups: Groups, known: NoticeFacts): Steps<KeyedNotice[]> {
    const all: KeyedNotice[] = [];
    for (const announcement of announcements) {
      const notice = composeNotice(announcement, known, this.#deps.settings.site, this.#deps.clock.now());
      all.push({ notice, group: groups.get(announcement.key) ?? null });
      yield;
    }
    return all;
  }

  async #load(): Promise<Map<string, StoredKey>> {
    const keys = await this.#deps.dispatch.outbox.keys();
    this.#groups = new Map([...keys].flatMap(([key, { group }]) => (group === null ? [] : [[key, group]])));
    return keys;
  }

  async #situation(em: EmHealth, rows: readonly JobRow[]): Promise<Situation> {
    const { mirror, clock, desk } = this.#deps;
    const now = Math.max(clock.now(), this.#deps.em.now());
    const jobNow = (id: string) => {
      const job = mirror.inventory.job(id);
      return job && { job, runs: mirror.inventory.runsOf(id) };
    };
    const isAttemptDue = (id: string) => {
      const found = jobNow(id);
      return (
        found !== undefined && autoRetryOf(found.job, found.runs, desk.mayBeOwnRun, now - ATTEMPT_VISIBLE_MS) !== null
      );
    };
    const isDown = em.state === 'down';
    return {
      now,
      isRead: mirror.ready && !isDown,
      candidates: await inSteps(candidatesOf(rows, isAttemptDue, now)),
      acknowledged: new Set(rows.filter(({ acknowledged }) => acknowledged !== undefined).map(({ id }) => id)),
      endOf: (trouble, member) => endingOf(trouble, member, jobNow(member.jobId), now),
      em: {
        unreachable: isDown ? Date.parse(em.since) : mirror.attempted ? null : undefined,
        // While it is not read, nothing is known of its collection.
        silent: isDown || !mirror.ready ? undefined : em.silentSince === undefined ? null : Date.parse(em.silentSince),
      },
    };
  }

  /** Lets go what a quiet window held back, once it is over. @throws where the store is away */
  async #endQuiet(): Promise<void> {
    const { dispatch, settings, clock, logger } = this.#deps;
    const { quiet, site } = settings;
    const held = await dispatch.outbox.held();
    if (held.length === 0) return;
    const summary = summaryOf(held, quiet === null ? 'not configured any more' : windowText(quiet), site, clock.now());
    await dispatch.outbox.release(
      remainderOf(held),
      held.map(({ notice }) => notice.id),
      summary,
    );
    logger.info({ event: 'notices.quiet-over', held: held.length }, 'quiet hours are over');
  }

  #couldNot(error: unknown): void {
    this.#keys = null;
    if (error instanceof KeyMovedError) return;
    if (this.#outage.isDue())
      this.#deps.logger.warn(
        { event: 'notices.not-written', err: error },
        'notices could not be written; they will be written when the store responds',
      );
  }
}

/** Quiet hours hold back everything but that Enterprise Manager cannot be reached. */
function waits({ event }: Notice): boolean {
  return event !== 'unreachable';
}

function factsOf({ message }: EmHealth, rows: readonly JobRow[], causes: readonly ListedCause[]): NoticeFacts {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byKey = new Map(causes.map((cause) => [cause.key, cause]));
  return { row: (id) => byId.get(id), cause: (key) => byKey.get(key), emMessage: message };
}
