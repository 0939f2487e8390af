import type { ErrorCode } from '@retry-desk/contract';
import { problemOf } from '#problem.ts';
import type { Route } from '#route.ts';

/** Rows of one path and method: they differ by `?action=` alone, which OpenAPI does not count to the path. */
export type Operation = readonly [Route, ...Route[]];

/** The ways in which rows of this kind refuse, whatever they do, and their own. */
function codesOf({ method, access, body, params, refuses = [] }: Route): ErrorCode[] {
  return [
    'bad-request',
    'internal',
    'store-unavailable',
    ...(access === 'public' ? [] : (['not-signed-in', 'forbidden'] as const)),
    ...(method === 'GET' ? [] : (['csrf'] as const)),
    ...(body === undefined ? [] : (['too-large'] as const)),
    ...(params === undefined ? [] : (['not-found'] as const)),
    ...refuses,
  ];
}

/** The codes of an operation's refusals, by status. */
export function refusalsOf(rows: Operation): Map<number, ErrorCode[]> {
  const codes = [...new Set(rows.flatMap(codesOf))].sort();
  return Map.groupBy(codes, (code) => problemOf(code).status);
}

/** The statuses of an operation's answers that are no refusals. */
export function successesOf(rows: Operation): number[] {
  const given = rows.flatMap(({ answers = [200], isConditional }) => [...answers, ...(isConditional ? [304] : [])]);
  return [...new Set(given)].sort();
}
