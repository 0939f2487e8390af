import * as z from 'zod/mini';
import { Refusal, type Route } from '#route.ts';

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const nothing = z.strictObject({});

function validOrRefuse<S extends z.ZodMiniType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '' : ` "${issue.path.join('.')}"`;
  const unknown =
    issue?.code === 'unrecognized_keys' ? ` (unknown: ${issue.keys.slice(0, 5).join(', ').slice(0, 200)})` : '';
  throw new Refusal('bad-request', `The ${where}${field} is not valid${unknown}; GET /api/openapi.json describes it.`);
}

/** Ids of paths in lower case: an id is the same in either. */
function lowerIds(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && guidPattern.test(value) ? value.toLowerCase() : value,
    ]),
  );
}

/** A form sends empty fields as well: `?state=&q=` sets no filter. */
function given(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

/** Params, query and body by the row's strict schemas. Throws Refusal `bad-request` naming the field. */
export function parseRequest(
  route: Route,
  raw: { params: Readonly<Record<string, unknown>>; query: Readonly<Record<string, unknown>>; body: unknown },
): { params: unknown; query: unknown; body: unknown } {
  const { action, ...query } = raw.query;
  const checkedQuery = route.action === undefined && action !== undefined ? raw.query : query;
  return {
    params: validOrRefuse(route.params ?? nothing, lowerIds(raw.params), 'path'),
    query: validOrRefuse(route.query ?? nothing, given(checkedQuery), 'query'),
    body: route.body === undefined ? undefined : validOrRefuse(route.body, raw.body ?? {}, 'body'),
  };
}
