import type { JobRow, LastRetry, OpenRetry } from '@retry-desk/contract';
import type { AgentJob, MachineResult, Run } from '@retry-desk/em-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Inventory } from '#mirror/inventory.ts';
import { DAY, guid, HOUR, MINUTE, NOON, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { wholeView } from '../../tests/whole-view.ts';
import { IncrementalView } from './incremental-view.ts';
import { jobRowOf } from './job-row.ts';
import type { Known, KnownRetries } from './sources.ts';

const JOBS = 6;
const RUNS = 12;

/** The events between two views of the board. */
type Event =
  | { kind: 'jobs'; present: boolean[]; server: number; retryMinutes: number }
  | {
      kind: 'run';
      job: number;
      run: number;
      age: number;
      state: 'working' | 'stopped';
      result: Run['result'];
      isRetry: boolean;
    }
  | { kind: 'drop'; job: number; run: number }
  | { kind: 'forget'; age: number }
  | { kind: 'machines'; run: number; reason: string }
  | { kind: 'retry'; job: number; open: boolean }
  | { kind: 'ended'; job: number; state: LastRetry['state'] | null }
  | { kind: 'time'; ms: number };

const job = fc.nat(JOBS - 1);
const run = fc.nat(RUNS - 1);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant('jobs' as const),
    present: fc.array(fc.boolean(), { minLength: JOBS, maxLength: JOBS }),
    server: fc.nat(2),
    retryMinutes: fc.nat(30),
  }),
  fc.record({
    kind: fc.constant('run' as const),
    job,
    run,
    age: fc.nat(3 * 24 * 60),
    state: fc.constantFrom('working' as const, 'stopped' as const),
    result: fc.constantFrom('success' as const, 'warning' as const, 'failed' as const, 'unknown' as const),
    isRetry: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('drop' as const), job, run }),
  fc.record({ kind: fc.constant('forget' as const), age: fc.nat(3 * 24 * 60) }),
  fc.record({ kind: fc.constant('machines' as const), run, reason: fc.constantFrom('disk', 'network') }),
  fc.record({ kind: fc.constant('retry' as const), job, open: fc.boolean() }),
  fc.record({
    kind: fc.constant('ended' as const),
    job,
    state: fc.constantFrom('failed' as const, 'refused' as const, null),
  }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(MINUTE, 20 * MINUTE, 7 * HOUR, DAY) }),
);

/** An inventory with all inputs of the view, and a clock that goes on. */
function world() {
  const inventory = new Inventory();
  const machines = new Map<string, readonly MachineResult[]>();
  const retries = new Map<string, OpenRetry>();
  const ended = new Map<string, LastRetry>();
  let now = NOON;
  const source = {
    job: (id: string) => inventory.job(id),
    runsOf: (id: string) => inventory.runsOf(id),
    machinesOf: (id: string) => machines.get(id),
  };
  const known = () => ({ jobs: inventory.jobs(), runsOf: source.runsOf, machinesOf: source.machinesOf });
  const seen = {
    cards: [],
    openRetry: (id: string) => retries.get(id) ?? null,
    lastRetry: (id: string) => ended.get(id) ?? null,
    mayBeOwnRun: () => false,
  };

  function jobs({ present, server, retryMinutes }: Extract<Event, { kind: 'jobs' }>): AgentJob[] {
    return present.flatMap((there, index) =>
      there
        ? [
            sampleJob({
              id: guid(index),
              backupServer: { id: guid(900 + server), name: `srv${(index + server) % 3}` },
              automaticRetry: { times: 3, waitMinutes: retryMinutes },
              nextRunAt: NOON + retryMinutes * HOUR,
            }),
          ]
        : [],
    );
  }

  function apply(happened: Event): void {
    switch (happened.kind) {
      case 'jobs':
        inventory.takeJobs(jobs(happened));
        break;
      case 'run': {
        const createdAt = now - happened.age * MINUTE;
        const over = happened.state === 'stopped';
        inventory.takeRuns([
          sampleRun({
            id: guid(100 + happened.run),
            jobId: guid(happened.job),
            createdAt,
            endedAt: over ? createdAt + 10 * MINUTE : null,
            state: happened.state,
            result: over ? happened.result : 'none',
            isRetry: happened.isRetry,
          }),
        ]);
        break;
      }
      case 'drop':
        inventory.dropRun(guid(happened.job), guid(100 + happened.run));
        break;
      case 'forget':
        inventory.forgetBefore(now - happened.age * MINUTE);
        break;
      case 'machines':
        machines.set(guid(100 + happened.run), [sampleMachine({ reason: happened.reason })]);
        break;
      case 'retry': {
        const id = guid(happened.job);
        const open = { taskId: guid(500), state: 'running', requestedBy: 'TECH\\anna', requestedAt: 'then' } as const;
        if (happened.open) retries.set(id, open);
        else retries.delete(id);
        break;
      }
      case 'ended': {
        const id = guid(happened.job);
        const last = { taskId: guid(501), requestedAt: 'then', endedAt: 'later', runId: null };
        if (happened.state === null) ended.delete(id);
        else ended.set(id, { ...last, state: happened.state });
        break;
      }
      case 'time':
        now += happened.ms;
    }
  }
  return { inventory, source, known, seen, apply, now: () => now };
}

