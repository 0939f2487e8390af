import type { NoticeDelivery } from '@retry-desk/contract';
import type { MarkState } from '#lib/marks.ts';
import { noticeWords as words } from './words.ts';

type Tested = Pick<NoticeDelivery, 'state' | 'error' | 'receipt'>;

/** The outcome of a test by its delivery, as far as it is known: `isCurrent` where the list has just been loaded. */
export function testOutcome(delivery: Tested | undefined, isCurrent: boolean): { mark: MarkState; text: string } {
  if (delivery === undefined)
    return isCurrent ? { mark: 'waiting', text: words.testSending } : { mark: 'unknown', text: words.testUnknown };
  const { state, error, receipt } = delivery;
  // An end stays true, however old the list is.
  if (state === 'delivered')
    return { mark: 'ok', text: [words.testDelivered, receipt && words.receipt(receipt)].filter(Boolean).join(' ') };
  if (state === 'given-up') return { mark: 'failed', text: words.testGivenUp(error ?? '') };
  if (!isCurrent) return { mark: 'unknown', text: words.testUnknown };
  return error === null
    ? { mark: 'waiting', text: words.testSending }
    : { mark: 'warning', text: words.testTrying(error) };
}
