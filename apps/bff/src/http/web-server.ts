import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Logger } from '#telemetry/logger.ts';
import { brokenRequests } from './broken-requests.ts';
import { inTurn } from './in-turn.ts';

/** Longer than browsers and proxies wait between two polls: the next request finds the connection still open. */
const keepAliveMs = 75_000;
/**
 * A head, and a whole request, must arrive within this time, or the connection is closed; checked so often that few
 * close at once. The same for the handshake of TLS.
 */
const requestMs = 10_000;
const checkMs = 200;
/** A connection over which nothing comes and nothing goes, although an answer is due, is ended after this. */
const silentMs = 120_000;

export type WebServerDeps = {
  handle: RequestListener;
  publicUrl: URL;
  logger: Logger;
  /** Our own certificate; null where a proxy has one. */
  secure: SecureContextOptions | null;
};

/** The server that browsers or a proxy connect to, with the limits of connections. */
export function createWebServer({ handle, publicUrl, logger, secure }: WebServerDeps) {
  const { onRequest, onConnection } = inTurn(handle);
  const options = {
    optimizeEmptyRequests: true,
    keepAliveTimeout: keepAliveMs,
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    // Refused with all other malformed requests: Node's own answer has none of our headers.
    requireHostHeader: false,
    // By default Node checks every half minute, which makes the time-outs meaningless.
    connectionsCheckingInterval: checkMs,
  };
  const tls = secure === null ? null : createSecureServer({ ...options, ...tlsOptions(secure) }, onRequest);
  const server: Server = tls ?? createServer(options, onRequest);
  server.on(tls === null ? 'connection' : 'secureConnection', onConnection);
  server.on('clientError', brokenRequests({ publicUrl, logger }));
  // An unknown `Expect` may be ignored (RFC 9110, 10.1.1); Node would answer 417 by itself.
  server.on('checkExpectation', onRequest);
  server.timeout = silentMs;
  return {
    server,
    /** New connections get this certificate. */
    replace: (next: SecureContextOptions) => tls?.setSecureContext(tlsOptions(next)),
  };
}

function tlsOptions(secure: SecureContextOptions) {
  return { ...secure, minVersion: 'TLSv1.2' as const, handshakeTimeout: requestMs };
}
