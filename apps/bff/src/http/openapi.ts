import { setImmediate } from 'node:timers/promises';
import { apiPaths, problem } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { type Answer, constantAnswer, defineRoute, type Route } from '#route.ts';

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function fields(schema: z.ZodMiniType | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  }; // a strict object's schema has these
  return Object.entries(properties ?? {}).map(([name, inner]) => ({
    name,
    in: where,
    required: where === 'path' || (required ?? []).includes(name),
    schema: inner,
  }));
}

/** Rows of one path and method: they differ by `?action=` alone, which OpenAPI does not count to the path. */
type Operation = readonly [Route, ...Route[]];

function parameters(rows: Operation): Json[] {
  const [first] = rows;
  const actions = rows.flatMap(({ action }) => action ?? []);
  const action = { name: 'action', in: 'query', required: true, schema: { enum: actions } };
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', format: 'uuid' } };
  return [
    ...fields(first.params, 'path'),
    ...(actions.length === 0 ? [] : [action]),
    ...fields(first.query, 'query'),
    ...(actions.includes('retry') ? [key] : []),
  ];
}

function oneOf(schemas: Json[]): Json {
  return schemas.length === 1 && schemas[0] !== undefined ? schemas[0] : { anyOf: schemas };
}

function operation(rows: Operation): Json {
  const [first] = rows;
  const bodies = rows.flatMap(({ body }) => (body === undefined ? [] : [jsonSchema(body, 'input')]));
  const outputs = rows.flatMap(({ output }) => (output === undefined ? [] : [jsonSchema(output, 'output')]));
  const problems = { 'application/problem+json': { schema: jsonSchema(problem, 'output') } };
  return {
    summary: rows.map(({ summary }) => summary).join(' · '),
    description: first.access === 'public' ? 'Public.' : `For ${first.access.join(', ')}.`,
    ...(first.access === 'public' ? {} : { security: waysIn(first) }),
    parameters: parameters(rows),
    ...(bodies.length === 0 ? {} : { requestBody: { content: { 'application/json': { schema: oneOf(bodies) } } } }),
    responses: {
      '2XX': {
        description: 'Done.',
        ...(outputs.length === 0 ? {} : { content: { 'application/json': { schema: oneOf(outputs) } } }),
      },
      default: { description: 'Refused; `code` gives the reason.', content: problems },
    },
  };
}

/** A browser sends its cookie and, for changes, the token from `GET /api/session`; a script sends its API token. */
function waysIn({ method, browserOnly }: Route): Json[] {
  const browser = method === 'GET' ? { session: [] } : { session: [], csrf: [] };
  return browserOnly ? [browser] : [browser, { script: [] }];
}

const securitySchemes = {
  script: { type: 'http', scheme: 'bearer', description: 'An API token created by POST /api/tokens.' },
  session: { type: 'apiKey', in: 'cookie', name: '__Host-retry-desk', description: 'Set by POST /api/session.' },
  csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'csrfToken of GET /api/session.' },
};

/** The OpenAPI 3.1 document of a route table, one operation at a time: a schema takes as long as an answer. */
async function openApiOf(routes: readonly Route[], version: string): Promise<Json> {
  const paths: Record<string, Json> = {};
  for (const rows of Map.groupBy(routes, ({ method, path }) => `${method} ${path}`).values()) {
    const [first, ...others] = rows;
    if (first === undefined) continue;
    paths[first.path] = { ...paths[first.path], [first.method.toLowerCase()]: operation([first, ...others]) };
    await setImmediate();
  }
  return { openapi: '3.1.0', info: { title: 'Retry Desk', version }, components: { securitySchemes }, paths };
}

/** The row that serves the document of all other rows, made when somebody first asks for it. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  let answer: Promise<Answer> | null = null;
  return defineRoute({
    method: 'GET',
    path: apiPaths.openapi,
    access: 'public',
    summary: 'This interface as OpenAPI 3.1.',
    handler: () => {
      answer ??= openApiOf(routes, version).then(constantAnswer);
      return answer;
    },
  });
}
