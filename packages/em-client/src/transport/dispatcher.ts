import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { TlsTrust } from '../enterprise-manager.ts';
import { FingerprintError, plainHex } from './fingerprint.ts';

function pinned(sha256: string, connectTimeoutMs: number): buildConnector.connector {
  // The chain is not asked for: the pin says more than any authority could.
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

/** The pool of connections to one Enterprise Manager, with the trust the administrator chose. */
export function createDispatcher(tls: TlsTrust, connectTimeoutMs: number): Agent {
  const common = { connections: 8, pipelining: 1, keepAliveTimeout: 30_000, headersTimeout: 0, bodyTimeout: 0 };
  switch (tls.kind) {
    case 'system':
      return new Agent({ ...common, connect: { timeout: connectTimeoutMs } });
    case 'ca':
      return new Agent({ ...common, connect: { ca: tls.pem, timeout: connectTimeoutMs } });
    case 'fingerprint':
      return new Agent({ ...common, connect: pinned(tls.sha256, connectTimeoutMs) });
    case 'insecure':
      return new Agent({ ...common, connect: { rejectUnauthorized: false, timeout: connectTimeoutMs } });
  }
}
