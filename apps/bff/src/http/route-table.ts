import type { Route } from '#route.ts';

/** All rows of one path: a path is mounted once and chooses its row by method and action. */
export type PathRows = { path: string; rows: readonly Route[] };

function keyOf({ method, path, action }: Route): string {
  return `${method} ${path}${action === undefined ? '' : `?action=${action}`}`;
}

/**
 * Checks the table and groups it by path. Throws, so that the server does not start, where a row declares no access or
 * two rows answer the same call.
 */
export function groupRoutes(routes: readonly Route[]): PathRows[] {
  const seen = new Set<string>();
  for (const route of routes) {
    const key = keyOf(route);
    if (route.access !== 'public' && !(Array.isArray(route.access) && route.access.length > 0)) {
      throw new Error(`${key} declares no access: write 'public' or which roles may call it.`);
    }
    if (seen.has(key)) throw new Error(`${key} is answered by two rows: take one away.`);
    seen.add(key);
  }
  return [...Map.groupBy(routes, ({ path }) => path)].map(([path, rows]) => ({ path, rows }));
}

/** The row for a method and an action; HEAD is answered as GET but where that does something. Null where the path takes neither. */
export function chooseRow(rows: readonly Route[], method: string, action: string | null): Route | null {
  const takes = (row: Route) => row.method === method || (method === 'HEAD' && row.method === 'GET' && !row.getOnly);
  return rows.find((row) => takes(row) && (row.action ?? null) === action) ?? null;
}

/** The Allow header of a path. */
export function allowedMethods(rows: readonly Route[]): string {
  const methods = new Set<string>(rows.map((row) => row.method));
  if (rows.some((row) => row.method === 'GET' && !row.getOnly)) methods.add('HEAD');
  return [...methods].sort().join(', ');
}
