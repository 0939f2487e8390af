import { childRows, runRow, type SessionRow } from '#resources/backup-session.ts';
import { type TaskSessionRow, taskSessionRows } from '#resources/task-session.ts';
import { guidIn } from '#world/guid.ts';
import type { Job, Run } from '#world/records.ts';
import type { World } from '#world/world.ts';
import type { Source } from './query-type.ts';
import type { Term } from './tokens.ts';

/** Sessions older than this are no longer told. */
const KEPT = 30 * 24 * 60 * 60_000;

/** The sessions that can match: only of one job, and without children, where the filter says so. */
export function sessionRows({ world }: Source, required: Term[]): SessionRow[] {
  const job = world.jobs.get(guidIn(equalTo(required, 'jobuid') ?? '') ?? '');
  // Children name other job ids, so the id of a job leads to its runs alone.
  if (job !== undefined) return sessionsOfJob(world, job, false);
  const withChildren = equalTo(required, 'jobtype')?.toLowerCase() !== 'agentbackup';
  const rows: SessionRow[] = [];
  for (const each of world.jobs.values()) addSessions(world, each, withChildren, rows);
  return rows;
}

/** The sessions of one job; children only on request. */
export function sessionsOfJob(world: World, job: Job, withChildren: boolean): SessionRow[] {
  const rows: SessionRow[] = [];
  addSessions(world, job, withChildren, rows);
  return rows;
}

function addSessions(world: World, job: Job, withChildren: boolean, rows: SessionRow[]): void {
  const at = world.knownUntil(job);
  for (const run of visibleRuns(world, job, at)) {
    rows.push(runRow(job, run, at));
    if (withChildren) rows.push(...childRows(job, run, at));
  }
}

/** The machine tasks that can match: only of one run where the filter says so. */
export function taskRows({ world }: Source, required: Term[]): TaskSessionRow[] {
  const wanted = guidIn(equalTo(required, 'jobsessionuid') ?? '');
  if (wanted !== undefined) {
    const found = visibleRun(world, wanted);
    return found === undefined ? [] : taskSessionRows(found.job, found.run, found.at);
  }
  return [...world.jobs.values()].flatMap((job) => {
    const at = world.knownUntil(job);
    return visibleRuns(world, job, at).flatMap((run) => taskSessionRows(job, run, at));
  });
}

/** The run of a session id, when Enterprise Manager knows it. */
export function visibleRun(world: World, sessionId: string): { job: Job; run: Run; at: number } | undefined {
  const run = world.runOf(sessionId);
  const job = run === undefined ? undefined : world.jobs.get(run.jobId);
  if (run === undefined || job === undefined) return undefined;
  const at = world.knownUntil(job);
  return run.start <= at && run.start > world.now() - KEPT ? { job, run, at } : undefined;
}

function visibleRuns(world: World, job: Job, at: number): Run[] {
  const oldest = world.now() - KEPT;
  return world.runsOf(job).filter((run) => run.start <= at && run.start > oldest);
}

function equalTo(required: Term[], name: string): string | undefined {
  return required.find((term) => term.name === name && term.operator === '==')?.value;
}
