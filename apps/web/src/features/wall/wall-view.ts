import type { Board, WallBoard } from '@retry-desk/contract';
import { isOpen } from '@retry-desk/contract';

/** What a signed-in person sees on /wall: the same allow-listed picture that a wall link gets. */
export function wallViewOf(board: Board): WallBoard {
  const { revision, takenAt, pollSeconds, em, journal, counts } = board;
  return {
    revision,
    takenAt,
    pollSeconds,
    em: {
      state: em.state,
      since: em.since,
      lastGoodAt: em.lastGoodAt,
      ...(em.silentSince === undefined ? {} : { silentSince: em.silentSince }),
    },
    journal,
    counts,
    failed: board.failed.map((row) => ({
      id: row.id,
      name: row.name,
      state: row.state === 'unknown' ? 'unknown' : 'failed',
      machines: row.reasons.map(({ machine }) => machine),
      machinesFailed: row.run?.machinesFailed ?? null,
      machinesTotal: row.run?.machinesTotal ?? null,
      reason: row.reasons[0]?.text ?? null,
      failedAt: row.run?.endedAt ?? row.run?.startedAt ?? takenAt,
      streak: row.streak,
      lastSuccessAt: row.lastSuccessAt,
      retrying: row.openRetry !== null,
    })),
    tasks: board.tasks.map((task) => ({
      taskId: task.taskId,
      jobName: task.jobName,
      state: task.state,
      progress: task.run?.progress ?? null,
      changedAt: task.steps[task.steps.length - 1]?.at ?? task.requestedAt,
    })),
  };
}

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

/** A reason without the words that only name the machine again, which stands before it: there is one line. */
export function shortReason(reason: string): string {
  return reason.replace(/^Processing \S+ Error: (?=\S)/, '');
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
