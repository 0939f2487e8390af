import { setImmediate } from 'node:timers/promises';
import { apiPaths, pagePaths, problem } from '@retry-desk/contract';
import type * as z from 'zod/mini';
import { type Answer, constantAnswer, defineRoute, type Route } from '#route.ts';
import { type Operation, refusalsOf, successesOf } from './openapi-answers.ts';
import { createDescriber, type Json } from './openapi-schemas.ts';
import { topicOf, topics } from './openapi-topics.ts';

type Describer = ReturnType<typeof createDescriber>;

/** The name of a path in the contract. */
const names = new Map(
  Object.entries({ ...apiPaths, openWall: pagePaths.openWall }).map(([name, path]) => [path, name]),
);

const verbs = { GET: 'get', POST: 'post', DELETE: 'delete' } as const;

/** `getBoard`, `retryJob`: what generated clients call it. */
function operationId([first, ...others]: Operation): string {
  const name = names.get(first.path) ?? '';
  const verb = others.length === 0 ? (first.action ?? verbs[first.method]) : verbs[first.method];
  return `${verb}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function fields({ parametersOf }: Describer, schema: z.ZodMiniType | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = parametersOf(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  }; // a strict object's schema has these
  return Object.entries(properties ?? {}).map(([name, inner]) => ({
    name,
    in: where,
    required: where === 'path' || (required ?? []).includes(name),
    ...(where === 'path' ? { description: 'As lists, or the answer that made it, have it.' } : {}),
    schema: inner,
  }));
}

function parameters(describer: Describer, rows: Operation): Json[] {
  const [first] = rows;
  const actions = rows.flatMap(({ action }) => action ?? []);
  const action = {
    ...{ name: 'action', in: 'query', required: true, description: 'What is to be done.' },
    schema: { type: 'string', enum: actions },
  };
  return [
    ...fields(describer, first.params, 'path'),
    ...(actions.length === 0 ? [] : [action]),
    ...fields(describer, first.query, 'query'),
    ...(actions.includes('retry') ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

function anyOf(schemas: readonly Json[]): Json {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  return different.length === 1 && different[0] !== undefined ? different[0] : { anyOf: different };
}

const means: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted; what comes of it is read later.',
  204: 'Done; there is nothing to return.',
  303: 'Leads on to another page.',
  304: 'What If-None-Match names is still so.',
};

/** The answer to a call that was not refused. */
function success(describer: Describer, rows: Operation, status: number): Json {
  const [first] = rows;
  const outputs = status < 204 ? rows.flatMap(({ output }) => output ?? []) : [];
  const files = status === 200 ? (first.files ?? []) : [];
  const header = (description: string) => ({ description, schema: { type: 'string' } });
  const headers = {
    ...(first.isConditional ? { ETag: header('For If-None-Match.') } : {}),
    ...(status === 303 ? { Location: header('Where it leads.') } : {}),
  };
  const content = {
    ...(outputs.length === 0
      ? {}
      : { 'application/json': { schema: anyOf(outputs.map((output) => describer.describe(output, 'output'))) } }),
    ...Object.fromEntries(files.map((type) => [type, { schema: { type: 'string' } }])),
  };
  return {
    description: means[status],
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** Refusals that may say when to try again. */
const waits = [429, 503];

function operation(describer: Describer, rows: Operation): Json {
  const [first] = rows;
  const bodies = rows.flatMap(({ body }) => (body === undefined ? [] : [describer.describe(body, 'input')]));
  const refused = [...refusalsOf(rows)].map(([status, codes]) => [
    status,
    {
      description: `Refused: ${codes.join(', ')}.`,
      ...(waits.includes(status) ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } } : {}),
      content: { 'application/problem+json': { schema: describer.describe(problem, 'output') } },
    },
  ]);
  return {
    operationId: operationId(rows),
    tags: [topicOf(first.path)],
    summary: rows.map(({ summary }) => summary).join(' · '),
    description: first.access === 'public' ? 'Public.' : `For ${first.access.join(', ')}.`,
    security: first.access === 'public' ? [] : waysIn(first),
    parameters: parameters(describer, rows),
    ...(bodies.length === 0
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: anyOf(bodies) } } } }),
    responses: {
      ...Object.fromEntries(successesOf(rows).map((status) => [status, success(describer, rows, status)])),
      ...Object.fromEntries(refused),
    },
  };
}

/** A browser sends its cookie and, for changes, the token from `GET /api/session`; a script sends its API token. */
function waysIn({ method, browserOnly }: Route): Json[] {
  const browser = method === 'GET' ? { session: [] } : { session: [], csrf: [] };
  return browserOnly ? [browser] : [browser, { script: [] }];
}

const securitySchemes = (sessionCookie: string) => ({
  script: { type: 'http', scheme: 'bearer', description: 'An API token created by POST /api/tokens.' },
  session: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: 'Set by POST /api/session.' },
  csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'csrfToken of GET /api/session.' },
});

const shared = {
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'The same key with the same request is answered alike, and carried out once.',
      schema: { type: 'string', format: 'uuid' },
    },
  },
  headers: { RetryAfter: { description: 'Seconds until another try makes sense.', schema: { type: 'integer' } } },
};

/** Enterprise Manager's own resources, which no row of the table serves. */
function gatewayPath(describer: Describer): Json {
  const rows: Operation = [
    {
      ...{ method: 'GET', path: `${apiPaths.em}/{resource}`, access: ['operator'], summary: '' },
      ...{ refuses: ['not-found', 'em-refused', 'em-unreachable'], handler: () => ({ status: 200 }) },
    },
  ];
  const { responses, ...rest } = operation(describer, rows) as Json & { responses: Json };
  const content = { 'application/json': { schema: {} }, 'application/xml': { schema: { type: 'string' } } };
  return {
    ...rest,
    operationId: 'getEm',
    summary: "A resource of Enterprise Manager, read through the server's session.",
    description: 'For operator. `resource` is an address below /api of Enterprise Manager, slashes and query included.',
    parameters: [
      {
        name: 'resource',
        in: 'path',
        required: true,
        description: 'agents/jobs, for example.',
        schema: { type: 'string' },
      },
    ],
    responses: { ...responses, 200: { description: 'As Enterprise Manager answers, in the form of Accept.', content } },
  };
}

const info = {
  title: 'Retry Desk',
  description: 'Failed Veeam Agent backup jobs, why they failed, and their retries to the result of the backup.',
  contact: { name: 'The team that runs this server' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** `base`: the path of PUBLIC_URL, empty where it has none. */
type About = { version: string; base: string; sessionCookie: string };

/** The OpenAPI 3.1 document of a route table, one operation at a time: a schema takes as long as an answer. */
async function openApiOf(routes: readonly Route[], { version, base, sessionCookie }: About): Promise<Json> {
  const describer = createDescriber();
  const paths: Record<string, Json> = {};
  for (const rows of Map.groupBy(routes, ({ method, path }) => `${method} ${path}`).values()) {
    const [first, ...others] = rows;
    if (first === undefined) continue;
    paths[first.path] = {
      ...paths[first.path],
      [first.method.toLowerCase()]: operation(describer, [first, ...others]),
    };
    await setImmediate();
  }
  paths[`${apiPaths.em}/{resource}`] = { get: gatewayPath(describer) };
  return {
    openapi: '3.1.0',
    info: { ...info, version },
    servers: [{ url: base || '/', description: 'This server.' }],
    tags: Object.entries(topics).map(([name, description]) => ({ name, description })),
    paths,
    components: { securitySchemes: securitySchemes(sessionCookie), ...shared, schemas: describer.components },
  };
}

/** The row that serves the document of all other rows, made when somebody first asks for it. */
export function openApiRoute(routes: readonly Route[], about: About): Route {
  let answer: Promise<Answer> | null = null;
  return defineRoute({
    method: 'GET',
    path: apiPaths.openapi,
    access: 'public',
    summary: 'This interface as OpenAPI 3.1.',
    handler: () => {
      answer ??= openApiOf(routes, about).then(constantAnswer);
      return answer;
    },
  });
}
