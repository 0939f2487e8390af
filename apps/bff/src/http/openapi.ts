import { problem } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { defineRoute, type Route } from '#route.ts';

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function parameters(route: Route): Json[] {
  const of = (schema: z.ZodMiniType | undefined, where: 'path' | 'query'): Json[] => {
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
  };
  const action =
    route.action === undefined
      ? []
      : [{ name: 'action', in: 'query', required: true, schema: { const: route.action } }];
  return [...of(route.params, 'path'), ...action, ...of(route.query, 'query')];
}

function operation(route: Route): Json {
  const problemContent = { 'application/problem+json': { schema: jsonSchema(problem, 'output') } };
  return {
    summary: route.summary,
    description: route.access === 'public' ? 'Public.' : `For ${route.access.join(', ')}.`,
    parameters: parameters(route),
    ...(route.body === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } } }),
    responses: {
      '2XX': {
        description: 'Done.',
        ...(route.output === undefined
          ? {}
          : { content: { 'application/json': { schema: jsonSchema(route.output, 'output') } } }),
      },
      default: { description: 'Refused; `code` says why.', content: problemContent },
    },
  };
}

/** The OpenAPI 3.1 document of a route table. Two actions of one path and method appear under `path?action=…`. */
function openApiOf(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.action === undefined ? route.path : `${route.path}?action=${route.action}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return { openapi: '3.1.0', info: { title: 'Retry Desk', version }, paths };
}

/** The row that serves the document of all other rows. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  const document = openApiOf(routes, version);
  return defineRoute({
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    summary: 'This interface as OpenAPI 3.1.',
    handler: () => ({ status: 200, body: document }),
  });
}
