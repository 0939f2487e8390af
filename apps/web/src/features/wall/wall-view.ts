import { isOpen, type WallBoard } from '@retry-desk/contract';
import type { WallRow } from './wall-rows.ts';

export type WallTask = WallBoard['tasks'][number];

/** Retries that still move, furthest first: running ones by progress, then the others, oldest change first. */
export function inMotion(tasks: readonly WallTask[]): WallTask[] {
  return tasks
    .filter(({ state }) => isOpen(state))
    .sort(
      (a, b) =>
        Number(b.state === 'running') - Number(a.state === 'running') ||
        (b.progress ?? 0) - (a.progress ?? 0) ||
        a.changedAt.localeCompare(b.changedAt),
    );
}

/** Letters for the names of machines; the reason behind them has to fit as well. */
const nameRoom = 26;

/** A machine without its domain: `ora01.tech.local` is ora01 to people; an address stays whole. */
function hostName(machine: string): string {
  return /^[\d.]+$/.test(machine) ? machine : (machine.split('.')[0] ?? machine);
}

/** "4 of 4 machines" when all failed, else as many names as there is room for; what is not named is counted. */
export function machinesShown(
  job: WallBoard['failed'][number],
): { all: true; total: number } | { all: false; names: string[]; more: number } {
  const failed = job.machinesFailed ?? job.machines.length;
  if (job.machinesTotal !== null && job.machinesTotal > 1 && failed === job.machinesTotal) {
    return { all: true, total: job.machinesTotal };
  }
  const names: string[] = [];
  for (const name of job.machines.map(hostName)) {
    if (names.length > 0 && [...names, name].join(', ').length > nameRoom) break;
    names.push(name);
  }
  return { all: false, names, more: Math.max(0, failed - names.length) };
}

/** Letters of a shared cause: others have to fit into the line as well. */
const sharedRoom = 28;

function firstWords(title: string): string {
  return title.length <= sharedRoom ? title : `${title.slice(0, sharedRoom).replace(/[\s…]+\S*$/, '')} …`;
}

/** So much of the other pages is shown as can stand in one line, even of short names on a wide screen. */
const mostShown = 24;

/** The rows out of sight: the causes that several jobs have, most jobs first, then the names of the other jobs. */
export function othersOf(rows: readonly WallRow[]): { causes: { count: number; title: string }[]; names: string[] } {
  const causes = rows
    .flatMap((row) => ('group' in row ? [{ count: row.group.jobs.length, title: firstWords(row.group.title) }] : []))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostShown);
  const names = rows.flatMap((row) => ('group' in row ? [] : [row.job.name]));
  return { causes, names: names.slice(0, mostShown) };
}
