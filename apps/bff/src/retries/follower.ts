import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '#route.ts';
import { troubleOf } from '#store/store-trouble.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import { CARD_AGE_MS } from './cards.ts';
import { type DeskContext, FOLLOW_LEASE_MS } from './desk-context.ts';
import { createFollowMemory, followCycle, isEmSilent } from './follow.ts';
import { readLive } from './journal.ts';
import { renewLeases } from './retry-leases.ts';

/** On a shared store other processes make retries, too: check even when none is known. */
const IDLE_SHARED_MS = 2_000;

/** A cycle in progress may finish within this when the process stops; the journal does not need it. */
const LAST_CYCLE_MS = 1_500;

export type Follower = { start(): void; wake(): void; stop(): Promise<void> };

/** The reason why a cycle failed: logged once, until a cycle succeeds. */
type Fault = 'em' | 'store' | 'own';

function faultOf(error: unknown): Fault {
  if (isEmSilent(error)) return 'em';
  const isStore = (error instanceof Refusal && error.code === 'store-unavailable') || troubleOf(error) !== null;
  return isStore ? 'store' : 'own';
}

function logFault({ logger }: DeskContext, fault: Fault, error: unknown): void {
  if (fault === 'em')
    logger.warn(
      { event: 'retry.waiting-for-em', err: error },
      'Enterprise Manager is not responding; open retries wait',
    );
  else if (fault === 'store')
    logger.warn(
      { event: 'retry.waiting-for-journal', why: troubleOf(error) ?? String(error) },
      'the journal is not responding; open retries wait',
    );
  else logger.error({ event: 'retry.cycle-failed', err: error }, 'a follow cycle failed');
}

/** One loop that never overlaps itself and runs only while a retry is open. */
export function createFollower(desk: DeskContext): Follower {
  const memory = createFollowMemory();
  let timer: NodeJS.Timeout | null = null;
  let renewal: NodeJS.Timeout | null = null;
  let cycle: Promise<void> | null = null;
  let state: 'new' | 'on' | 'off' = 'new';
  let fault: Fault | null = null;
  let idle = false;
  const outage = new OutageLine(desk.clock);

  function cancel(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function schedule(): void {
    const open = desk.cards.hasOpen();
    if (timer !== null && open && idle) cancel();
    if (state !== 'on' || timer !== null || cycle !== null) return;
    if (!open && desk.store.kind !== 'postgres') return;
    idle = !open;
    const wait = open ? desk.settings.retryPollMs : Math.max(desk.settings.retryPollMs, IDLE_SHARED_MS);
    timer = setTimeout(() => {
      timer = null;
      cycle = once().finally(() => {
        cycle = null;
        schedule();
      });
    }, wait);
  }

  async function once(): Promise<void> {
    try {
      if (desk.store.kind === 'postgres') {
        await desk.cards.refresh(() => readLive(desk, desk.clock.now() - CARD_AGE_MS));
      }
      await followCycle(desk, memory);
      if (fault !== null) desk.logger.info({ event: 'retry.following-again' }, 'retries are followed again');
      fault = null;
    } catch (error) {
      // A cycle that outlived the desk meets a closed store and a closed connection.
      if (state === 'off') return;
      const now = faultOf(error);
      if (now !== fault) logFault(desk, now, error);
      fault = now;
    }
  }

  async function renew(): Promise<void> {
    if (!desk.cards.hasOpen()) return;
    try {
      await renewLeases(desk);
      if (outage.end()) desk.logger.info({ event: 'retry.leases-renewed' }, 'the leases of retries are renewed again');
    } catch (error) {
      if (outage.isDue())
        desk.logger.warn(
          { event: 'retry.leases-not-renewed', err: error },
          'the leases of retries could not be renewed',
        );
    }
  }

  return {
    start() {
      state = 'on';
      if (desk.store.kind === 'postgres')
        renewal = setInterval(() => void renew(), (desk.settings.followLeaseMs ?? FOLLOW_LEASE_MS) / 3);
      schedule();
    },
    wake: schedule,
    async stop() {
      state = 'off';
      if (renewal !== null) clearInterval(renewal);
      cancel();
      await Promise.race([cycle, pause(LAST_CYCLE_MS, undefined, { ref: false })]);
    },
  };
}
