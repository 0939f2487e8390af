import { attentionKind, isOpen } from '@retry-desk/contract';
import type { AccessControl } from './access/access.ts';
import type { Attention } from './attention/attention.ts';
import type { PublishedBoard } from './board/board.ts';
import type { Causes } from './causes/causes.ts';
import type { Mirror } from './mirror/mirror.ts';
import { countPending } from './notices/deliveries.ts';
import type { Dispatch } from './notices/dispatch.ts';
import type { Desk } from './retries/desk.ts';
import type { Store } from './store/open-store.ts';
import type { MetricSource } from './telemetry/metrics.ts';

type MeasuredParts = {
  board: Pick<PublishedBoard, 'current'>;
  mirror: Pick<Mirror, 'health' | 'attempted'>;
  desk: Pick<Desk, 'cards'>;
  store: Pick<Store, 'db' | 'watch'>;
  dispatch: Dispatch;
  causes: Pick<Causes, 'list'>;
  attention: Pick<Attention, 'newestEvents'>;
  access: Pick<AccessControl, 'nextTokenEndsAt'>;
  clock: { now(): number };
} & Pick<MetricSource, 'reads' | 'log'>;

/** Where the numbers for monitoring come from: read when they are asked for. */
export function metricSourceOf(parts: MeasuredParts): MetricSource {
  const { board, mirror, desk, store, dispatch, causes, attention, access, clock, reads, log } = parts;
  const { em, counts, failed } = board.current().board;
  const open = () => desk.cards().filter(({ state }) => isOpen(state));
  const journalResponds = () => store.watch.health.state === 'ok';
  return {
    isReady: () => mirror.attempted && journalResponds(),
    emIsUp: () => em.state === 'ok',
    lastGoodAt: () => mirror.health.lastGoodAt,
    counts: () => counts,
    isSilent: () => em.silentSince !== undefined,
    attentionKinds() {
      if (counts.failed === null) return null;
      const jobs = (kind: string) => failed.filter(({ attention }) => attention === kind).length;
      return new Map(attentionKind.options.map((kind) => [kind, jobs(kind)]));
    },
    causes: () => (counts.failed === null ? null : causes.list().length),
    newestEventAt: () => (em.newestEventAt === null ? null : Date.parse(em.newestEventAt)),
    newestEvents: () => attention.newestEvents(),
    openRetries: () => open().length,
    oldestOpenRetryMs() {
      const now = clock.now();
      return open().reduce((oldest, { requestedAt }) => Math.max(oldest, now - Date.parse(requestedAt)), 0);
    },
    reads,
    journalResponds,
    log,
    channels: () => new Map(dispatch.channels.map((channel) => [channel, dispatch.isFailing(channel)])),
    pendingNotices: () => countPending(store.db),
    nextTokenEndsAt: access.nextTokenEndsAt,
  };
}
