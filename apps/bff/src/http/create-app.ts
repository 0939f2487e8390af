import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { apiPaths } from '@retry-desk/contract';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { basePath } from '#our-address.ts';
import { fromError, MOST_BODY_KB } from '#problem.ts';
import { type Answer, type Caller, type Credentials, type KnownCaller, personOf, Refusal, type Route } from '#route.ts';
import type { Logger } from '#telemetry/logger.ts';
import { callerAddress } from './caller-address.ts';
import { credentialsOf } from './credentials.ts';
import { forwardedAddresses } from './forwarded.ts';
import { admit } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { parseRequest } from './parse-request.ts';
import { refuseCrookedHeaders } from './repeated-header.ts';
import { loggedPath, requestLog } from './request-log.ts';
import { allowedMethods, chooseRow, groupRoutes, type PathRows } from './route-table.ts';
import { staticWeb } from './static-web.ts';

export type AppDeps = {
  routes: readonly Route[];
  /** The caller that these headers identify. */
  findCaller: (credentials: Credentials) => Promise<KnownCaller | null>;
  /** Called for every refused call of a known caller. */
  denied: (denial: { caller: Caller; address: string; call: string; code: string }) => void;
  /** Answers GETs of operators under /em; mounted before anything reads bodies. */
  gateway: (request: Request, response: Response) => Promise<void>;
  /** The Set-Cookie that lets an open wall live on, where a Cookie header names one. */
  renewWall: (cookieHeader: string | undefined) => Promise<string | null>;
  publicUrl: URL;
  trustProxy: readonly string[];
  webDir: string;
  logger: Logger;
};

/** A refusal that carries the Allow header. */
class MethodNotAllowed extends Refusal {
  readonly allow: string;

  constructor(allow: string) {
    super('method-not-allowed', `This address takes ${allow}.`);
    this.allow = allow;
  }
}

/** Sends pieces as they come. A failure before the first is an answer of its own; after it, the answer breaks off. */
async function sendPieces(response: Response, head: Answer, pieces: AsyncIterable<unknown>): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all() {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  }
  writeHead(response, head);
  if (response.req.method === 'HEAD') {
    await iterator.return?.();
    response.end();
    return;
  }
  await pipeline(Readable.from(all()), response);
}

function isPieces(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The answer with the path of PUBLIC_URL in front of a path of ours that it leads to. */
function below(base: string, answer: Answer): Answer {
  const location = answer.headers?.location;
  if (base === '' || typeof location !== 'string' || !location.startsWith('/')) return answer;
  return { ...answer, headers: { ...answer.headers, location: `${base}${location}` } };
}

async function send(response: Response, answer: Answer): Promise<void> {
  if (isPieces(answer.body)) {
    await sendPieces(response, answer, answer.body);
    return;
  }
  writeHead(response, answer);
  if (answer.body === undefined) response.end();
  else if (answer.body instanceof Uint8Array) response.end(answer.body);
  else if (answer.contentType !== undefined) response.end(String(answer.body));
  else response.json(answer.body);
}

function writeHead(response: Response, answer: Answer): void {
  response.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.contentType !== undefined) response.setHeader('content-type', answer.contentType);
}

/** Keys of scripts open the interface and the gateway, nothing else; elsewhere that header is somebody else's. */
const forScripts = /^\/(?:api|em)\//;

/** The caller; a refused unsafe or foreign call of theirs goes to the audit. */
async function admitted(
  row: Pick<Route, 'method' | 'access' | 'csrf' | 'browserOnly'>,
  request: Request,
  response: Response,
  deps: AppDeps,
): Promise<KnownCaller | null> {
  const credentials = credentialsOf(request.headers);
  const path = request.baseUrl + request.path;
  if (!forScripts.test(path)) credentials.authorization = undefined;
  const known = await deps.findCaller(credentials);
  if (known === null && /^bearer\b/i.test(credentials.authorization ?? ''))
    deps.logger.warn(
      { event: 'access.token-refused', address: callerAddress(request), path: loggedPath(path) },
      'an invalid API token was refused',
    );
  response.locals.user = known && personOf(known.caller);
  response.locals.role = known?.caller.role;
  response.locals.wall = known?.caller.role === 'wall' ? known.caller.user : null;
  try {
    admit(row, known, { method: request.method, header: (name) => request.get(name) }, deps.publicUrl);
  } catch (error) {
    if (known !== null && error instanceof Refusal) {
      const call = `${request.method} ${loggedPath(path)}`;
      deps.denied({ caller: known.caller, address: callerAddress(request), call, code: error.code });
    }
    throw error;
  }
  return known;
}

