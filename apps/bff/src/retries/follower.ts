import { setTimeout as pause } from 'node:timers/promises';
import { CARD_AGE_MS } from './cards.ts';
import { type DeskContext, FOLLOW_LEASE_MS } from './desk-context.ts';
import { type FollowMemory, followRound, isEmSilent } from './follow.ts';
import { readLive } from './journal.ts';
import { renewLeases } from './lease.ts';
import { createPatience } from './patience.ts';

/** On a shared store others make retries, too: look for them even when none is known. */
const IDLE_SHARED_MS = 2_000;

/** A round under way may finish within this when the process is to end; the journal does not need it. */
const LAST_ROUND_MS = 1_500;

export type Follower = { start(): void; wake(): void; stop(): Promise<void> };

/** One loop that never overlaps itself and runs only while a retry is open. */
export function createFollower(desk: DeskContext): Follower {
  const memory: FollowMemory = {
    patience: createPatience(),
    lookedAt: new Map(),
    resultTries: new Map(),
    cancelledSince: new Map(),
    notBefore: new Map(),
    noted: new Set(),
    still: new Map(),
  };
  let timer: NodeJS.Timeout | null = null;
  let renewal: NodeJS.Timeout | null = null;
  let round: Promise<void> | null = null;
  let state: 'new' | 'on' | 'off' = 'new';
  let silent = false;
  let idle = false;

  function cancel(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function schedule(): void {
    const open = desk.cards.hasOpen();
    if (timer !== null && open && idle) cancel();
    if (state !== 'on' || timer !== null || round !== null) return;
    if (!open && desk.store.kind !== 'postgres') return;
    idle = !open;
    const wait = open ? desk.settings.retryPollMs : Math.max(desk.settings.retryPollMs, IDLE_SHARED_MS);
    timer = setTimeout(() => {
      timer = null;
      round = once().finally(() => {
        round = null;
        schedule();
      });
    }, wait);
  }

  async function once(): Promise<void> {
    try {
      if (desk.store.kind === 'postgres') {
        await desk.cards.refresh(() => readLive(desk, desk.clock.now() - CARD_AGE_MS));
      }
      await followRound(desk, memory);
      if (silent) desk.logger.info({}, 'Enterprise Manager answers again; retries are followed on');
      silent = false;
    } catch (error) {
      // A round that outlived the desk meets a closed store and a closed connection.
      if (state === 'off') return;
      if (!isEmSilent(error)) desk.logger.error({ err: error }, 'a round of following retries failed');
      else if (!silent) desk.logger.warn({ err: error }, 'Enterprise Manager does not answer; open retries wait');
      silent = isEmSilent(error);
    }
  }

  async function renew(): Promise<void> {
    if (!desk.cards.hasOpen()) return;
    await renewLeases(desk).catch((error) => desk.logger.warn({ err: error }, 'leases of retries are not renewed'));
  }

  return {
    start() {
      state = 'on';
      if (desk.store.kind === 'postgres') renewal = setInterval(() => void renew(), FOLLOW_LEASE_MS / 3);
      schedule();
    },
    wake: schedule,
    async stop() {
      state = 'off';
      if (renewal !== null) clearInterval(renewal);
      cancel();
      await Promise.race([round, pause(LAST_ROUND_MS, undefined, { ref: false })]);
    },
  };
}
