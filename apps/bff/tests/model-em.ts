import {
  comesAfter,
  type EmTask,
  type EnterpriseManager,
  type MachineResult,
  type Run,
  type TaskRef,
} from '@retry-desk/em-client';
import { type Fate, failure, type Subject, type Trouble, thrown } from './model-failures.ts';

/** One request to retry that reached the model, and whether it was carried out. */
type Call = { jobId: string; fate: Fate; executed: boolean; runId: string | null };

type ModelTask = EmTask & { jobId: string; due: number; ownRun: string | null };
type ModelRun = Run & { due: number; outcome: 'success' | 'warning' | 'failed' | 'none' };

const TASK_MS = 4_000;
const RUN_MS = 20_000;
const LATE_MS = 40_000;

export type ModelEm = EnterpriseManager & {
  calls: Call[];
  /** Tasks ended so far. */
  ended: number;
  /** Reads asked for so far, answered or not. */
  reads: number;
  fate: Fate;
  outcome: Exclude<ModelRun['outcome'], 'none'>;
  down: boolean;
  /** A run that was not asked for by us; it ends `afterMs` from now. */
  addRun(jobId: string, outcome: ModelRun['outcome'], afterMs: number): Run;
  /** A run that somebody had stopped in Veeam: over, without a result. */
  stopRun(jobId: string): void;
  /** Runs of retries are not shown yet. */
  hidesRuns: boolean;
  /** Runs that go on never end. */
  hangRuns(): void;
  /** The visible progress of the job's newest run, in percent. */
  showProgress(jobId: string, percent: number): void;
  /** No run of the job is shown any more, and none comes. */
  forgetJob(jobId: string): void;
  /** Runs and finished tasks are shown as of the last collection, or at once. */
  collection: 'at once' | 'by hand';
  collectNow(): void;
  /** Whether a run of the job really goes on, shown or not. */
  isRunning(jobId: string): boolean;
  /** The true result of a run; `none` while it is in progress, or where somebody stopped it. */
  outcomeOf(runId: string | null): ModelRun['outcome'];
  /** Whether finished tasks link to their run, and whether their messages name the job. */
  links: boolean;
  names: boolean;
  /** The failures of reads of this kind. */
  trouble: Map<Subject, Trouble>;
  /** Logon session and tasks are gone, as after a restart. */
  restart(): void;
};

/**
 * Enterprise Manager as a pure model on a clock that stands still, for many thousand steps in a test. `fate` decides
 * what it does; the simulator shows the same over real sockets.
 */
