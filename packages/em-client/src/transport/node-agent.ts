import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { TlsTrust } from '../enterprise-manager.ts';
import { FingerprintError, plainHex } from './fingerprint.ts';

/** An agent that hands out a connection only after the certificate has shown to be the pinned one. */
class PinnedAgent extends https.Agent {
  readonly #sha256: string;

  constructor(sha256: string) {
    super({ keepAlive: true, rejectUnauthorized: false, maxCachedSessions: 0 });
    this.#sha256 = plainHex(sha256);
  }

  override createConnection(
    options: tls.ConnectionOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const socket = tls.connect({ ...options, rejectUnauthorized: false });
    const fail = (error: Error) => callback?.(error, socket);
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      const { fingerprint256 } = socket.getPeerCertificate();
      if (plainHex(fingerprint256 ?? '') === this.#sha256) {
        callback?.(null, socket);
        return;
      }
      socket.destroy();
      fail(new FingerprintError(fingerprint256));
    });
    return undefined;
  }
}

/** The same trust as our own calls, for a proxy that uses Node's http. */
export function createNodeAgent(protocol: string, trust: TlsTrust): http.Agent {
  if (protocol === 'http:') return new http.Agent({ keepAlive: true });
  switch (trust.kind) {
    case 'system':
      return new https.Agent({ keepAlive: true });
    case 'ca':
      return new https.Agent({ keepAlive: true, ca: trust.pem });
    case 'fingerprint':
      return new PinnedAgent(trust.sha256);
    case 'insecure':
      return new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  }
}
