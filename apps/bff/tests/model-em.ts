import {
  comesAfter,
  EmError,
  type EmTask,
  type EnterpriseManager,
  type MachineResult,
  type Run,
  type TaskRef,
} from '@retry-desk/em-client';

/** What becomes of the next request to retry, as a lossy network and a moody server would have it. */
export type Fate =
  | 'accepted'
  | 'refused-400'
  | 'refused-result'
  | 'answer-lost'
  | 'cut-before'
  | 'error-done'
  | 'error-not-done'
  | 'done-late'
  | 'not-sent'
  | 'hangs-done'
  | 'hangs-not-done';

/** One request to retry that reached the model, and whether it was carried out. */
type Call = { jobId: string; fate: Fate; executed: boolean; runId: string | null };

type ModelTask = EmTask & { jobId: string; due: number };
type ModelRun = Run & { due: number; outcome: 'success' | 'warning' | 'failed' };

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
  outcome: ModelRun['outcome'];
  down: boolean;
  /** A run that was not asked for by us; it ends `afterMs` from now. */
  addRun(jobId: string, outcome: ModelRun['outcome'], afterMs: number): Run;
  /** Logon session and tasks are gone, as after a restart. */
  restart(): void;
};

/**
 * Enterprise Manager as a pure model on a clock that stands still, for many thousand steps in a test. What it does is
 * told by `fate`; the simulator shows the same over real sockets.
 */
export function createModelEm(clock: { now(): number }, jobs: readonly string[]): ModelEm {
  const runs: ModelRun[] = [];
  const late: { at: number; call: Call }[] = [];
  let tasks: ModelTask[] = [];
  let logon = 1;
  let taskCount = 0;
  let runCount = 0;

  function addRun(jobId: string, outcome: ModelRun['outcome'], due: number, createdAt = clock.now()): ModelRun {
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
      isRetry: true,
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
    for (const task of tasks) if (task.state === 'running' && task.due <= clock.now()) finish(task);
    for (const run of runs) {
      if (run.endedAt !== null || run.due > clock.now()) continue;
      Object.assign(run, { endedAt: run.due, state: 'stopped', result: run.outcome, resultText: run.outcome });
    }
  }

  function finish(task: ModelTask): void {
    const call = emCalls.get(task);
    const success = call?.fate !== 'refused-result';
    Object.assign(task, { state: 'finished', stateText: 'Finished', result: { success, message: null } });
  }

  const emCalls = new Map<ModelTask, Call>();
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
    };
    tasks.push(task);
    emCalls.set(task, call);
    if (call.fate !== 'refused-result') {
      call.executed = true;
      call.runId = addRun(call.jobId, em.outcome, clock.now() + TASK_MS + RUN_MS, clock.now() + TASK_MS).id;
    }
    return task;
  }

  async function reach<T>(answer: () => T): Promise<T> {
    em.reads += 1;
    if (em.down) throw failure('unreachable', false);
    advance();
    return structuredClone(answer());
  }

  const em: ModelEm = {
    host: 'model:9398',
    get logonId() {
      return `logon-${logon}`;
    },
    calls: [],
    ended: 0,
    reads: 0,
    fate: 'accepted',
    outcome: 'success',
    down: false,
    addRun: (jobId, outcome, afterMs) => addRun(jobId, outcome, clock.now() + afterMs),
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
        automaticRetry: null,
      })),
    backupServers: () => reach(() => []),
    runs: ({ jobId, createdSince = 0, limit }) =>
      reach(() =>
        runs
          .filter((run) => run.jobId === jobId && run.createdAt >= createdSince && run.createdAt <= clock.now())
          .sort((a, b) => b.createdAt - a.createdAt)
          .slice(0, limit),
      ),
    runCount: () => reach(() => null),
    run: (id) => reach(() => runs.find((run) => run.id === id) ?? thrown('refused', 404)),
    machineResults: () => reach((): MachineResult[] => []),
    machineResultsOf: (ids) => reach(() => new Map(ids.map((id): [string, MachineResult[]] => [id, []]))),
    retry: (jobId) => carryOut(jobId),
    stop: () => Promise.reject(failure('refused', false, 501)),
    collect: () => Promise.reject(failure('refused', false, 501)),
    task: (ref) => reach(() => tasks.find((task) => task.ref.taskId === ref.taskId) ?? thrown('refused', 404)),
    tasksById: (refs) => reach(() => tasks.filter(({ ref }) => refs.some((one) => isSame(one, ref)))),
    markTasks: () => reach(() => ({ logonId: em.logonId ?? '', taskId: taskCount === 0 ? null : `task-${taskCount}` })),
    retryTasksAfter: ({ taskId }) =>
      reach(() => tasks.filter(({ ref }) => taskId === null || comesAfter(ref.taskId, taskId))),
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

function isSame(one: TaskRef, other: TaskRef): boolean {
  return one.taskId === other.taskId && one.logonId === other.logonId;
}

function thrown(kind: EmError['kind'], status: number): never {
  throw failure(kind, false, status);
}

function failure(kind: EmError['kind'], mayHaveHappened: boolean, status?: number): EmError {
  return new EmError(`${kind} ${status ?? ''}`, {
    kind,
    call: 'POST /api/agents/jobs/<guid>?action=retry',
    hint: 'Look at the model.',
    mayHaveHappened,
    ...(status === undefined ? {} : { status, emMessage: 'What the model says.' }),
  });
}
