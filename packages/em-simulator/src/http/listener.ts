import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { type AddressInfo, createServer as createPlainServer, type Server as PlainServer, type Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real listener on 127.0.0.1: HTTPS with the certificate, plain HTTP without. */
export class Listener {
  readonly #server: Server | SecureServer;
  /** Takes the connections, so that they can be left without a word. */
  readonly #door: PlainServer;
  readonly #open = new Set<Socket>();
  #isSilent = false;

  constructor(certificate: Certificate | undefined, handler: Handler) {
    // Long filters; and one real client sends Transfer-Encoding together with Content-Length.
    const limits = { maxHeaderSize: 128 * 1024, insecureHTTPParser: true, keepAliveTimeout: 120_000 };
    this.#server =
      certificate === undefined
        ? createServer(limits, handler)
        : createSecureServer({ ...limits, key: certificate.key, cert: certificate.pem }, handler);
    this.#door = createPlainServer((socket) => this.#enter(socket));
  }

  /** Listens; resolves to the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#door.once('error', reject);
      this.#door.listen(port, '127.0.0.1', () => {
        this.#door.off('error', reject);
        resolve(portOf(this.#door.address()));
      });
    });
  }

  /** Whether new connections are taken and then left without a word, not even a TLS greeting. */
  setSilent(isSilent: boolean): void {
    this.#isSilent = isSilent;
  }

  /** Shows another certificate to new connections. */
  setCertificate({ key, pem }: Certificate): void {
    if ('setSecureContext' in this.#server) this.#server.setSecureContext({ key, cert: pem });
  }

  /** Closes the listener and every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#door.close(() => resolve());
      for (const socket of this.#open) socket.destroy();
    });
  }

  #enter(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!this.#isSilent) this.#server.emit('connection', socket);
  }
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
