import { getTable } from '#api/get-file.ts';
import { api } from '#lib/paths.ts';
import { saveTable } from '#lib/save-file.ts';
import type { Zone } from '#lib/time.ts';
import type { BoardFilter } from '../board-search.ts';

/** Saves what the filters show, all of it, as a file that spreadsheets open; `today` began then in this zone. */
export async function saveRows(filter: BoardFilter, today: number, zone: Zone): Promise<void> {
  const { state, q, server, platform, minStreak: streak, tried, known } = filter;
  const since = new Date(today).toISOString();
  const retried = { retriedSince: tried === 'today' ? since : null, notRetriedSince: tried === 'not' ? since : null };
  const bytes = await getTable(api.jobs({ state, q, server, platform, streak, known, ...retried }));
  saveTable(bytes, `${state}-jobs`, zone);
}
