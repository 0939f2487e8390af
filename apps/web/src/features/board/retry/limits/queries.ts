import { status } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';

/** How many retries an hour the server allows; null where it is of an older version. Apart from the board's: only the dialog needs them. */
export function limitsQuery() {
  return queryOptions({
    queryKey: ['retry-limits'],
    queryFn: async ({ signal }) => (await getJson(status, api.status(), signal)).limits ?? null,
  });
}
