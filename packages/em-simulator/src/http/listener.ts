import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real listener on 127.0.0.1: HTTPS with the certificate, plain HTTP without. */
export class Listener {
  readonly #server: Server;

  constructor(certificate: Certificate | undefined, handler: Handler) {
    // Long filters; and one real client sends Transfer-Encoding together with Content-Length.
    const limits = { maxHeaderSize: 128 * 1024, insecureHTTPParser: true, keepAliveTimeout: 120_000 };
    this.#server =
      certificate === undefined
        ? createServer(limits, handler)
        : createSecureServer({ ...limits, key: certificate.key, cert: certificate.pem }, handler);
  }

  /** Listens; resolves to the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve(portOf(this.#server.address()));
      });
    });
  }

  /** Closes the listener and every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
