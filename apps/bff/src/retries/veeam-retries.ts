import { Refusal } from '#route.ts';
import type { DeskContext } from './desk-context.ts';
import type { RetryOrder } from './retry-order.ts';

const MINUTE_MS = 60_000;

/** A retry although Veeam would have tried by itself is somebody's choice: what the journal says of it. Null where it is none. */
export function insteadOfVeeam(desk: Pick<DeskContext, 'mirror' | 'cards'>, jobId: string, now: number): string | null {
  const at = desk.mirror.veeamRetriesAt(jobId, desk.cards.mayBeOwnRun);
  if (at === null) return null;
  const minutes = Math.max(1, Math.ceil((at - now) / MINUTE_MS));
  return `Veeam was to try again by itself within ${minutes} min. Asked for all the same.`;
}

/** @throws Refusal `veeam-will-retry` where Veeam will try by itself and the caller wants to leave the job to it then. */
export function leaveToVeeam(desk: Pick<DeskContext, 'mirror' | 'cards'>, order: RetryOrder): void {
  const at = order.unlessVeeamRetries ? desk.mirror.veeamRetriesAt(order.jobId, desk.cards.mayBeOwnRun) : null;
  if (at === null) return;
  const veeamRetriesAt = new Date(at).toISOString();
  throw new Refusal('veeam-will-retry', `Veeam tries again by itself at ${veeamRetriesAt}; nothing was sent.`, {
    veeamRetriesAt,
  });
}
