import { EmError, type EmTask, isOver, type MachineResult, type Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import type { Checks } from './checks.ts';
import type { DeskContext } from './desk-context.ts';
import { firstOwnRun, newRuns, ownTask, taskCandidates } from './evidence.ts';
import type { Followed } from './followed.ts';
import { isRecordedEnd } from './task-fields.ts';
import { readTaskOwnership } from './task-ownership.ts';
import type { View } from './view.ts';
import { taskWord } from './view-words.ts';

/** Runs are read from a day before the newest one known, so that an unsteady clock of a backup server hides nothing. */
const CLOCK_SLACK_MS = 24 * 60 * 60_000;

type Task = View['task'];

/** Whether this retry has a task that may still show something. */
export function needsTask(row: RetryRow): boolean {
  return row.em_task_id !== null && !isRecordedEnd(row);
}

/** Whether this retry has to find its task: its answer was lost. */
export function seeksTask(row: RetryRow): boolean {
  return row.em_task_id === null && (row.state === 'requested' || row.state === 'running') && row.phase !== 'answered';
}

/** The job's runs that can be the retry's, fresh. */
export async function checkRuns(
  desk: DeskContext,
  checks: Checks,
  { row, baseline }: Followed,
): Promise<Run[] | 'unavailable'> {
  const { newestAt } = baseline;
  const runs = await checks.ask(() =>
    desk.em.runs({
      jobId: row.job_id,
      ...(newestAt === null ? {} : { createdSince: newestAt - CLOCK_SLACK_MS }),
    }),
  );
  if (runs !== 'unavailable') desk.mirror.observeRuns(runs);
  return runs;
}

/**
 * The known tasks of these retries by their retry, in few questions; those of other logon sessions are lost. `isListed`:
 * they were all asked for, and what is not among them is not in the list.
 */
export async function checkTasks(
  desk: DeskContext,
  checks: Checks,
  rows: readonly RetryRow[],
): Promise<{ seen: Map<string, EmTask | 'lost'>; isListed: boolean }> {
  const seen = new Map<string, EmTask | 'lost'>();
  const known = rows.flatMap((row) => refOf(row) ?? []);
  if (known.length === 0) return { seen, isListed: true };
  const listed = await checks.ask(() => desk.em.tasksById(known.map(({ ref }) => ref)));
  for (const { id, ref } of known) {
    const task = listed === 'unavailable' ? undefined : listed.find(({ ref: other }) => other.taskId === ref.taskId);
    if (ref.logonId !== desk.em.logonId) seen.set(id, 'lost');
    else if (task?.ref.logonId === ref.logonId) seen.set(id, task);
  }
  return { seen, isListed: listed !== 'unavailable' };
}

/**
 * One retry's known task by its own address: a task missing in a list may exist all the same. Deleted only where the
 * list lacks it, too.
 */
export async function checkTask(desk: DeskContext, checks: Checks, row: RetryRow, isListed: boolean): Promise<Task> {
  const known = refOf(row);
  if (known === null) return null;
  return checks.ask(async () => {
    try {
      return await desk.em.task(known.ref);
    } catch (error) {
      if (error instanceof EmError && error.isSessionLost) return 'lost';
      if (error instanceof EmError && error.isGone) return isListed ? 'deleted' : 'unavailable';
      throw error;
    }
  });
}

function refOf({ id, em_task_id: taskId, logon_id: logonId }: RetryRow) {
  return taskId === null || logonId === null ? null : { id, ref: { taskId, logonId } };
}

/**
 * For retries whose answer was lost: their tasks by their retry, where that is certain. `absent` where the list shows that
 * the request has made none: all of it can be read, and nothing in it may be this request.
 */
export async function searchTasks(
  desk: DeskContext,
  checks: Checks,
  seekers: readonly Followed[],
  runsOf: (id: string) => readonly Run[],
): Promise<Map<string, Task>> {
  const found = new Map<string, Task>();
  const inSession = seekers.filter(({ baseline: { taskMark }, row }) => {
    const isHeld = taskMark?.logonId === desk.em.logonId && row.logon_id === desk.em.logonId;
    if (!isHeld) found.set(row.id, 'lost');
    return isHeld;
  });
  const marks = inSession.flatMap(({ baseline }) => baseline.taskMark ?? []);
  const [first] = marks.sort((a, b) => (a.taskId ?? '').localeCompare(b.taskId ?? '', 'en', { numeric: true }));
  if (first === undefined) return found;
  let isSure = true;
  const onUnsure = () => {
    isSure = false;
  };
  const tasks = await checks.ask(() => desk.em.retryTasksAfter(first, onUnsure));
  if (tasks === 'unavailable') {
    for (const { row } of inSession) found.set(row.id, 'unavailable');
    return found;
  }
  const ownership = await readTaskOwnership(desk, first.logonId, tasks);
  for (const { row, baseline } of inSession) {
    const sought = { id: row.id, jobName: row.job_name, runId: row.run_id, baseline };
    const candidates = taskCandidates(sought, tasks, ownership);
    const newIds = new Set(runsOf(row.id).map(({ id }) => id));
    const isAbsent = candidates.length === 0 && isSure;
    found.set(row.id, ownTask(sought, candidates, ownership, newIds) ?? (isAbsent ? 'absent' : 'unavailable'));
  }
  return found;
}

/** The run of this retry: the one its task links to, the one it already has, else the first new one. */
export async function pickRun(
  desk: DeskContext,
  checks: Checks,
  { row, baseline }: Followed,
  runs: readonly Run[] | 'unavailable',
  task: Task,
  owned: ReadonlySet<string>,
): Promise<View['run']> {
  const listed = runs === 'unavailable' ? [] : runs;
  const linked = typeof task === 'object' && task !== null ? task.runId : null;
  const known = linked ?? row.run_id;
  const ownRun = () => firstOwnRun(newRuns(baseline, listed, owned), baseline, row.sent_at, howFar(row, task));
  const ownRetry = () => {
    const own = ownRun();
    return own?.isRetry ? own : null;
  };
  if (known !== null) {
    const run = await findRun(desk, checks, known, runs);
    if (typeof run === 'object' && run.jobId === row.job_id) {
      // One of the schedule was the only new one until now.
      return linked === null && !run.isRetry ? (ownRetry() ?? run) : run;
    }
    // A run that Enterprise Manager names and does not show yet is waited for, and no other taken instead.
    const wasShown = row.state === 'running' && row.run !== null && row.run_id === known;
    if (typeof run !== 'object') return run === 'gone' && !wasShown ? null : run;
  }
  if (task === 'absent') return null;
  const own = ownRun();
  return own ?? (runs === 'unavailable' ? 'unavailable' : null);
}

function howFar(row: RetryRow, task: Task): { isTriggered: boolean; isUnseen: boolean } {
  return { isTriggered: taskWord(row, { task }) === 'done', isUnseen: row.state === 'unseen' };
}

/**
 * A run by its id; a machine's part of a run leads to that run. A run is gone if neither its address nor the list of
 * its job shows it.
 */
async function findRun(
  desk: DeskContext,
  checks: Checks,
  id: string,
  runs: readonly Run[] | 'unavailable',
): Promise<Run | 'gone' | 'unavailable'> {
  const listed = runs === 'unavailable' ? undefined : runs.find((run) => run.id === id);
  if (listed) return listed;
  const run = await checks.ask(async () => {
    try {
      return await desk.em.run(id);
    } catch (error) {
      if (error instanceof EmError && error.isGone) return 'gone';
      throw error;
    }
  });
  if (run === 'unavailable') return runs === 'unavailable' ? 'unavailable' : 'gone';
  if (run === 'gone' || run.kind !== 'machine' || run.parentId === null || run.parentId === id) return run;
  return findRun(desk, checks, run.parentId, runs);
}

/** Ended runs whose own address and children are asked for machine results in one cycle: each costs several requests. */
const DEEPLY_PER_CYCLE = 5;

/**
 * Machine results of several runs; null for a run whose results Enterprise Manager will not give. Those of an ended run
 * may hang on its children instead (`EnterpriseManager.machineResults`); beyond the limit that is left to the next cycle.
 */
export async function checkMachines(
  desk: DeskContext,
  checks: Checks,
  runs: readonly Run[],
): Promise<Map<string, readonly MachineResult[] | null>> {
  const found = new Map<string, readonly MachineResult[] | null>();
  if (runs.length === 0) return found;
  const together = await checks.ask(() => desk.em.machineResultsOf(runs.map((run) => run.id)));
  for (const { id } of runs) {
    const alone = together === 'unavailable' ? await checks.ask(() => desk.em.machineResults(id)) : together.get(id);
    found.set(id, alone === undefined || alone === 'unavailable' ? null : alone);
  }
  const without =
    together === 'unavailable' ? [] : runs.filter((run) => isOver(run) && found.get(run.id)?.length === 0);
  for (const [place, { id }] of without.entries()) {
    const deep = place < DEEPLY_PER_CYCLE ? await checks.ask(() => desk.em.machineResults(id)) : 'unavailable';
    found.set(id, deep === 'unavailable' ? null : (deep ?? []));
  }
  return found;
}

/**
 * The mirror's runs of a job, for retries that were not checked in this cycle: good enough to find changes, never to
 * prove that there are none.
 */
export function hintedRun(
  { row, baseline }: Followed,
  runs: readonly Run[],
  task: Task,
  owned: ReadonlySet<string>,
): Run | null {
  const linked = typeof task === 'object' && task !== null ? task.runId : null;
  if (linked !== null) return runs.find((run) => run.id === linked) ?? null;
  if (row.run_id === null) {
    return firstOwnRun(newRuns(baseline, runs, owned), baseline, row.sent_at, howFar(row, task));
  }
  const own = runs.find((run) => run.id === row.run_id);
  return own && isOver(own) ? own : null;
}
