import type { AgentJob } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { autoRetryOf, stateOf } from '#mirror/job-state.ts';
import type { Runs } from '#mirror/packed-runs.ts';
import { toRecord } from '#mirror/run-record.ts';
import {
  DAY,
  guid,
  HOUR,
  MINUTE,
  NOON,
  runsOf,
  sampleJob,
  sampleMachine,
  sampleRun,
} from '../../tests/board-samples.ts';
import { jobRowOf } from './job-row.ts';

const none = { machinesOf: () => undefined, openRetry: null, lastRetry: null, mayBeOwnRun: () => false };

describe('the newest run decides the state', () => {
  test.each([
    ['', 'never'],
    ['S', 'idle'],
    ['W', 'idle'],
    ['SF', 'failed'],
    ['SFR', 'running'],
    ['SFs', 'idle'],
    ['FS', 'idle'],
  ])('%s is %s', (letters, state) => {
    expect(stateOf(runsOf(letters))).toBe(state);
  });

  test('a run that is over with a result we do not know is idle, not failed', () => {
    expect(stateOf([toRecord(sampleRun({ result: 'unknown', resultText: 'Postponed' }))])).toBe('unknown');
  });

  test('a run whose result is already Failed but which has not ended is running', () => {
    expect(stateOf([toRecord(sampleRun({ state: 'stopping', endedAt: null, result: 'failed' }))])).toBe('running');
  });
});

test('a scheduled run is announced until its moment, also where the list of jobs was read long ago', () => {
  const job = sampleJob({ nextRunAt: NOON + HOUR });
  const at = (now: number) => jobRowOf({ job, runs: runsOf('SF'), ...none }, now).nextRunAt;
  expect(at(NOON)).toBe(new Date(NOON + HOUR).toISOString());
  expect(at(NOON + HOUR)).toBeNull();
});

test.each([
  { scheduleEnabled: false, noSchedule: 'off' },
  { scheduleConfigured: false, noSchedule: 'none' },
])('a job with %j has no next run, whatever moment Enterprise Manager names', ({ noSchedule, ...schedule }) => {
  const job = sampleJob({ nextRunAt: NOON + HOUR, ...schedule });
  expect(jobRowOf({ job, runs: runsOf('SF'), ...none }, NOON)).toMatchObject({ nextRunAt: null, noSchedule });
});

test('where Enterprise Manager lists neither, no reason is claimed', () => {
  const job = sampleJob({ scheduleEnabled: null, scheduleConfigured: null });
  expect(jobRowOf({ job, runs: runsOf('SF'), ...none }, NOON)).not.toHaveProperty('noSchedule');
});

describe('when Veeam tries again by itself', () => {
  const job = sampleJob({ automaticRetry: { times: 2, waitMinutes: 10 } });
  const again = (of: AgentJob, runs: Runs, now: number) => autoRetryOf(of, runs, () => false, now);
  const justFailed = (letters: string) => runsOf(letters, NOON + 2 * HOUR);

  test('the wait counts from the end of the failed run', () => {
    const runs = justFailed('SF');
    expect(again(job, runs, NOON + 15 * MINUTE)).toBe((runs[0]?.endedAt ?? 0) + 10 * MINUTE);
  });

  test('after as many attempts as the job allows there is none', () => {
    const [first, second, third] = [justFailed('F'), justFailed('Ff'), justFailed('Fff')];
    const soon = (runs: typeof first) => again(job, runs, (runs[0]?.endedAt ?? 0) + MINUTE);
    expect(soon(first)).not.toBeNull();
    expect(soon(second)).not.toBeNull();
    expect(soon(third)).toBeNull();
  });

  test('there is none when the moment has passed, the schedule is off, the option is off or the job runs', () => {
    const runs = justFailed('SF');
    const now = (runs[0]?.endedAt ?? 0) + MINUTE;
    expect(again(job, runs, now)).not.toBeNull();
    expect(again(job, runs, now + DAY)).toBeNull();
    expect(again({ ...job, scheduleEnabled: false }, runs, now)).toBeNull();
    expect(again({ ...job, automaticRetry: null }, runs, now)).toBeNull();
    expect(again(job, justFailed('SFR'), now)).toBeNull();
  });

  test('there is none after a run that a retry of ours began, which Veeam counts as started by hand', () => {
    const runs = justFailed('SF');
    const own = ({ id }: { id: string }) => id === runs[0]?.id;
    expect(autoRetryOf(job, runs, own, (runs[0]?.endedAt ?? 0) + MINUTE)).toBeNull();
  });
});