function pathHandler({ path, rows }: PathRows, deps: AppDeps) {
  const base = basePath(deps.publicUrl);
  const json = express.json({ limit: MOST_BODY_KB * 1024 });
  const readBody = (request: Request, response: Response) =>
    new Promise<void>((resolve, reject) =>
      json(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
    );

  return async (request: Request, response: Response): Promise<void> => {
    response.locals.route = path;
    response.setHeader('cache-control', 'no-store');
    const action = typeof request.query.action === 'string' ? request.query.action : null;
    const hasActions = rows.some((row) => row.action !== undefined && row.method === request.method);
    const row = chooseRow(rows, request.method, hasActions ? action : null);
    if (row === null) {
      if (hasActions)
        throw new Refusal('bad-request', 'The query "action" is missing or names nothing that can be done.');
      throw new MethodNotAllowed(allowedMethods(rows));
    }
    const known = await admitted(row, request, response, deps);
    if (row.body !== undefined) {
      const type = request.get('content-type');
      const hasBody =
        request.get('content-length') !== '0' &&
        (request.get('content-length') ?? request.get('transfer-encoding')) !== undefined;
      if (hasBody && !/^application\/json\b/i.test(type ?? ''))
        throw new Refusal('bad-request', 'Bodies are application/json.');
      await readBody(request, response);
    }
    const parsed = parseRequest(row, { params: request.params, query: request.query, body: request.body });
    const caller = known?.caller ?? null;
    const remoteAddress = callerAddress(request);
    const header = (name: string) => request.get(name);
    const answer = await row.handler({ ...parsed, caller, header, remoteAddress });
    await send(response, below(base, answer));
  };
}

/** The row under which the gateway is guarded like any other. */
const gatewayRow: Pick<Route, 'method' | 'access'> = { method: 'GET', access: ['operator'] };

function gatewayHandler(deps: AppDeps) {
  return async (request: Request, response: Response): Promise<void> => {
    response.locals.route = `${apiPaths.em}/…`;
    response.setHeader('cache-control', 'no-store');
    await admitted(gatewayRow, request, response, deps);
    if (request.method !== 'GET') throw new MethodNotAllowed('GET');
    await deps.gateway(request, response);
  };
}

/** The one place where an error becomes an answer. */
function errorHandler({ logger }: AppDeps): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { problem, headers } = fromError(error, response.locals.role === 'operator' ? 'operator' : 'other');
    if (problem.status >= 500)
      logger.error({ event: 'http.request-failed', err: error, code: problem.code }, 'a request failed');
    if (error instanceof MethodNotAllowed) response.setHeader('allow', error.allow);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('cache-control', 'no-store');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** The Express application of a route table: the only place where requests become values and values answers. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.set('strict routing', true);
  app.set('case sensitive routing', true);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustProxy.length === 0 ? false : [...deps.trustProxy]);
  app.set('etag', false);
  app.disable('x-powered-by');

  app.use(forwardedAddresses(deps.logger));
  app.use(requestLog(deps.logger));
  app.use(securityHeaders(deps.publicUrl));
  app.use(refuseCrookedHeaders);
  app.use(apiPaths.em, gatewayHandler(deps));
  for (const group of groupRoutes(deps.routes))
    app.all(group.path.replace(/\{(\w+)\}/g, ':$1'), pathHandler(group, deps));
  app.use(staticWeb(deps.webDir, { renewWall: deps.renewWall, base: basePath(deps.publicUrl) }));
  app.use(() => {
    throw new Refusal('not-found', 'There is nothing at this address.');
  });
  app.use(errorHandler(deps));
  return app;
}
