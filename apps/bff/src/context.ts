import { randomUUID } from 'node:crypto';
import { isOpen } from '@retry-desk/contract';
import { createEnterpriseManager, type EnterpriseManager } from '@retry-desk/em-client';
import { iso } from '#iso.ts';
import type { Credentials, KnownCaller, Route } from '#route.ts';
import { type AccessControl, createAccess } from './access/access.ts';
import { createServiceLogons } from './access/service-logons.ts';
import { type Denial, denialWriter } from './audit/denials.ts';
import { auditRoutes } from './audit/routes.ts';
import { createBoard, type PublishedBoard } from './board/board.ts';
import { boardRoutes } from './board/routes.ts';
import { type Causes, createCauses } from './causes/causes.ts';
import { passwordSource } from './config/em-settings.ts';
import type { Config } from './config/load-config.ts';
import { createHeadLog, type HeadLog } from './log-heads.ts';
import { createMirror, type Mirror } from './mirror/mirror.ts';
import { createChangeFeed } from './mirror/replicas/change-feed.ts';
import { createDesk, type Desk } from './retries/desk.ts';
import { retryRoutes } from './retries/routes.ts';
import { createChangeLog } from './store/change-log.ts';
import { createLeaderLease, type LeaderLease } from './store/leader-lease.ts';
import { openStore, type Store } from './store/open-store.ts';
import { storeCall } from './store/store-error.ts';
import { type Audit, writeAuditLine } from './store/write-audit.ts';
import { logEmEvent } from './telemetry/em-events.ts';
import { healthRoutes } from './telemetry/health-routes.ts';
import type { Log, Logger } from './telemetry/logger.ts';
import { createMetrics, type MetricSource } from './telemetry/metrics.ts';
import { version } from './version.ts';

export type Overrides = { clock?: { now(): number }; refusalProofMs?: number; giveUpMs?: number };

/** Everything one server is made of, put together here and nowhere else. */
export type Context = {
  store: Store;
  em: EnterpriseManager;
  mirror: Mirror;
  causes: Causes;
  board: PublishedBoard;
  desk: Desk;
  /** Which of several processes reads Enterprise Manager; null where there is only one. */
  lease: LeaderLease | null;
  headLog: HeadLog;
  routes: Route[];
  access: AccessControl;
  findCaller: (credentials: Credentials) => Promise<KnownCaller | null>;
  /** Writes down what somebody known was not let do. */
  denied: (denial: Denial) => void;
  /** The Set-Cookie that lets an open wall live on; null where the Cookie header names none. */
  renewWall: (cookieHeader: string | undefined) => Promise<string | null>;
};

/** The lease of the process that polls Enterprise Manager for all. */
const POLL_LEASE = 'reading';

/** Builds the parts in the order of their needs. Throws where the store cannot be opened; Enterprise Manager may be away. */
export async function createContext(config: Config, lines: Log, overrides: Overrides): Promise<Context> {
  const { logger } = lines;
  const store = await openStore(config);
  const clock = overrides.clock ?? store.clock;
  const journal = () => ({ state: store.watch.health.state, since: iso(store.watch.health.since) });
  logJournalHealth(store, logger);
  const metrics = createMetrics(metricSource);
  const log = logEmEvent(logger);
  let answeredAt: number | null = null;
  const key = store.secret;
  const password = passwordSource(config.em);
  const { windowMs } = config.directoryLockout;
  const logons = createServiceLogons({ store, clock, key, username: config.em.username, windowMs, logger });
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
  });
  const { pollMs, retryPollMs, verdictMs, retriesPerJobHour, retriesPerPersonHour, collectUnseen } = config;

  const lease = store.kind === 'postgres' ? createLeaderLease(store, POLL_LEASE, randomUUID()) : null;
  const audit: Audit = (note) => storeCall(() => writeAuditLine(store, clock.now(), note));
  const reads = () => lease === null || lease.state() !== 'others';
  const access = await createAccess(config, { store, em, clock, key, audit, logger, isPoller: reads });

  const mirror = createMirror({
    em,
    clock,
    logger,
    settings: { pollMs, retryPollMs },
    answeredAt: () => answeredAt,
    feed: lease
      ? createChangeFeed({ lease, log: createChangeLog(store, lease, POLL_LEASE), clock, logger })
      : undefined,
  });
  const desk = createDesk({
    store,
    em,
    clock,
    logger,
    mirror,
    roleNow: access.roleNow,
    settings: { ...overrides, retryPollMs, verdictMs, retriesPerJobHour, retriesPerPersonHour, collectUnseen },
  });
  const causes = createCauses({ mirror, desk, store, clock, logger });
  const board = createBoard({
    mirror,
    clock,
    logger,
    settings: { pollMs, retryPollMs },
    journal: { health: journal, onChange: (listener) => store.watch.onChange(listener) },
    retries: desk,
    causes,
  });

  const retriesOf = async (jobId: string) => (await desk.tasks({ job: jobId })).tasks;
  const facts = factsOf(config, { store, em, clock });
  const routes = [
    ...access.routes,
    ...auditRoutes(store, clock),
    ...boardRoutes({
      board,
      mirror,
      em,
      clock,
      audit,
      logger,
      exports: store.exports,
      retries: desk,
      causes,
      retriesOf,
    }),
    ...retryRoutes(desk, clock, store.exports, (taskId) => causes.ofTask(taskId)),
    ...healthRoutes({
      waitingFor: () => (mirror.attempted ? [] : ['the first answer of Enterprise Manager']),
      journal,
      passwordIsRefused: async () => store.watch.health.state === 'ok' && (await logons.isUsedUp(password())),
      askJournal: () => store.watch.ask(),
      log: lines.health,
      facts,
      metrics,
      token: config.metricsToken,
    }),
  ];

  function metricSource(): MetricSource {
    return {
      emIsUp: () => board.current().board.em.state === 'ok',
      lastGoodAt: () => mirror.health.lastGoodAt,
      failedJobs: () => board.current().board.counts.failed,
      openRetries: () => desk.cards().filter(({ state }) => isOpen(state)).length,
      reads,
      journalResponds: () => store.watch.health.state === 'ok',
      log: lines.health,
    };
  }
  const { findCaller, renewWall } = access;
  const denied = denialWriter(store, clock, logger);
  const headLog = createHeadLog(store, logger);
  return { store, em, mirror, causes, board, desk, lease, headLog, routes, access, findCaller, denied, renewWall };
}

function logJournalHealth(store: Store, logger: Logger): void {
  store.watch.onChange(({ state }) => {
    if (state === 'ok') logger.info({ event: 'journal.responding' }, 'the journal is responding again');
    else
      logger.error(
        { event: 'journal.not-responding' },
        'the journal is not responding: polling goes on, no retry is sent',
      );
  });
}

/** The facts about the server that Settings shows and that do not change while it runs. */
function factsOf(config: Config, { store, em, clock }: Pick<Context, 'store' | 'em'> & { clock: { now(): number } }) {
  const { pollMs, retryPollMs, verdictMs, retriesPerJobHour, retriesPerPersonHour } = config;
  return {
    version,
    startedAt: iso(clock.now()),
    em: {
      host: em.host,
      account: config.em.username,
      tls: config.em.tls.kind === 'ca' ? ('ca-file' as const) : config.em.tls.kind,
    },
    store: store.kind,
    pollSeconds: pollMs / 1000,
    retryPollSeconds: retryPollMs / 1000,
    verdictSeconds: verdictMs / 1000,
    limits: { retriesPerJobHour, retriesPerPersonHour },
  };
}
