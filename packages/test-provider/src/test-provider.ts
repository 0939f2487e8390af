import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { makeCertificate } from './certificate.ts';
import { memory } from './memory.ts';
import type { Person } from './person.ts';
import { providerSettings } from './settings.ts';
import { type Claims, claimsOf, commonSigningKey, newSigningKey, type SigningKey, signClaims } from './signing-key.ts';
import { walkThrough } from './walk-through.ts';

/** Changes the provider's claims about a person, and may sign it with another key; a text is the whole ID token as it is. */
export type Twist = (claims: Claims, key: SigningKey) => { claims: Claims; key: SigningKey } | string;

/** A real OpenID provider on this machine, with people of its own and ways to go wrong. */
export class TestProvider {
  readonly clientId = 'retry-desk';
  readonly clientSecret = 'canary-client-secret-of-the-test-provider';
  readonly people: Record<string, Person>;
  /** Applied to every ID token on its way out. */
  twist: Twist | null = null;
  /** Members of the metadata that differ. */
  metadata: Claims | null = null;
  readonly #deskUrl: string;
  readonly #stored = memory();
  readonly #tls: boolean;
  #key = commonSigningKey();
  #certificate: { key: string; cert: string } | null = null;
  #server: Server | null = null;
  #provider: Provider | null = null;
  #port = 0;

  constructor(deskUrl: string, people: Record<string, Person>, { tls = false }: { tls?: boolean } = {}) {
    this.#deskUrl = deskUrl;
    this.people = people;
    this.#tls = tls;
  }

  get issuer(): string {
    return `${this.#tls ? 'https' : 'http'}://localhost:${this.#port}`;
  }

  /** The certificate, which is its own authority; null without TLS. */
  get ca(): string | null {
    return this.#certificate?.cert ?? null;
  }

  async start(): Promise<void> {
    const handle = (request: IncomingMessage, response: ServerResponse) => void this.#handle(request, response);
    if (this.#tls) this.#certificate ??= await makeCertificate('localhost');
    const server = this.#certificate ? createSecureServer(this.#certificate, handle) : createServer(handle);
    // Where this machine means `localhost` to be, the name it is asked by.
    server.listen(this.#port, 'localhost');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port; // a listening TCP server has a port
    this.#server = server;
    this.#renew();
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** From now on another key signs; the old one is not published any more. */
  changeKeys(): void {
    this.#key = newSigningKey();
    this.#renew();
  }

  /** Codes given out so far are over, as after their minute. */
  expireCodes(): void {
    this.#stored.forget('AuthorizationCode');
  }

  /** The steps of a browser at the provider for this person: from the address it was sent to, to the one it is sent back to. */
  walk(address: string, person: string): Promise<URL> {
    return walkThrough(address, person, this.#deskUrl);
  }

  #renew(): void {
    const settings = providerSettings({
      deskUrl: this.#deskUrl,
      clientId: this.clientId,
      clientSecret: this.clientSecret,
      people: this.people,
      key: this.#key,
      adapter: this.#stored.adapter,
    });
    this.#provider = new Provider(this.issuer, settings);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = this.#provider;
    if (provider === null) return;
    const { pathname } = new URL(request.url ?? '/', this.issuer);
    if (pathname.startsWith('/interaction/')) return await interact(provider, request, response);
    if (pathname === '/token') this.#twistAnswer(response);
    if (pathname === '/.well-known/openid-configuration' && this.metadata !== null)
      changeAnswer(response, (answer) => ({ ...answer, ...this.metadata }));
    await provider.callback()(request, response);
  }

  #twistAnswer(response: ServerResponse): void {
    const { twist } = this;
    if (twist === null) return;
    const key = this.#key;
    changeAnswer(response, (answer) => {
      if (!('id_token' in answer)) return answer;
      const twisted = twist(claimsOf(String(answer.id_token)), key);
      return {
        ...answer,
        id_token: typeof twisted === 'string' ? twisted : signClaims(twisted.claims, twisted.key),
      };
    });
  }
}

/** Changes a JSON object on its way out. */
function changeAnswer(response: ServerResponse, change: (answer: object) => object): void {
  const end = response.end.bind(response);
  response.end = (chunk?: unknown) => {
    const answer: unknown = JSON.parse(String(chunk));
    if (typeof answer !== 'object' || answer === null) return end(chunk);
    const text = JSON.stringify(change(answer));
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  };
}

const page = `<!doctype html><html lang="en"><title>Provider</title>
<form method="post"><label>Account <input name="account" autofocus></label> <button>Go on</button></form></html>`;

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const account = new URLSearchParams(body).get('account') ?? '';
  const result = account === '' ? { error: 'access_denied' } : { login: { accountId: account } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
