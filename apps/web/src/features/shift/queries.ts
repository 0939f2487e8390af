import { handOver } from '@retry-desk/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getTable, getText } from '#api/get-file.ts';
import { getJson } from '#api/request.ts';
import { sendEmpty } from '#api/send.ts';
import { api } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import type { Zone } from '#lib/time.ts';
import { type ShiftStart, startOf } from './shift-search.ts';

const everyMs = 30_000;

/** Days of the trend and 18:00 are of the zone that is shown. */
function pathOf(start: ShiftStart, zone: Zone): string {
  const since = startOf(start, serverNow());
  const name = zone === 'utc' ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return api.shift({ zone: name, ...(since === undefined ? {} : { since }) });
}

export function handOverQuery(start: ShiftStart, zone: Zone) {
  return queryOptions({
    queryKey: ['shift', start, zone],
    queryFn: ({ signal }) => getJson(handOver, pathOf(start, zone), signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
}

/** The same as text. Here before anybody presses Copy: a browser lets a page write to the clipboard at once or not at all. */
export function shiftTextQuery(start: ShiftStart, zone: Zone) {
  return queryOptions({
    queryKey: ['shift-text', start, zone],
    queryFn: ({ signal }) => getText(pathOf(start, zone), 'text/plain', signal),
    refetchInterval: everyMs,
  });
}

export function shiftTable(start: ShiftStart, zone: Zone): Promise<Blob> {
  return getTable(pathOf(start, zone));
}

/**
 * Notes that this person looks at the hand-over now. Where that fails the next hand-over lacks one choice: nobody is asked to
 * do anything about it.
 */
export function visitQuery() {
  return queryOptions({
    queryKey: ['shift-visit'],
    queryFn: async () => {
      await sendEmpty('POST', api.shiftVisits());
      return true;
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
