import type { Scope } from '#world/ledger.ts';
import { childRows, machineRows, runRow, type SessionRow } from '#world/session-row.ts';
import type { World } from '#world/world.ts';

const DAY = 24 * 60 * 60_000;

export type Held = string | number | null;
export type Reading = (row: SessionRow) => Held;

/** The fields of every scope as the reference lists them, worked out without the simulator's own table. */
const COMMON: Record<string, Reading> = {
  Result: ({ result }) =>
    ({ success: 'Success', warning: 'Warning', failed: 'Failed', none: 'None' })[result ?? 'none'],
  CreationTime: ({ start }) => start,
  EndTime: ({ end }) => end,
};
const OF_SESSIONS: Record<string, Reading> = {
  ...COMMON,
  JobType: ({ job, place }) => (job.kind === 'virtual' ? 'Backup' : place < 0 ? 'AgentBackup' : 'AgentManagement'),
  JobName: ({ job, place }) => (place < 0 ? job.name : `${job.name} - ${job.machines[place]}`),
  State: ({ state }) => ({ over: 'Stopped', working: 'Working', starting: 'Starting', waiting: 'Starting' })[state],
  Progress: ({ progress }) => progress,
  IsRetry: ({ isRetry }) => String(isRetry),
};
export const FIELDS: Record<Scope, Record<string, Reading>> = {
  sessions: OF_SESSIONS,
  'agent-sessions': OF_SESSIONS,
  'agent-runs': OF_SESSIONS,
  machines: {
    ...COMMON,
    VmDisplayName: ({ job, place }) => job.machines[place] ?? '',
    State: ({ state }) =>
      ({ over: 'Completed', working: 'InProgress', starting: 'InProgress', waiting: 'Pending' })[state],
  },
};

/** Every row there is, one by one: what the columns must never differ from. */
export function everyRow(world: World, scope: Scope): SessionRow[] {
  const oldest = world.now() - 30 * DAY;
  return world.allJobs().flatMap((job) => {
    const at = world.knownUntil(job);
    const runs = world.runsOf(job).filter(({ start }) => start <= at && start > oldest);
    return runs.flatMap((run) => {
      if (scope === 'machines') return machineRows(job, run, at);
      if (job.kind === 'virtual') return scope === 'sessions' ? [runRow(job, run, at)] : [];
      return [runRow(job, run, at), ...(scope === 'agent-runs' ? [] : childRows(job, run, at))];
    });
  });
}

/** Everything that is given of a row, so that a row with another end or result is another one. */
export function keyOf({ job, number, place, start, end, result, state, progress, isRetry }: SessionRow): string {
  return [job.id, number, place, start, end, result, state, progress, isRetry].join(' ');
}