describe('a row', () => {
  test('shows the failed machines with their reasons and how many there are', () => {
    const runs = [toRecord(sampleRun({ result: 'failed' }))];
    const machines = [
      sampleMachine({ machine: 'ora01', result: 'failed', reason: 'Disk "C:\\" is full. Free some.' }),
      sampleMachine({ machine: 'ora02' }),
      sampleMachine({ machine: 'ora03', result: 'warning', reason: 'slow' }),
    ];
    const row = jobRowOf(
      {
        job: sampleJob(),
        runs,
        machinesOf: () => machines,
        openRetry: null,
        lastRetry: null,
        mayBeOwnRun: () => false,
      },
      NOON,
    );
    expect(row.run).toMatchObject({ machinesFailed: 1, machinesTotal: 3, result: 'failed' });
    expect(row.reasons).toEqual([{ machine: 'ora01', text: 'Disk "C:\\" is full. Free some.' }]);
  });

  test('an attempt that held only the failed machines does not make the job smaller', () => {
    const first = toRecord(sampleRun({ id: 'first', result: 'failed' }));
    const again = toRecord(sampleRun({ id: 'again', result: 'failed', isRetry: true, createdAt: first.createdAt + 1 }));
    const all = ['a', 'b', 'c'].map((machine) =>
      sampleMachine({ machine, result: machine === 'a' ? 'failed' : 'success' }),
    );
    const machinesOf = (id: string) => (id === 'first' ? all : all.slice(0, 1));
    const row = jobRowOf(
      {
        job: sampleJob(),
        runs: [again, first],
        machinesOf,
        openRetry: null,
        lastRetry: null,
        mayBeOwnRun: () => false,
      },
      NOON,
    );
    expect(row.run).toMatchObject({ machinesFailed: 1, machinesTotal: 3 });
  });

  test('machine counts are unknown, not 0, while the machine results have not been read', () => {
    const row = jobRowOf({ job: sampleJob(), runs: runsOf('F'), ...none }, NOON);
    expect(row.run).toMatchObject({ machinesFailed: null, machinesTotal: null });
    expect(row.reasons).toEqual([]);
  });

  test('the message of the run itself stands in where no machine has a reason', () => {
    const runs = [toRecord(sampleRun({ result: 'failed', failureMessage: 'Backup server is offline' }))];
    const rowWith = (machines: ReturnType<typeof sampleMachine>[]) =>
      jobRowOf(
        {
          job: sampleJob(),
          runs,
          machinesOf: () => machines,
          openRetry: null,
          lastRetry: null,
          mayBeOwnRun: () => false,
        },
        NOON,
      );
    expect(rowWith([]).reasons).toEqual([{ machine: '', text: 'Backup server is offline' }]);
    expect(rowWith([sampleMachine({ result: 'failed' })]).reasons).toEqual([
      { machine: 'ora01', text: 'Backup server is offline' },
    ]);
  });

  test('a good run has no reasons even where it has a message', () => {
    const runs = [toRecord(sampleRun({ result: 'warning', failureMessage: 'almost' }))];
    expect(jobRowOf({ job: sampleJob(), runs, ...none }, NOON).reasons).toEqual([]);
  });

  test('the last success is the end of the newest good run, warnings included', () => {
    const runs = runsOf('SWFF');
    const row = jobRowOf({ job: sampleJob(), runs, ...none }, NOON);
    expect(row.lastSuccessAt).toBe(new Date(runs[2]?.endedAt ?? 0).toISOString());
    expect(jobRowOf({ job: sampleJob(), runs: runsOf('FF'), ...none }, NOON).lastSuccessAt).toBeNull();
  });

  test('a row whose older runs have not been read shows it', () => {
    const source = { job: sampleJob(), runs: runsOf('F'), ...none };
    expect(jobRowOf({ ...source, readSince: NOON }, NOON)).toMatchObject({
      readSince: new Date(NOON).toISOString(),
      lastSuccessAt: null,
      strip: `${'U'.repeat(29)}F`,
    });
    expect(jobRowOf(source, NOON)).not.toHaveProperty('readSince');
  });

  test('names go through as they are', () => {
    const name = `<b>&"'Müller אבג ${'x'.repeat(200)}`;
    const row = jobRowOf({ job: sampleJob({ id: guid(3), name }), runs: [], ...none }, NOON);
    expect(row).toMatchObject({ id: guid(3), name, state: 'never', run: null, streak: 0, strip: 'N'.repeat(30) });
  });
});