export function createModelEm(clock: { now(): number }, jobs: readonly string[]): ModelEm {
  const runs: ModelRun[] = [];
  const late: { at: number; call: Call }[] = [];
  let tasks: ModelTask[] = [];
  let logon = 1;
  let taskCount = 0;
  let runCount = 0;
  let collected: { runs: ModelRun[]; at: number } | null = null;

  function addRun(
    jobId: string,
    outcome: ModelRun['outcome'],
    due: number,
    createdAt = clock.now(),
    isRetry = false,
  ): ModelRun {
    runCount += 1;
    const over = due <= clock.now();
    const run: ModelRun = {
      id: `00000000-0000-4000-8000-${String(runCount).padStart(12, '0')}`,
      jobId,
      jobName: jobId,
      kind: 'job',
      parentId: null,
      createdAt,
      endedAt: over ? clock.now() : null,
      state: over ? 'stopped' : 'working',
      stateText: over ? 'Stopped' : 'Working',
      result: over ? outcome : 'none',
      resultText: over ? outcome : 'None',
      progress: over ? 100 : 0,
      failureMessage: null,
      isRetry,
      due,
      outcome,
    };
    runs.push(run);
    return run;
  }
  for (const job of jobs) addRun(job, 'failed', clock.now());

  function advance(): void {
    for (const { call } of late.filter(({ at }) => at <= clock.now())) execute(call);
    const waiting = late.filter(({ at }) => at > clock.now());
    late.splice(0, late.length, ...waiting);
    for (const task of tasks) if (task.state !== 'finished' && task.due <= clock.now()) finish(task);
    for (const run of runs) {
      if (run.endedAt !== null || run.due > clock.now()) continue;
      Object.assign(run, { endedAt: run.due, state: 'stopped', result: run.outcome, resultText: run.outcome });
    }
  }

  /** Done on the backup server; finished only when that has been collected. */
  function finish(task: ModelTask): void {
    const success = task.ownRun !== null;
    const isCollected = em.collection === 'at once' || (collected !== null && collected.at >= task.due);
    if (!isCollected) return void Object.assign(task, { state: 'operation-finished', stateText: 'OperationFinished' });
    const message = em.names ? `Job "${task.jobId}" ${success ? 'triggered to retry.' : 'was not retried.'}` : null;
    const runId = em.links ? task.ownRun : null;
    Object.assign(task, { state: 'finished', stateText: 'Finished', result: { success, message }, runId });
  }

  function shownRuns(): readonly ModelRun[] {
    const all =
      em.collection === 'at once' ? runs.filter((run) => run.createdAt <= clock.now()) : (collected?.runs ?? []);
    return em.hidesRuns ? all.filter(({ isRetry }) => !isRetry) : all;
  }

  function isRunning(jobId: string): boolean {
    return runs.some((run) => run.jobId === jobId && run.endedAt === null);
  }

  function execute(call: Call): ModelTask {
    taskCount += 1;
    const task: ModelTask = {
      ref: { taskId: `task-${taskCount}`, logonId: `logon-${logon}` },
      operation: 'RetryAgentJob',
      state: 'running',
      stateText: 'Running',
      result: null,
      runId: null,
      jobId: call.jobId,
      due: clock.now() + TASK_MS,
      ownRun: null,
    };
    tasks.push(task);
    // A running job is not started again: the backup server refuses.
    if (call.fate !== 'refused-result' && !isRunning(call.jobId)) {
      call.executed = true;
      call.runId = addRun(call.jobId, em.outcome, clock.now() + TASK_MS + RUN_MS, clock.now() + TASK_MS, true).id;
      task.ownRun = call.runId;
    }
    return task;
  }

  async function reach<T>(answer: () => T, subject?: Subject): Promise<T> {
    em.reads += 1;
    if (em.down) throw failure('unreachable', false);
    advance();
    const trouble = subject && em.trouble.get(subject);
    if (trouble === 'silence') throw failure('timeout', false);
    if (trouble === 'page not found') throw failure('refused', false, 404, {});
    if (trouble === 'nonsense') throw failure('unreadable', false);
    if (trouble !== undefined) throw failure('refused', false, trouble);
    return structuredClone(answer());
  }

  const em: ModelEm = {
    host: 'model:9398',
    now: clock.now,
    get logonId() {
      return `logon-${logon}`;
    },
    calls: [],
    ended: 0,
    reads: 0,
    fate: 'accepted',
    outcome: 'success',
    down: false,
    collection: 'at once',
    hidesRuns: false,
    links: false,
    names: false,
    trouble: new Map(),
    isRunning(jobId) {
      advance();
      return isRunning(jobId);
    },
    outcomeOf: (runId) => runs.find(({ id }) => id === runId)?.outcome ?? 'none',
    collectNow() {
      advance();
      collected = { runs: structuredClone(runs.filter((run) => run.createdAt <= clock.now())), at: clock.now() };
    },
    addRun: (jobId, outcome, afterMs) => addRun(jobId, outcome, clock.now() + afterMs),
    hangRuns() {
      for (const run of runs) if (run.endedAt === null) run.due = Number.POSITIVE_INFINITY;
    },
    showProgress(jobId, progress) {
      Object.assign(runs.findLast((one) => one.jobId === jobId) ?? {}, { progress });
    },
    forgetJob(jobId) {
      const others = runs.filter((run) => run.jobId !== jobId);
      runs.splice(0, runs.length, ...others);
    },
    stopRun(jobId) {
      advance();
      const run = runs.findLast((one) => one.jobId === jobId && one.endedAt === null && one.createdAt <= clock.now());
      if (run) Object.assign(run, { endedAt: clock.now(), state: 'stopped', stateText: 'Stopped', outcome: 'none' });
    },
    restart() {
      logon += 1;
      taskCount = 0;
      tasks = [];
    },
    agentJobs: () => reach(() => []),
    agentJobCount: () => reach(() => null),
    agentJob: (id) =>
      reach(() => ({
        id,
        name: id,
        platform: 'linux',
        platformText: 'AgentForLinux',
        description: null,
        backupServer: null,
        scheduleConfigured: null,
        scheduleEnabled: null,
        nextRunAt: null,
        schedule: null,
        automaticRetry: null,
      })),
    backupServers: () => reach(() => []),
    discoveredComputers: () => reach(() => []),
    runs: ({ jobId, createdSince = 0, limit }) =>
      reach(
        () =>
          shownRuns()
            .filter((run) => run.jobId === jobId && run.createdAt >= createdSince)
            .sort((a, b) => b.createdAt - a.createdAt)
            .slice(0, limit),
        'runs',
      ),
    runCount: () => reach(() => null),
    run: (id) => reach(() => shownRuns().find((run) => run.id === id) ?? thrown('refused', 404), 'run'),
    machineResults: () => reach((): MachineResult[] => [], 'machines'),
    machineResultsOfChildren: () => reach((): MachineResult[] => [], 'machines'),
    machineResultsOf: (ids) => reach(() => new Map(ids.map((id): [string, MachineResult[]] => [id, []])), 'machines'),
    newestResultsOf: () => reach(() => ({ results: [], isWhole: true }), 'machines'),
    retry: (jobId) => carryOut(jobId),
    stop: () => Promise.reject(failure('refused', false, 501)),
    collect: () => Promise.reject(failure('refused', false, 501)),
    task: (ref) => reach(() => tasks.find((task) => isSame(task.ref, ref)) ?? thrown('refused', 404), 'task'),
    tasksById: (refs) => reach(() => tasks.filter(({ ref }) => refs.some((one) => isSame(one, ref))), 'tasks'),
    markTasks: () => reach(() => ({ logonId: em.logonId ?? '', taskId: taskCount === 0 ? null : `task-${taskCount}` })),
    retryTasksAfter: ({ taskId }) =>
      reach(() => tasks.filter(({ ref }) => taskId === null || comesAfter(ref.taskId, taskId)), 'tasks'),
    serverNow: () => clock.now(),
    endTask: ({ taskId }) =>
      reach(() => {
        tasks = tasks.filter((task) => task.ref.taskId !== taskId);
        em.ended += 1;
      }),
    checkAccount: () => Promise.reject(failure('credentials', false)),
    accounts: () => Promise.reject(failure('refused', false, 501)),
    rolesOfAccount: () => Promise.reject(failure('refused', false, 501)),
    proxy: () => Promise.reject(failure('refused', false, 501)),
    proxyLost: () => undefined,
    renewTrust: () => undefined,
    open: () => reach(() => undefined),
    close: () => Promise.resolve(),
  };

  async function carryOut(jobId: string): Promise<EmTask> {
    if (em.down) throw failure('unreachable', false);
    advance();
    const call: Call = { jobId, fate: em.fate, executed: false, runId: null };
    if (call.fate === 'not-sent') throw failure('circuit-open', false);
    em.calls.push(call);
    if (call.fate === 'refused-400') throw failure('refused', false, 400);
    if (call.fate === 'cut-before') throw failure('unreachable', true);
    if (call.fate === 'error-not-done') throw failure('refused', true, 500);
    if (call.fate === 'hangs-not-done') return new Promise(() => undefined);
    if (call.fate === 'done-late') {
      late.push({ at: clock.now() + LATE_MS, call });
      throw failure('timeout', true);
    }
    const task = execute(call);
    if (call.fate === 'hangs-done') return new Promise(() => undefined);
    if (call.fate === 'answer-lost') throw failure('unreachable', true);
    if (call.fate === 'error-done') throw failure('refused', true, 500);
    return structuredClone(task);
  }
  return em;
}

const isSame = (one: TaskRef, other: TaskRef) => one.taskId === other.taskId && one.logonId === other.logonId;
