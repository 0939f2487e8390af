import { jobList, machineList } from '@retry-desk/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';

/** Fewer letters than these are not asked for: they would fit almost everything. */
const fewestLetters = 2;

export function isAskable(text: string): boolean {
  return text.trim().length >= fewestLetters;
}

export function machinesQuery(text: string) {
  const q = text.trim();
  return queryOptions({
    queryKey: ['machines', q],
    queryFn: ({ signal }) => getJson(machineList, api.machines(q), signal),
    enabled: isAskable(q),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

export function jobsByTextQuery(text: string) {
  const q = text.trim();
  return queryOptions({
    queryKey: ['jobs-by-text', q],
    queryFn: ({ signal }) => getJson(jobList, api.jobs({ q, state: 'all' }), signal),
    enabled: isAskable(q),
    placeholderData: keepPreviousData,
  });
}
