import { iso } from '#iso.ts';
import { Refusal } from '#route.ts';
import type { DeskContext } from './desk-context.ts';
import type { RetryOrder } from './retry-order.ts';

const MINUTE_MS = 60_000;

/**
 * The journal's evidence for a retry although Veeam would have tried by itself: a person's choice. Null where it is
 * none.
 */
export function insteadOfVeeam(
  desk: Pick<DeskContext, 'mirror' | 'cards' | 'em'>,
  jobId: string,
  now: number,
): string | null {
  const at = desk.mirror.veeamRetriesAt(jobId, desk.cards.mayBeOwnRun);
  if (at === null) return null;
  const minutes = Math.max(1, Math.ceil((at - (desk.em.serverNow() ?? now)) / MINUTE_MS));
  return `Veeam was to try again by itself within ${minutes} min. Asked for all the same.`;
}

/** @throws Refusal `veeam-will-retry` where Veeam will try by itself and the caller prefers that. */
export function leaveToVeeam(desk: Pick<DeskContext, 'mirror' | 'cards'>, order: RetryOrder): void {
  const at = order.unlessVeeamRetries ? desk.mirror.veeamRetriesAt(order.jobId, desk.cards.mayBeOwnRun) : null;
  if (at === null) return;
  const veeamRetriesAt = iso(at);
  throw new Refusal('veeam-will-retry', `Veeam tries again by itself at ${veeamRetriesAt}; nothing was sent.`, {
    veeamRetriesAt,
  });
}
