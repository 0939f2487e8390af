import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { atMost } from './at-most.ts';
import { opensDebugger } from './config/debugger-signal.ts';
import { isJournald } from './config/journal-stream.ts';
import type { Config } from './config/load-config.ts';
import { type OwnCertificate, readOwnCertificate } from './config/own-certificate.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { createGateway } from './gateway/gateway.ts';
import { watchCertificate } from './http/certificate-watch.ts';
import { createApp } from './http/create-app.ts';
import { openApiRoute } from './http/openapi.ts';
import { ownPaths } from './http/own-paths.ts';
import { readyAnswers } from './http/ready-answers.ts';
import { createRedirect } from './http/redirect-server.ts';
import { warmAnswers } from './http/warm-answers.ts';
import { createWebServer } from './http/web-server.ts';
import { basePath } from './our-address.ts';
import type { Route } from './route.ts';
import { createLog, type Log, type Logger, logOf } from './telemetry/logger.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { version } from './version.ts';

/** `certificateMs`: how often the files of our own certificate are read. */
export type BffOverrides = Overrides & { logger?: Logger; webDir?: string; certificateMs?: number };

export type Bff = {
  context: Context;
  routes: readonly Route[];
  /** Starts to listen, to poll and to follow. `url` is where this very process is reached. */
  listen: () => Promise<{ port: number; url: string }>;
  /** Takes up what has changed in files of secrets and certificates. `read`: the settings as they are now. */
  reload: (read: () => Config) => void;
  /** Takes no new requests, lets running ones finish, logs off from Enterprise Manager, closes the store: within 10 s. */
  close: () => Promise<void>;
};

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

function openLog({ logLevel, logFormat }: Config): Log {
  return createLog(logLevel, { format: logFormat, toJournald: isJournald(process.stdout.fd) });
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
async function openPort(server: Server, { port, host }: Pick<Config, 'port' | 'host'>): Promise<void> {
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

type WebParts = Pick<Metrics, 'onCertificate'> & {
  handle: RequestListener;
  logger: Logger;
  certificateMs: number | undefined;
};

/** The ports of this process: the one of the web app, over HTTPS where we have a certificate, and one that leads there. */
function openWeb(config: Config, { handle, logger, certificateMs, onCertificate }: WebParts) {
  const { publicUrl, host, port, tls } = config;
  const inUse = tls === null ? null : readOwnCertificate(tls.files);
  const noteEnd = ({ certificate }: OwnCertificate) => onCertificate('own', certificate.validToDate.getTime());
  if (inUse !== null) noteEnd(inUse);
  const { server, replace } = createWebServer({ handle, publicUrl, logger, secure: inUse?.options ?? null });
  const redirect = tls?.redirectPort ? { server: createRedirect(publicUrl), port: tls.redirectPort } : null;
  const certificate =
    tls === null || inUse === null
      ? null
      : watchCertificate({
          ...{ inUse, logger, everyMs: certificateMs },
          read: () => readOwnCertificate(tls.files),
          replace(renewed) {
            replace(renewed.options);
            noteEnd(renewed);
          },
        });
  return {
    reload: () => certificate?.check(),
    /** The address of this very process. */
    async listen(): Promise<{ port: number; url: string }> {
      await openPort(server, { host, port });
      if (redirect !== null) await openPort(redirect.server, { host, port: redirect.port });
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      const name = host.includes(':') ? `[${host}]` : host;
      return { port: taken, url: `${tls === null ? 'http' : 'https'}://${name}:${taken}` };
    },
    async close(): Promise<void> {
      certificate?.stop();
      await Promise.all([closeServer(server), redirect && closeServer(redirect.server)]);
    },
  };
}

/** All of it or nothing: settings that are wrong leave those in use. */
function reloadSettings(context: Context, read: () => Config, logger: Logger): void {
  try {
    context.reload(read());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    logger.error({ event: 'process.reload-refused', why }, 'settings are of no use; those before stay in use');
  }
}

/** One server as a value: two of them can live in one process. */
export async function createBff(config: Config, overrides: BffOverrides = {}): Promise<Bff> {
  const log = overrides.logger === undefined ? openLog(config) : logOf(overrides.logger);
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
    retention,
    access,
    findCaller,
    denied,
    renewWall,
    metrics,
  } = context;
  const { publicUrl } = config;
  const about = { version, base: basePath(publicUrl), sessionCookie: access.sessionCookie };
  const routes = [...context.routes, openApiRoute(context.routes, about)];
  const app = createApp({
    routes,
    findCaller,
    denied,
    gateway: createGateway({ em, base: basePath(config.publicUrl) }),
    renewWall,
    publicUrl,
    trustProxy: config.trustProxy,
    webDir: overrides.webDir ?? defaultWebDir(),
    logger,
  });
  const answerReady = readyAnswers({ routes, recall: access.recall, publicUrl, logger });
  warmAnswers();
  const ownPath = ownPaths(publicUrl);
  const web = openWeb(config, {
    handle(request, response) {
      request.url = ownPath(request.url ?? '/');
      metrics.onRequest(request, response);
      if (!answerReady(request, response)) app(request, response);
    },
    logger,
    certificateMs: overrides.certificateMs,
    onCertificate: metrics.onCertificate,
  });

  async function close(): Promise<void> {
    mirror.stop();
    board.stop();
    access.roles.stop();
    access.tokenWatch.stop();
    await lease
      ?.stop()
      .catch((error) =>
        logger.warn({ event: 'lease.release-failed', err: error }, 'the leader lease could not be released'),
      );
    await Promise.all([
      web.close(),
      atMost(deskMs, Promise.all([desk.stop(), causes.stop(), attention.stop(), notices.stop(), retention?.stop()])),
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
    const { port, url } = await web.listen();
    await lease?.start();
    causes.start();
    await attention.start();
    board.start();
    mirror.start();
    await notices.start();
    access.roles.start();
    access.tokenWatch.start();
    retention?.start();
    logger.info(
      { event: 'process.listening', url, publicUrl: publicUrl.href, em: em.host, store: store.kind },
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
    reload(read) {
      logger.info({ event: 'process.reload' }, 'files are read again');
      web.reload();
      reloadSettings(context, read, logger);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
