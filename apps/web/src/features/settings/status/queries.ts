import { status } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';

/** Of the server itself. Apart from what else Settings reads: the frame of every page requests it. */
export function statusQuery() {
  return queryOptions({
    queryKey: ['status'],
    queryFn: ({ signal }) => getJson(status, api.status(), signal),
    // Whether the journal responds is part of it.
    refetchInterval: 3_000,
  });
}
