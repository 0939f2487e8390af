import type { JobRow } from '@retry-desk/contract';

/** The ids of ticked jobs and the one a range starts from. */
export type Ticks = { ids: ReadonlySet<string>; from: string | null };

export const noTicks: Ticks = { ids: new Set(), from: null };

/** Only a failed job can be ticked; whether it can be retried right now, the dialog says. */
export function isTickable(job: JobRow): boolean {
  return job.state === 'failed' || job.openRetry !== null;
}

/** Ticks or unticks one row; with a range, everything from the last one pressed to it becomes the same. */
export function tick(ticks: Ticks, rows: readonly JobRow[], id: string, range: boolean): Ticks {
  const on = !ticks.ids.has(id);
  const ids = new Set(ticks.ids);
  const to = rows.findIndex((job) => job.id === id);
  const from = range && ticks.from !== null ? rows.findIndex((job) => job.id === ticks.from) : -1;
  const touched = from < 0 || to < 0 ? [id] : idsBetween(rows, from, to);
  for (const each of touched) {
    if (on) ids.add(each);
    else ids.delete(each);
  }
  return { ids, from: id };
}

function idsBetween(rows: readonly JobRow[], from: number, to: number): string[] {
  return rows
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .filter(isTickable)
    .map((job) => job.id);
}

/** Ticks all rows that are shown, or none where all of them are ticked. */
export function tickAll(ticks: Ticks, rows: readonly JobRow[]): Ticks {
  const shown = rows.filter(isTickable).map((job) => job.id);
  const all = shown.length > 0 && shown.every((id) => ticks.ids.has(id));
  const ids = new Set(ticks.ids);
  for (const id of shown) {
    if (all) ids.delete(id);
    else ids.add(id);
  }
  return { ids, from: null };
}

/** Whether none, some or all of the shown rows are ticked. */
export function coverage(ticks: Ticks, rows: readonly JobRow[]): 'none' | 'some' | 'all' {
  if (ticks.ids.size === 0) return 'none';
  const shown = rows.filter(isTickable);
  const ticked = shown.filter((job) => ticks.ids.has(job.id)).length;
  return ticked === 0 ? 'none' : ticked === shown.length ? 'all' : 'some';
}
