import { randomUUID } from 'node:crypto';
import type { JournalHealth } from '@retry-desk/contract';
import { createEnterpriseManager, type EnterpriseManager } from '@retry-desk/em-client';
import { iso } from '#iso.ts';
import type { Credentials, KnownCaller, Route } from '#route.ts';
import { type AccessControl, createAccess } from './access/access.ts';
import { createServiceLogons } from './access/service-logons.ts';
import { type Attention, createAttention } from './attention/attention.ts';
import { attentionRoutes } from './attention/routes.ts';
import { type Denial, denialWriter } from './audit/denials.ts';
import { createRetention, type Retention } from './audit/retention.ts';
import { auditRoutes } from './audit/routes.ts';
import { createBoard, type PublishedBoard } from './board/board.ts';
import { boardRoutes } from './board/routes.ts';
import { type Causes, createCauses } from './causes/causes.ts';
import { passwordSource } from './config/em-settings.ts';
import type { Config } from './config/load-config.ts';
import { createHeadLog, type HeadLog } from './log-heads.ts';
import { metricSourceOf } from './metric-source.ts';
import { createMirror, type Mirror } from './mirror/mirror.ts';
import { createChangeFeed } from './mirror/replicas/change-feed.ts';
import type { Dispatch } from './notices/dispatch.ts';
import { Notices } from './notices/notices.ts';
import { openDispatch } from './notices/open-dispatch.ts';
import { noticeRoutes } from './notices/routes.ts';
import { createDesk, type Desk } from './retries/desk.ts';
import { retryRoutes } from './retries/routes.ts';
import { statusFacts } from './status-facts.ts';
import { createChangeLog } from './store/change-log.ts';
import { createLeaderLease, type LeaderLease } from './store/leader-lease.ts';
import { logJournalHealth } from './store/log-journal-health.ts';
import { openStore, type Store } from './store/open-store.ts';
import { storeCall } from './store/store-error.ts';
import { type Audit, writeAuditLine } from './store/write-audit.ts';
import { logEmEvent } from './telemetry/em-events.ts';
import { healthRoutes } from './telemetry/health-routes.ts';
import type { Log, Logger } from './telemetry/logger.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { version } from './version.ts';

export type Overrides = {
  clock?: { now(): number };
  refusalProofMs?: number;
  giveUpMs?: number;
  followLeaseMs?: number;
};

/** Everything one server is made of, put together here and nowhere else. */
export type Context = {
  store: Store;
  em: EnterpriseManager;
  mirror: Mirror;
  causes: Causes;
  attention: Attention;
  notices: Notices;
  board: PublishedBoard;
  desk: Desk;
  /** Which of several processes reads Enterprise Manager; null where there is only one. */
  lease: LeaderLease | null;
  headLog: HeadLog;
  /** Null where the journal stays for ever. */
  retention: Retention | null;
  routes: Route[];
  access: AccessControl;
  findCaller: (credentials: Credentials) => Promise<KnownCaller | null>;
  /** Writes down what somebody known was not let do. */
  denied: (denial: Denial) => void;
  /** The Set-Cookie that lets an open wall live on; null where the Cookie header names none. */
  renewWall: (cookieHeader: string | undefined) => Promise<string | null>;
  metrics: Metrics;
  /** Takes up secrets and authorities that have changed in their files. */
  reload: (next: Config) => void;
};

/** The lease of the process that polls Enterprise Manager for all. */
const POLL_LEASE = 'reading';

/** Builds the parts in the order of their needs. Throws where the store cannot be opened; Enterprise Manager may be away. */
export async function createContext(config: Config, lines: Log, overrides: Overrides): Promise<Context> {
  const { logger } = lines;
  const store = await openStore(config);
  const clock = overrides.clock ?? store.clock;
  const journal = () => ({ state: store.watch.health.state, since: iso(store.watch.health.since) });
  logJournalHealth(store.watch, logger, clock);
  const metrics = createMetrics(
    () =>
      metricSourceOf({
        ...{ board, mirror, desk, store, dispatch, causes, attention },
        ...{ access, clock, reads, log: lines.health },
      }),
    version,
  );
  const { em, answeredAt, isPasswordRefused } = connectEm(config, { store, clock, logger, metrics });
  const { pollMs, retryPollMs, verdictMs, retriesPerJobHour, retriesPerPersonHour, collectUnseen } = config;

  const lease = store.kind === 'postgres' ? createLeaderLease(store, POLL_LEASE, randomUUID()) : null;
  const audit = auditWriter(store, clock, metrics);
  const reads = () => lease === null || lease.state() !== 'others';
  const access = await createAccess(config, {
    ...{ store, em, clock, key: store.secret, audit, logger, isPoller: reads },
    onSignInLimited: metrics.onSignInRefused,
  });

  const mirror = createMirror({
    em,
    clock,
    logger,
    settings: { pollMs, retryPollMs },
    answeredAt,
    feed: lease
      ? createChangeFeed({ lease, log: createChangeLog(store, lease, POLL_LEASE), clock, logger })
      : undefined,
  });
  const { channels, heartbeat, dispatch, reload: reloadChannels } = openDispatch(config, { store, clock, logger });
  const desk = createDesk({
    store,
    em,
    clock,
    logger,
    mirror,
    roleNow: access.roleNow,
    noteEnd: (trx, row) => dispatch.retryEnded(trx, row),
    onEnd: metrics.onRetryEnded,
    settings: { ...overrides, retryPollMs, verdictMs, retriesPerJobHour, retriesPerPersonHour, collectUnseen },
  });
  const causes = createCauses({ mirror, desk, store, clock, logger });
  const attention = createAttention({
    mirror,
    em,
    desk,
    causes,
    store,
    clock,
    logger,
    settings: { collectUnseen, ticketUrl: config.ticketUrl, storePollMs: retryPollMs },
    reads,
  });
  const board = createBoard({
    mirror,
    clock,
    logger,
    settings: { pollMs, retryPollMs },
    journal: { health: journal, onChange: (listener) => store.watch.onChange(listener) },
    retries: desk,
    causes,
    attention,
    notices: dispatch,
  });
  const notices = new Notices({
    ...{ dispatch, channels, heartbeat, mirror, em, desk, causes, store, clock, logger, reads },
    board() {
      const { em: health, failed } = board.current().board;
      return { em: health, rows: failed };
    },
    settings: { site: config.publicUrl, quiet: config.notify.quiet },
  });

  let { metricsToken } = config;
  const routes = [
    ...access.routes,
    ...routesOf(config, lines, {
      ...{ store, em, clock, audit, mirror, desk, causes, attention, dispatch, board },
      ...{ metrics, journal, isPasswordRefused },
      metricsToken: () => metricsToken,
    }),
  ];

  const retention =
    config.retainDays === null ? null : createRetention({ store, clock, logger, days: config.retainDays, reads });
  const { findCaller, renewWall } = access;
  const denied = denialWriter(store, clock, logger);
  const headLog = createHeadLog(store, logger);
  return {
    ...{ store, em, mirror, causes, attention, notices, board, desk, lease, headLog, retention },
    reload(next) {
      // Another way to trust is another setting, and needs another start.
      if (next.em.tls.kind === config.em.tls.kind) em.renewTrust(next.em.tls);
      metricsToken = next.metricsToken;
      access.reload(next);
      reloadChannels(next);
    },
    ...{ routes, access, findCaller, denied, renewWall, metrics },
  };
}

