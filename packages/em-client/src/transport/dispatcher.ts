import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { TlsTrust } from '../enterprise-manager.ts';
import { ConnectFailure } from '../errors/connect-failure.ts';
import type { Instant } from '../records.ts';
import { checkPin, FingerprintError, plainHex } from './fingerprint.ts';

type Connector = buildConnector.connector;

function pinned(sha256: string, connectTimeoutMs: number): Connector {
  checkPin(sha256);
  // The chain is not asked for: the pin proves more than any authority could.
  const connect = buildConnector({ rejectUnauthorized: false, timeout: connectTimeoutMs, maxCachedSessions: 0 });
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error || !socket) {
        callback(error ?? new Error('no socket'), null);
        return;
      }
      // undici hands out a TLSSocket for https URLs; plain http has no certificate to compare.
      const certificate = (socket as TLSSocket).getPeerCertificate?.();
      const seen = plainHex(certificate?.fingerprint256 ?? '');
      if (seen === plainHex(sha256)) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(new FingerprintError(certificate?.fingerprint256), null);
    });
  };
}

function trusting(tls: TlsTrust, timeout: number): Connector {
  switch (tls.kind) {
    case 'system':
      return buildConnector({ timeout });
    case 'ca':
      return buildConnector({ ca: tls.pem, timeout });
    case 'fingerprint':
      return pinned(tls.sha256, timeout);
    case 'insecure':
      return buildConnector({ rejectUnauthorized: false, timeout });
  }
}

/** Marks what fails before there is a connection: only then is it certain that nothing was sent. */
function markingFailures(connect: Connector): Connector {
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error || !socket) callback(new ConnectFailure(error ?? new Error('no socket')), null);
      else callback(null, socket);
    });
  };
}

/** Passes on when the certificate of each new connection ends. */
function dated(connect: Connector, onCertificate: ConnectOptions['onCertificate']): Connector {
  if (onCertificate === undefined) return connect;
  return (options, callback) => {
    connect(options, (...outcome) => {
      const endsAt = Date.parse((outcome[1] as TLSSocket | null)?.getPeerCertificate?.().valid_to ?? '');
      if (!Number.isNaN(endsAt)) onCertificate(endsAt);
      callback(...outcome);
    });
  };
}

export type ConnectOptions = { connectTimeoutMs: number; onCertificate?: ((endsAt: Instant) => void) | undefined };

/** The connections to one Enterprise Manager: GETs go over `reads`, kept and shared; all else gets a fresh one each. */
export type Dispatchers = { reads: Agent; actions: Agent };

/**
 * The connections to one Enterprise Manager, with the trust the administrator chose. An action never waits behind
 * hanging reads, and never goes out on a kept connection that the server may just be closing: a reset there would
 * leave open whether it was carried out.
 */
export function createDispatchers(tls: TlsTrust, { connectTimeoutMs, onCertificate }: ConnectOptions): Dispatchers {
  const connect = dated(markingFailures(trusting(tls, connectTimeoutMs)), onCertificate);
  const common = { connect, headersTimeout: 0, bodyTimeout: 0 };
  return {
    reads: new Agent({ ...common, connections: 8, pipelining: 1, keepAliveTimeout: 30_000 }),
    actions: new Agent({ ...common, connections: 8, pipelining: 0 }),
  };
}
