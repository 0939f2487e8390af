import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { EnterpriseManagerSimulator, type SimulatorOptions } from '@retry-desk/em-simulator';
import { onTestFinished } from 'vitest';
import { type Bff, type BffOverrides, createBff } from '#bff.ts';
import { readerOf } from '#config/environment.ts';
import { loadConfig } from '#config/load-config.ts';
import { createLogger } from '#telemetry/logger.ts';
import { expectDescribed } from './described-answers.ts';

export const page = '<!doctype html><title>Retry Desk</title>';
export const script = 'export {};';
export const wallPage = '<!doctype html><title>Wall</title>';

/** An answer as it came over the wire. */
export type Reply = { status: number; headers: IncomingHttpHeaders; text: string; json: () => Record<string, unknown> };

/** One request with its path left exactly as it is given. */
export function send(
  port: number,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body?: string,
  agent: Agent | false = false,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text) }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

export type StageOptions = {
  simulator?: SimulatorOptions;
  /** Makes the world before the server sees it. */
  prepare?: (em: EnterpriseManagerSimulator) => void;
  /** Variables of the server beside those that lead to the simulator. */
  environment?: Record<string, string>;
  overrides?: BffOverrides;
  /** As in the product, where absent: below `debug` what is asked for all the time is answered before anything else. */
  logLevel?: 'trace' | 'info';
};

/** One signed-in browser: its cookie and token. */
export type Browser = { cookie: string; csrf: string };

/** The whole server over a simulated Enterprise Manager, on real sockets. `end` is for those who open it once per file. */
export async function openHttpStage(options: StageOptions = {}) {
  const em = new EnterpriseManagerSimulator({ seed: 3, jobs: 24, ...options.simulator });
  options.prepare?.(em);
  await em.start(0);
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-http-'));
  const webDir = join(folder, 'web');
  mkdirSync(join(webDir, 'assets'), { recursive: true });
  writeFileSync(join(webDir, 'index.html'), page);
  writeFileSync(join(webDir, 'wall.html'), wallPage);
  writeFileSync(join(webDir, 'assets', 'app-Bx12.js'), script);
  writeFileSync(join(webDir, 'assets', 'app-Bx12.js.br'), brotliCompressSync(script));
  writeFileSync(join(webDir, 'assets', 'app-Bx12.js.gz'), gzipSync(script));
  const environment = {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PORT: '0',
    PUBLIC_URL: 'http://localhost:8080',
    DATA_DIR: join(folder, 'data'),
    ...options.environment,
  };
  const logs: string[] = [];
  const logger = createLogger(options.logLevel ?? 'info', { write: (line) => void logs.push(line) });

  async function begin(): Promise<{ bff: Bff; port: number }> {
    const bff = await createBff(loadConfig(readerOf(environment)), { logger, webDir, ...options.overrides });
    return { bff, port: (await bff.listen()).port };
  }

  let running = await begin();
  const origin = environment.PUBLIC_URL;

  async function call(
    method: string,
    path: string,
    given: { as?: Browser | null; body?: unknown; headers?: OutgoingHttpHeaders; agent?: Agent } = {},
  ): Promise<Reply> {
    const { as = null, body } = given;
    const headers = {
      origin,
      ...(as === null ? {} : { cookie: as.cookie, 'x-csrf-token': as.csrf }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...given.headers,
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const reply = await send(running.port, method, path, headers, text, given.agent);
    expectDescribed(running.bff.routes, method, path, reply.status);
    return reply;
  }

  async function signIn(name: string, password = `${name}-demo`): Promise<Browser> {
    const reply = await call('POST', '/api/session', { body: { username: `TECH\\${name}`, password } });
    if (reply.status !== 200) throw new Error(`${name} was not signed in: ${reply.text}`);
    return { cookie: cookieOf(reply), csrf: String(reply.json().csrfToken) };
  }

  /** A wall link made by this operator and a screen that has opened it. */
  async function openWall(operator: Browser): Promise<Browser & { linkId: string; token: string }> {
    const made = await call('POST', '/api/wall-links', { as: operator, body: { name: 'Operations room' } });
    const { link, url } = made.json() as { link: { id: string }; url: string }; // the contract's newWallLink
    const token = new URL(url).pathname.slice('/wall/'.length);
    const opened = await call('POST', `/wall/${token}`);
    const cookie = cookieOf(opened);
    const session = await call('GET', '/api/session', { headers: { cookie } });
    return { cookie, csrf: String(session.json().csrfToken), linkId: link.id, token };
  }

  return {
    em,
    logs,
    environment,
    call,
    signIn,
    openWall,
    get bff() {
      return running.bff;
    },
    get port() {
      return running.port;
    },
    /** The process ends and another one starts on the same data. */
    async restart() {
      await running.bff.close();
      running = await begin();
    },
    async end() {
      await running.bff.close();
      await em.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export type HttpStage = Awaited<ReturnType<typeof openHttpStage>>;

/** A stage of one test. */
export async function httpStage(options: StageOptions = {}): Promise<HttpStage> {
  const stage = await openHttpStage(options);
  onTestFinished(() => stage.end());
  return stage;
}

/** Name and value of the one cookie an answer sets, beside what lets a browser be known again. */
export function cookieOf(reply: Reply): string {
  const all = reply.headers['set-cookie'] ?? [];
  const [cookie, ...others] = all.filter((line) => !/^(?:__(?:Host|Secure)-)?retry-desk-device=/.test(line));
  if (cookie === undefined || others.length > 0) throw new Error(`not one cookie: ${reply.status} ${reply.text}`);
  return cookie.split(';')[0] ?? '';
}
