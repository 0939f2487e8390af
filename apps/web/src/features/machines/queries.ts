import { jobList, lastGoodList, machineList } from '@retry-desk/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getTable } from '#api/get-file.ts';
import { getBoard } from '#api/long-lists.ts';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import type { LastGoodSearch } from '#lib/search-params.ts';
import { failedRowsOf } from './failed-rows.ts';

/** Fewer letters than these are not searched for: they would fit almost everything. */
const fewestLetters = 2;

export function isSearchable(text: string): boolean {
  return text.trim().length >= fewestLetters;
}

/** `lastGood`: with the last good backup of each, which may have to be read first. */
export function machinesQuery(text: string, lastGood?: 'true') {
  const q = text.trim();
  return queryOptions({
    queryKey: ['machines', q, lastGood],
    queryFn: ({ signal }) => getJson(machineList, api.machines(q, lastGood), signal),
    enabled: isSearchable(q),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

export function jobsByTextQuery(text: string) {
  const q = text.trim();
  return queryOptions({
    queryKey: ['jobs-by-text', q],
    queryFn: ({ signal }) => getJson(jobList, api.jobs({ q, state: 'all' }), signal),
    enabled: isSearchable(q),
    placeholderData: keepPreviousData,
  });
}

const reading = 5_000;
const read = 30_000;

/** Machines by the age of their last good backup; asked for again soon while something has not been read. */
export function backupAgesQuery(search: LastGoodSearch) {
  return queryOptions({
    queryKey: ['last-good', search],
    queryFn: ({ signal }) => getJson(lastGoodList, api.lastGood(search), signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.counts.unread ?? 0) > 0 ? reading : read),
  });
}

/** All of them that fit, and those not known, for a spreadsheet. */
export function backupAgesTable({ cursor: _, ...search }: LastGoodSearch): Promise<Blob> {
  return getTable(api.lastGood(search));
}

/** Machines on the board. */
export function failedMachinesQuery() {
  return queryOptions({
    queryKey: ['failed-machines'],
    queryFn: async ({ signal }) => failedRowsOf((await getBoard(signal)).data),
    refetchInterval: 15_000,
  });
}
