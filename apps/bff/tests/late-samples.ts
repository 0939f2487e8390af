import type { AgentJob, JobSchedule } from '@retry-desk/em-client';
import type { LateSource } from '#mirror/attention/late-source.ts';
import type { RunRecord } from '#mirror/run-record.ts';

// Jobs and runs for the tests of what is late.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday. */
export const MONDAY = Date.UTC(2026, 10, 2);
export const at22 = {
  kind: 'daily',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  minute: 22 * 60,
  offsetMinutes: 0,
} satisfies JobSchedule;

let ids = 0;

export function run(createdAt: number, over: Partial<RunRecord> = {}): RunRecord {
  ids += 1;
  return {
    id: `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`,
    createdAt,
    endedAt: createdAt + HOUR,
    state: 'stopped',
    stateText: 'Stopped',
    result: 'success',
    resultText: 'Success',
    progress: 100,
    failureMessage: null,
    isRetry: false,
    ...over,
  };
}

export const working: Partial<RunRecord> = { endedAt: null, state: 'working', stateText: 'Working', result: 'none' };

export function job(over: Partial<AgentJob> = {}): AgentJob {
  return {
    id: 'j',
    name: 'Job',
    platform: 'linux',
    platformText: '',
    description: null,
    backupServer: null,
    scheduleConfigured: true,
    scheduleEnabled: true,
    nextRunAt: null,
    schedule: null,
    automaticRetry: null,
    ...over,
  };
}

export function source(over: Partial<Omit<LateSource, 'job'>> & { job?: Partial<AgentJob> }): LateSource {
  return {
    runs: [],
    isOwnRun: () => false,
    seen: { firstSeenAt: 0, scheduleSince: 0 },
    knownSince: MONDAY - 31 * DAY,
    listedSince: () => 0,
    jobsReadAt: Number.POSITIVE_INFINITY,
    collectedUntil: Number.POSITIVE_INFINITY,
    claimed: null,
    ...over,
    job: job(over.job),
  };
}

/** Starts at this hour on the days before that, newest first; `days` from 1 on. */
export function daily(before: number, days: readonly number[], hour = 22): RunRecord[] {
  return days.map((day) => run(before - day * DAY + hour * HOUR));
}

export const month = Array.from({ length: 30 }, (_, day) => day + 1);