/** Writes lines of the audit, and counts refused sign-ins although the store may be away. */
function auditWriter(store: Store, clock: { now(): number }, metrics: Pick<Metrics, 'onSignInRefused'>): Audit {
  return (note) => {
    if (note.kind === 'sign-in-refused') metrics.onSignInRefused();
    return storeCall(() => writeAuditLine(store, clock.now(), note));
  };
}

type LinkParts = Pick<Context, 'store'> & { clock: { now(): number }; logger: Logger; metrics: Metrics };

/** The link to Enterprise Manager, when it answered last, and whether it refuses our password for good. */
function connectEm(config: Config, { store, clock, logger, metrics }: LinkParts) {
  const log = logEmEvent(logger, clock);
  let answeredAt: number | null = null;
  const password = passwordSource(config.em);
  const { windowMs } = config.directoryLockout;
  const { username } = config.em;
  const logons = createServiceLogons({ store, clock, key: store.secret, username, windowMs, logger });
  const em = createEnterpriseManager({
    ...config.em,
    password,
    logonTries: logons,
    now: clock.now,
    onEvent(event) {
      if (event.event === 'exchange' && event.status !== null) answeredAt = clock.now();
      log(event);
      metrics.onEmEvent(event);
    },
    onCertificate: (endsAt) => metrics.onCertificate('enterprise_manager', endsAt),
  });
  return {
    em,
    answeredAt: () => answeredAt,
    isPasswordRefused: async () => store.watch.health.state === 'ok' && (await logons.isUsedUp(password())),
  };
}

type Parts = Pick<Context, 'store' | 'em' | 'mirror' | 'causes' | 'attention' | 'board' | 'desk'> & {
  clock: { now(): number };
  audit: Audit;
  dispatch: Dispatch;
  metrics: Metrics;
  journal: () => JournalHealth;
  isPasswordRefused: () => Promise<boolean>;
  metricsToken: () => string | undefined;
};

/** The rows of every room but that of signing in. */
function routesOf(config: Config, lines: Log, parts: Parts): Route[] {
  const { store, em, clock, audit, mirror, desk, causes, attention, board, metrics, journal } = parts;
  const { logger } = lines;
  const { exports } = store;
  const { acknowledgements, outages, visits } = attention;
  const retriesOf = async (jobId: string) => (await desk.tasks({ job: jobId })).tasks;
  return [
    ...auditRoutes(store, clock),
    ...boardRoutes({ board, mirror, em, clock, audit, logger, exports, retries: desk, causes, attention, retriesOf }),
    ...retryRoutes(desk, clock, exports, (taskId) => causes.ofTask(taskId)),
    ...attentionRoutes({
      mirror,
      desk,
      store,
      clock,
      exports,
      acknowledgements,
      outages,
      visits,
      jobsOfCause: (cause) => causes.jobsOf(cause),
      board() {
        const { em: health, counts, failed } = board.current().board;
        return counts.jobs === null ? null : { em: health, jobs: counts.jobs, rows: failed };
      },
    }),
    ...noticeRoutes({
      ...{ dispatch: parts.dispatch, store, clock, audit },
      settings: {
        events: config.notify.events,
        quiet: config.notify.quiet,
        hasHeartbeat: config.notify.heartbeat !== null,
        site: config.publicUrl,
      },
    }),
    ...healthRoutes({
      troubles() {
        const { counts, em } = board.current().board;
        return { overdue: counts.overdue, hung: counts.hung, silentSince: em.silentSince };
      },
      waitingFor: () => (mirror.attempted ? [] : ['the first answer of Enterprise Manager']),
      journal,
      passwordIsRefused: parts.isPasswordRefused,
      askJournal: () => store.watch.ask(),
      log: lines.health,
      facts: statusFacts(config, { store, em, clock }),
      metrics,
      token: parts.metricsToken,
    }),
  ];
}
