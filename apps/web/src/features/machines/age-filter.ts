import { lastGoodDays } from '@retry-desk/contract';
import type { LastGoodSearch } from '#lib/search-params.ts';

/** Which machines are listed; lives in the address. */
export type AgeFilter = { older: string; cursor: string };

const choices: readonly string[] = [...lastGoodDays.map(String), 'none', 'unknown'];

/** Reads the address; unknown values count as absent. */
export function readAgeFilter(search: URLSearchParams): AgeFilter {
  const older = search.get('older') ?? '';
  return { older: choices.includes(older) ? older : '', cursor: search.get('cursor') ?? '' };
}

/** The request to the server. */
export function ageRequest({ older, cursor }: AgeFilter): LastGoodSearch {
  const isAge = /^\d+$/.test(older);
  return { ...(older !== '' && (isAge ? { olderThanDays: older } : { backup: older })), ...(cursor && { cursor }) };
}
