import { setTimeout as pause } from 'node:timers/promises';
import { EmError } from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { storeCall } from '#store/store-error.ts';
import { type AuditNote, writeAudit } from '#store/write-audit.ts';
import { readRunOwners } from './claims.ts';
import { type DeskContext, STOP_WATCH_MS } from './desk-context.ts';
import { newRuns } from './evidence.ts';
import { moveRetry, readRetry } from './journal.ts';
import { baselineOf } from './retry.ts';

const STOP_LOOKS = 4;

export type EndOrder = { taskId: string; by: string; from?: string | undefined };

/**
 * Ends a retry before it has triggered anything: Enterprise Manager's task where that still runs, or, for a retry that
 * nobody can see, only our lock.
 * @throws Refusal `not-found`, `too-late`, `em-unreachable`, `store-unavailable`
 */
export async function endTask(desk: DeskContext, { taskId, by, from }: EndOrder): Promise<void> {
  const retry = await storeCall(() => readRetry(desk, taskId));
  if (!retry) throw new Refusal('not-found', 'There is no such task.');
  const { row } = retry;
  const note = { kind: 'task-ended' as const, user: by, address: from, subject: row.job_name };
  if (row.state === 'unseen') {
    await close(desk, row, 'unconfirmed', `released by ${by}`);
    return told(desk, { ...note, detail: `task ${row.id}, released` });
  }
  if (row.state === 'requested') {
    throw new Refusal(
      'too-late',
      'Enterprise Manager has not said yet whether it took the request; wait for the verdict.',
    );
  }
  if (row.state !== 'accepted') throw new Refusal('too-late', tooLateWords(row));
  await endEmTask(desk, row);
  await close(desk, row, 'stopped', `the task was ended by ${by}`);
  await told(desk, { ...note, detail: `task ${row.id}` });
}

/** The task is ended: the audit must not make it look otherwise. */
async function told(desk: DeskContext, note: AuditNote): Promise<void> {
  await writeAudit(desk.store.db, desk.clock.now(), note).catch((error) =>
    desk.logger.error({ err: error, ...note }, 'the end of a task could not be written into the audit log'),
  );
}

async function endEmTask(desk: DeskContext, row: RetryRow): Promise<void> {
  const { em_task_id: taskId, logon_id: logonId } = row;
  if (taskId === null || logonId === null) throw new Refusal('too-late', tooLateWords(row));
  try {
    const task = await desk.em.task({ taskId, logonId });
    if (task.state === 'finished') throw new Refusal('too-late', tooLateWords(row));
    await desk.em.endTask({ taskId, logonId });
    await watchForRun(desk, row);
  } catch (error) {
    if (!(error instanceof EmError)) throw error;
    if (error.kind === 'session-lost' || (error.kind === 'refused' && error.status === 404)) {
      throw new Refusal('too-late', 'Enterprise Manager no longer knows the task.');
    }
    if (error.kind === 'refused') {
      throw new Refusal('em-refused', undefined, error.emMessage === undefined ? {} : { emMessage: error.emMessage });
    }
    throw new Refusal('em-unreachable', error.hint);
  }
}

/**
 * The backup server may have taken the job up while we ended the task: its run appears a moment later. Looks for that
 * long before anybody may call the retry stopped. @throws Refusal `too-late` when there is a run: the retry goes on.
 */
async function watchForRun(desk: DeskContext, row: RetryRow): Promise<void> {
  const watchMs = desk.settings.stopWatchMs ?? STOP_WATCH_MS;
  const until = performance.now() + watchMs;
  for (;;) {
    if (await hasRun(desk, row)) throw new Refusal('too-late', 'The job had been triggered already; it runs now.');
    if (performance.now() >= until) return;
    await pause(watchMs / STOP_LOOKS);
  }
}

async function hasRun(desk: DeskContext, row: RetryRow): Promise<boolean> {
  const baseline = baselineOf(row);
  if (baseline === null) return false;
  const runs = await desk.em.runs({
    jobId: row.job_id,
    ...(baseline.newestAt === null ? {} : { createdSince: baseline.newestAt }),
  });
  const ownersOf = await storeCall(() =>
    readRunOwners(
      desk,
      runs.map((run) => run.id),
    ),
  );
  return newRuns(baseline, runs, ownersOf(row)).length > 0;
}

async function close(desk: DeskContext, row: RetryRow, to: 'stopped' | 'unconfirmed', evidence: string): Promise<void> {
  const moved = await storeCall(() => moveRetry(desk, row, { to, evidence }));
  if (!moved) throw new Refusal('too-late', 'The task has moved on at the same moment.');
}

function tooLateWords(row: RetryRow): string {
  if (row.ended_at !== null) return 'The task is over.';
  return row.state === 'running'
    ? 'The backup runs already; ending the task does not stop it.'
    : 'The task is finished; the job has been triggered.';
}