function ofServers({ jobs, ...rest }: Known, servers: readonly string[]): Known {
  return { ...rest, jobs: jobs.filter(({ backupServer }) => servers.includes(backupServer?.name ?? '')) };
}

function rowAnew(each: AgentJob, { runsOf, machinesOf }: Known, retries: KnownRetries, now: number): JobRow {
  const { mayBeOwnRun } = retries;
  const [openRetry, lastRetry] = [retries.openRetry(each.id), retries.lastRetry(each.id)];
  return jobRowOf({ job: each, runs: runsOf(each.id), machinesOf, openRetry, lastRetry, mayBeOwnRun }, now);
}

function byId(a: JobRow | null, b: JobRow | null): number {
  return (a?.id ?? '') < (b?.id ?? '') ? -1 : 1;
}

describe('the incremental view', () => {
  test('equals a view made of everything anew, whatever has happened and whenever it is read', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.boolean()), { maxLength: 60 }), (events) => {
        const { inventory, source, known, seen, apply, now } = world();
        const cached = new IncrementalView(source);
        for (const [happened, check] of events) {
          apply(happened);
          if (check) compare();
        }
        compare();

        function compare(): void {
          const view = cached.view(inventory.takeChanged(), seen, now());
          expect(view).toEqual(wholeView(known(), seen, now()));
          const servers = ['srv0', 'srv2', 'no-such-server'];
          expect(cached.part(servers)).toEqual(wholeView(ofServers(known(), servers), seen, now()));
          const rows = cached.ids().map((id) => cached.row(id));
          const anew = known().jobs.map((each) => rowAnew(each, known(), seen, now()));
          expect(rows.toSorted(byId)).toEqual(anew.toSorted(byId));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is the very same row while nothing of it has changed', () => {
    const { inventory, source, seen } = world();
    const cached = new IncrementalView(source);
    inventory.takeJobs([sampleJob({ id: guid(1) }), sampleJob({ id: guid(2) })]);
    const failed = { createdAt: NOON - HOUR, endedAt: NOON - HOUR / 2, result: 'failed' as const };
    inventory.takeRuns([sampleRun({ ...failed, jobId: guid(1) }), sampleRun({ ...failed, jobId: guid(2) })]);
    const before = cached.view(inventory.takeChanged(), seen, NOON).failed;
    inventory.takeRuns([sampleRun({ jobId: guid(2), createdAt: NOON - MINUTE, endedAt: NOON, result: 'failed' })]);
    const after = cached.view(inventory.takeChanged(), seen, NOON + MINUTE).failed;
    const rowOf = (rows: typeof before, id: string) => rows.find((row) => row.id === id);
    expect(rowOf(after, guid(1))).toBe(rowOf(before, guid(1)));
    expect(rowOf(after, guid(2))).not.toBe(rowOf(before, guid(2)));
  });

  test('is the very same list while none of its rows has changed', () => {
    const { inventory, source, seen } = world();
    const cached = new IncrementalView(source);
    inventory.takeJobs([sampleJob({ id: guid(1) })]);
    const failed = { createdAt: NOON - HOUR, endedAt: NOON - HOUR / 2, result: 'failed' as const };
    inventory.takeRuns([sampleRun({ ...failed, jobId: guid(1) })]);
    const before = cached.view(inventory.takeChanged(), seen, NOON).failed;
    expect(cached.view(inventory.takeChanged(), seen, NOON + MINUTE).failed).toBe(before);
  });

  test('applies a change later where the view failed on the way', () => {
    const { inventory, source, seen } = world();
    let broken = true;
    const cached = new IncrementalView({
      ...source,
      runsOf(id) {
        if (broken) throw new Error('broken');
        return source.runsOf(id);
      },
    });
    inventory.takeJobs([sampleJob({ id: guid(1) }), sampleJob({ id: guid(2) })]);
    expect(() => cached.view(inventory.takeChanged(), seen, NOON)).toThrow('broken');
    broken = false;
    expect(cached.view(inventory.takeChanged(), seen, NOON).counts.jobs).toBe(2);
  });

  test('has no part before there is a view', () => {
    expect(new IncrementalView(world().source).part(['srv0']).counts).toMatchObject({ failed: null, jobs: null });
  });
});
