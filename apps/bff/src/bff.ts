import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { atMost } from './at-most.ts';
import { opensDebugger } from './config/debugger-signal.ts';
import type { Config } from './config/load-config.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { createGateway } from './gateway/gateway.ts';
import { brokenRequests } from './http/broken-requests.ts';
import { createApp } from './http/create-app.ts';
import { inTurn } from './http/in-turn.ts';
import { openApiRoute } from './http/openapi.ts';
import { readyAnswers } from './http/ready-answers.ts';
import { warmAnswers } from './http/warm-answers.ts';
import type { Route } from './route.ts';
import { createLog, type Logger, logOf } from './telemetry/logger.ts';
import { version } from './version.ts';

export type BffOverrides = Overrides & { logger?: Logger; webDir?: string };

export type Bff = {
  context: Context;
  routes: readonly Route[];
  /** Starts to listen, to poll and to follow. `url` is where this very process is reached. */
  listen: () => Promise<{ port: number; url: string }>;
  /** Takes no new requests, lets running ones finish, logs off from Enterprise Manager, closes the store: within 10 s. */
  close: () => Promise<void>;
};

/** Longer than browsers and proxies wait between two polls: the next request finds the connection still open. */
const keepAliveMs = 75_000;
/**
 * A head, and a whole request, must arrive within this time, or the connection is closed; checked so often that few
 * close at once.
 */
const requestMs = 10_000;
const checkMs = 200;
/** A connection over which nothing comes and nothing goes, although an answer is due, is ended after this. */
const silentMs = 120_000;
/** Connections that are still open this long after the drain has begun are ended. */
const drainMs = 7_000;
/** The desk waits this long for requests on their way; the rest is in the journal. */
const deskMs = 8_500;
/** The reader of the log gets this long for the last lines. */
const lastLinesMs = 500;
/** A hanging Enterprise Manager gets this long for the log-off; its session ends by itself. */
const logOffMs = 1_000;

/** The web app beside the built server, or the one of the workspace when the sources are run. */
function defaultWebDir(): string {
  const built = fileURLToPath(new URL('./web', import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL('../../web/dist', import.meta.url));
}

function warnOfInsecureTls(config: Config, logger: Logger): void {
  if (config.em.tls.kind !== 'insecure') return;
  logger.warn(
    { event: 'em.insecure-tls' },
    'EM_INSECURE_TLS: the certificate of Enterprise Manager is NOT checked; anybody in between can read its password',
  );
}

function warnOfDebugger(logger: Logger): void {
  if (!opensDebugger()) return;
  logger.warn(
    { event: 'process.debugger-signal' },
    'started without --disable-sigusr1: a signal opens the debugger; use the start script',
  );
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(force);
}

/** @throws Error in words for the administrator where the address cannot be had. */
async function openPort(server: Server, { port, host }: Config): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Retry Desk cannot listen on ${host}:${port} (${why}). Give another PORT or HOST, or end what uses it.`,
      { cause: error },
    );
  }
}

/** One server as a value: two of them can live in one process. */
export async function createBff(config: Config, overrides: BffOverrides = {}): Promise<Bff> {
  const log = overrides.logger === undefined ? createLog(config.logLevel) : logOf(overrides.logger);
  const { logger } = log;
  const context = await createContext(config, log, overrides);
  const {
    em,
    desk,
    mirror,
    causes,
    attention,
    notices,
    board,
    store,
    lease,
    headLog,
    access,
    findCaller,
    denied,
    renewWall,
  } = context;
  const routes = [...context.routes, openApiRoute(context.routes, version)];
  const app = createApp({
    routes,
    findCaller,
    denied,
    gateway: createGateway({ em }),
    renewWall,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    webDir: overrides.webDir ?? defaultWebDir(),
    logger,
  });
  const answerReady = readyAnswers({ routes, recall: access.recall, publicUrl: config.publicUrl, logger });
  warmAnswers();
  const { onRequest, onConnection } = inTurn((request, response) => {
    if (!answerReady(request, response)) app(request, response);
  });
  const server = createServer(
    {
      optimizeEmptyRequests: true,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      // Refused with all other malformed requests: Node's own answer has none of our headers.
      requireHostHeader: false,
      // By default Node checks every half minute, which makes the time-outs meaningless.
      connectionsCheckingInterval: checkMs,
    },
    onRequest,
  );
  server.on('connection', onConnection);
  server.on('clientError', brokenRequests({ publicUrl: config.publicUrl, logger }));
  // An unknown `Expect` may be ignored (RFC 9110, 10.1.1); Node would answer 417 by itself.
  server.on('checkExpectation', onRequest);
  server.timeout = silentMs;

  async function close(): Promise<void> {
    mirror.stop();
    board.stop();
    access.roles.stop();
    await lease
      ?.stop()
      .catch((error) =>
        logger.warn({ event: 'lease.release-failed', err: error }, 'the leader lease could not be released'),
      );
    await Promise.all([
      closeServer(server),
      atMost(deskMs, Promise.all([desk.stop(), causes.stop(), attention.stop(), notices.stop()])),
    ]);
    await Promise.all([atMost(logOffMs, em.close()), headLog.stop()]);
    await store.close();
    logger.info({ event: 'process.stopped' }, 'Retry Desk has stopped');
    await log.drained(lastLinesMs);
  }

  async function listen(): Promise<{ port: number; url: string }> {
    warnOfInsecureTls(config, logger);
    warnOfDebugger(logger);
    await headLog.start();
    await desk.start();
    await openPort(server, config);
    await lease?.start();
    causes.start();
    await attention.start();
    board.start();
    mirror.start();
    await notices.start();
    access.roles.start();
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    logger.info(
      { event: 'process.listening', url, publicUrl: config.publicUrl.origin, em: em.host, store: store.kind },
      'Retry Desk is listening',
    );
    return { port, url };
  }

  let closing: Promise<void> | null = null;
  return {
    context,
    routes,
    listen: () =>
      listen().catch(async (error) => {
        await close();
        throw error;
      }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
