import { randomUUID } from 'node:crypto';
import { type Notice, pagePaths } from '@retry-desk/contract';
import { ourAddress } from '#our-address.ts';
import { bareNotice } from './bare-notice.ts';

/** A notice as far as it decides what becomes of it. */
export type HeldNotice = {
  notice: Pick<Notice, 'id' | 'key' | 'event' | 'status' | 'number' | 'at' | 'subject'>;
  seq: number;
};

/** Lines of a summary. */
const MOST_LINES = 20;

/**
 * The remainder of notices that a quiet window held back: of each key the last one, where it still fires, or resolves what
 * fired before the window. What began and ended within it stands in the summary alone, and so do retries.
 */
export function remainderOf(held: readonly HeldNotice[]): HeldNotice[] {
  const byKey = Map.groupBy(held, ({ notice }) => notice.key);
  return [...byKey.values()].flatMap((of) => {
    const [first, last] = [of.at(0), of.at(-1)];
    if (first === undefined || last === undefined || last.notice.event === 'retry-ended') return [];
    return last.notice.status === 'firing' || first.notice.number > 1 ? [last] : [];
  });
}

/** The summary of a quiet window, one line for each key. */
export function summaryOf(held: readonly HeldNotice[], window: string, site: URL, at: number): Notice {
  const last = [...Map.groupBy(held, ({ notice }) => notice.key).values()].flatMap((of) => of.at(-1)?.notice ?? []);
  const firing = last.filter(({ status }) => status === 'firing');
  const sorted = [...firing, ...last.filter(({ status }) => status === 'resolved')];
  const lines = sorted.slice(0, MOST_LINES).map(({ subject, at: when }) => `${when}: ${subject}`);
  const rest = sorted.length - lines.length;
  const since = held.reduce((first, { notice }) => Math.min(first, Date.parse(notice.at)), at);
  const head = {
    ...{ key: `quiet:${randomUUID()}`, event: 'summary' as const, url: ourAddress(pagePaths.board, site).href },
    subject: `Quiet hours (${window}) are over: ${sorted.length} held back, ${firing.length} still need somebody`,
    lines: rest > 0 ? [...lines, `and ${rest} more`] : lines,
  };
  return bareNotice(head, since, at);
}
