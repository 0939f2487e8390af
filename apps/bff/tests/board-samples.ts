import { type AgentJob, byDate, type MachineResult, type Run } from '@retry-desk/em-client';
import { type RunRecord, toRecord } from '#mirror/run-record.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A day at noon UTC: midnight of no time zone is near. */
export const NOON = Date.UTC(2026, 2, 18, 12);

/** A readable GUID: `guid(7)` ends in 7. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function sampleJob(over: Partial<AgentJob> = {}): AgentJob {
  return {
    id: guid(1),
    name: 'Oracle Backup',
    platform: 'linux',
    platformText: 'AgentForLinux',
    description: null,
    backupServer: { id: guid(900), name: 'srv12.tech.local' },
    scheduleConfigured: true,
    scheduleEnabled: true,
    nextRunAt: null,
    schedule: null,
    automaticRetry: null,
    ...over,
  };
}

let runNumber = 1000;

/** An ended run of one hour by default. */
export function sampleRun(over: Partial<Run> = {}): Run {
  runNumber += 1;
  const createdAt = over.createdAt ?? NOON - 2 * HOUR;
  return {
    id: guid(runNumber),
    jobId: guid(1),
    jobName: 'Oracle Backup',
    kind: 'job',
    parentId: null,
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

export function runningRun(over: Partial<Run> = {}): Run {
  return sampleRun({ endedAt: null, state: 'working', stateText: 'Working', result: 'none', progress: 42, ...over });
}

const resultOf: Partial<Record<string, Run['result']>> = {
  S: 'success',
  s: 'success',
  W: 'warning',
  F: 'failed',
  f: 'failed',
};

/**
 * Runs of one job from letters, oldest first, one a day, the last one today: S success, W warning, F failed,
 * f an automatic attempt that failed, s one that succeeded (ten minutes after the run before it), R running.
 */
export function runsOf(letters: string, now = NOON): RunRecord[] {
  const records: RunRecord[] = [];
  const days = letters.replace(/[fs]/g, '').length;
  const firstAt = now - 2 * HOUR - (days - 1) * DAY;
  let day = 0;
  let at = firstAt;
  for (const letter of letters) {
    const isRetry = letter === 'f' || letter === 's';
    at = isRetry ? at + 20 * MINUTE : firstAt + day++ * DAY;
    const result = resultOf[letter];
    const run =
      result === undefined
        ? runningRun({ createdAt: at })
        : sampleRun({ createdAt: at, endedAt: at + 10 * MINUTE, result, isRetry });
    records.push(toRecord(run));
  }
  return records.sort(byDate);
}

export function sampleMachine(over: Partial<MachineResult> = {}): MachineResult {
  return {
    id: guid(500),
    runId: guid(1000),
    machine: 'ora01',
    startedAt: NOON - 2 * HOUR,
    endedAt: NOON - HOUR,
    state: 'completed',
    result: 'success',
    resultText: 'Success',
    reason: null,
    totalBytes: 1,
    ...over,
  };
}
