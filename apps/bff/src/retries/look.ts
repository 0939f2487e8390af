import { EmError, type EmTask, type MachineResult, type Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import { isOver, isSilence, listTasks } from './baseline.ts';
import type { DeskContext } from './desk-context.ts';
import { firstOwnRun, newRuns, ownTask, type TaskClaims, taskCandidates } from './evidence.ts';
import type { Followed } from './followed.ts';

/** Runs are read from a day before the newest one known, so that an unsteady clock of a backup server hides nothing. */
const CLOCK_SLACK_MS = 24 * 60 * 60_000;

/** The tasks of the logon session, read once for all retries. */
export type TaskList = { tasks: EmTask[] | null; logonId: string | null };

/** @throws EmError when Enterprise Manager does not answer. */
export async function lookAtTasks(desk: DeskContext): Promise<TaskList> {
  const tasks = await listTasks(desk.em);
  return { tasks, logonId: tasks?.[0]?.ref.logonId ?? desk.em.logonId };
}

/** Whether this retry's task can still tell anything. */
export function needsTasks(row: RetryRow): boolean {
  return row.em_success === null && (row.state === 'requested' || row.em_task_id !== null);
}

/** The job's runs that can be the retry's, fresh. @throws EmError */
export async function lookAtRuns(desk: DeskContext, { row, baseline }: Followed): Promise<Run[]> {
  const { newestAt } = baseline;
  const runs = await desk.em.runs({
    jobId: row.job_id,
    ...(newestAt === null ? {} : { createdSince: newestAt - CLOCK_SLACK_MS }),
  });
  desk.board.observeRuns(runs);
  return runs;
}

/** The task that Enterprise Manager gave this retry, or `lost` when it went with its logon session. @throws EmError */
export async function lookAtOwnTask(desk: DeskContext, row: RetryRow, list: TaskList): Promise<EmTask | 'lost' | null> {
  const { em_task_id: taskId, logon_id: logonId } = row;
  if (taskId === null || logonId === null) return null;
  if (logonId !== list.logonId) return 'lost';
  const listed = list.tasks?.find((task) => task.ref.taskId === taskId);
  if (listed) return listed;
  try {
    return await desk.em.task({ taskId, logonId });
  } catch (error) {
    if (!(error instanceof EmError)) throw error;
    if (error.kind === 'session-lost' || (error.kind === 'refused' && error.status === 404)) return 'lost';
    throw error;
  }
}

/** For a retry whose answer was lost: its task, if certain, and how many could be it. */
export function findTask(
  { row, baseline }: Followed,
  { tasks, logonId }: TaskList,
  claims: TaskClaims,
  fresh: readonly Run[],
): { task: EmTask | null; noneNew: boolean } {
  if (tasks === null || logonId === null || logonId !== baseline.logonId) return { task: null, noneNew: false };
  const asked = { id: row.id, jobName: row.job_name, baseline };
  const candidates = taskCandidates(asked, tasks, claims);
  const runIds = new Set(fresh.map((run) => run.id));
  const task = ownTask(asked, candidates, claims, runIds);
  return { task, noneNew: candidates.length === 0 };
}

/** The run of this retry: the one it already has, the one its task links to, else the first new one. @throws EmError */
export async function pickRun(
  desk: DeskContext,
  { row, baseline }: Followed,
  runs: readonly Run[],
  task: EmTask | 'lost' | null,
  ownedRunIds: ReadonlySet<string>,
): Promise<Run | 'gone' | null> {
  const linked = task === null || task === 'lost' ? null : task.runId;
  const known = row.run_id ?? linked;
  if (known !== null) {
    const run = runs.find((candidate) => candidate.id === known) ?? (await readRun(desk, known));
    if (run === 'gone') return row.state === 'running' ? 'gone' : firstNew();
    if (run.jobId === row.job_id) return run;
  }
  return firstNew();

  function firstNew(): Run | null {
    return firstOwnRun(newRuns(baseline, runs, ownedRunIds), row.sent_at);
  }
}

async function readRun(desk: DeskContext, id: string): Promise<Run | 'gone'> {
  try {
    return await desk.em.run(id);
  } catch (error) {
    if (error instanceof EmError && error.kind === 'refused' && error.status === 404) return 'gone';
    throw error;
  }
}

/** Machine results of several runs in few requests; none for runs whose results Enterprise Manager will not give. @throws EmError when it does not answer. */
export async function lookAtMachines(
  desk: DeskContext,
  runs: readonly Run[],
): Promise<Map<string, readonly MachineResult[]>> {
  if (runs.length === 0) return new Map();
  return (await unlessSilent(() => desk.em.machineResultsOf(runs.map((run) => run.id)))) ?? new Map();
}

/** A question that Enterprise Manager answers badly spoils only itself; that it does not answer at all ends the round. */
export async function unlessSilent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EmError && !isSilence(error)) return undefined;
    throw error;
  }
}

/** What the board last heard of a job, for retries there was no time to look at: good enough to find news, never to miss any. */
export function hintedRun({ row, baseline }: Followed, runs: readonly Run[], owned: ReadonlySet<string>): Run | null {
  if (row.run_id === null) return firstOwnRun(newRuns(baseline, runs, owned), row.sent_at);
  const own = runs.find((run) => run.id === row.run_id);
  return own && isOver(own) ? own : null;
}
