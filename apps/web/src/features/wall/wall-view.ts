import { isOpen, type WallBoard } from '@retry-desk/contract';
import { mainClause } from '#lib/main-clause.ts';

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

/** Letters of a shared reason: others have to fit into the line as well. */
const sharedRoom = 28;

function firstWords(reason: string): string {
  return reason.length <= sharedRoom ? reason : `${reason.slice(0, sharedRoom).replace(/\s+\S*$/, '')} …`;
}

/** So much of the other pages is shown as can stand in one line, even of short names on a wide screen. */
const mostShown = 24;

/**
 * The common parts of jobs out of sight: how many failed for the same reason, most of them first, then the names of
 * those that are alone with theirs.
 */
export function othersOf(jobs: readonly WallBoard['failed'][number][]): {
  reasons: { count: number; reason: string }[];
  names: string[];
} {
  const reasonOf = (job: WallBoard['failed'][number]) =>
    job.state === 'unknown' || job.reason === null ? null : mainClause(job.reason);
  const counts = new Map<string, number>();
  for (const job of jobs) {
    const reason = reasonOf(job);
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const isShared = (reason: string | null) => reason !== null && (counts.get(reason) ?? 0) > 1;
  const reasons = [...counts]
    .filter(([reason]) => isShared(reason))
    .map(([reason, count]) => ({ count, reason: firstWords(reason) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostShown);
  const names = jobs.filter((job) => !isShared(reasonOf(job))).map(({ name }) => name);
  return { reasons, names: names.slice(0, mostShown) };
}
