import { isOpen } from '@retry-desk/contract';
import type { PublishedBoard } from './board/board.ts';
import type { Mirror } from './mirror/mirror.ts';
import { countPending } from './notices/deliveries.ts';
import type { Dispatch } from './notices/dispatch.ts';
import type { Desk } from './retries/desk.ts';
import type { Store } from './store/open-store.ts';
import type { MetricSource } from './telemetry/metrics.ts';

type MeasuredParts = {
  board: Pick<PublishedBoard, 'current'>;
  mirror: Pick<Mirror, 'health'>;
  desk: Pick<Desk, 'cards'>;
  store: Pick<Store, 'db' | 'watch'>;
  dispatch: Dispatch;
} & Pick<MetricSource, 'reads' | 'log'>;

/** Where the numbers for monitoring come from: read when they are asked for. */
export function metricSourceOf({ board, mirror, desk, store, dispatch, reads, log }: MeasuredParts): MetricSource {
  const { em, counts } = board.current().board;
  return {
    emIsUp: () => em.state === 'ok',
    lastGoodAt: () => mirror.health.lastGoodAt,
    counts: () => counts,
    isSilent: () => em.silentSince !== undefined,
    openRetries: () => desk.cards().filter(({ state }) => isOpen(state)).length,
    reads,
    journalResponds: () => store.watch.health.state === 'ok',
    log,
    channels: () => new Map(dispatch.channels.map((channel) => [channel, dispatch.isFailing(channel)])),
    pendingNotices: () => countPending(store.db),
  };
}
