import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { storeCall } from '#store/store-error.ts';
import { type CancelOutcome, carryOutCancel, holdsLogon } from './carry-out-cancel.ts';
import { confirmJournal } from './confirm-journal.ts';
import { type DeskContext, STOP_WATCH_MS } from './desk-context.ts';
import { moveRetry, noteRetry, readRetry } from './journal.ts';
import { byOperator, type OperatorOrder } from './operator-order.ts';
import { mayBeOnItsWay } from './retry-leases.ts';

/**
 * Beyond the watch for a run: the process with the logon session checks every few seconds, and once more before it
 * cancels.
 */
const DECIDED_MS = 20_000;
const DECIDED_STEP_MS = 200;

/**
 * Cancels a retry before it has triggered anything: the order is recorded with the name, then the process with the
 * task's logon session cancels the task, once. Resolves with `stopped`, or `pending` where that is not decided yet: the
 * retry's own page shows it.
 * @throws Refusal `not-found`, `too-late`, `em-refused`, `em-unreachable`, `store-unavailable`
 */
export async function cancelTask(desk: DeskContext, order: OperatorOrder): Promise<'stopped' | 'pending'> {
  const retry = await storeCall(() => readRetry(desk, order.taskId));
  if (!retry) throw new Refusal('not-found', 'There is no such task.');
  const { row } = retry;
  if (row.state === 'unseen') {
    await releaseRetry(desk, order);
    return 'stopped';
  }
  if (row.state !== 'accepted' || row.em_task_id === null) throw new Refusal('too-late', tooLateDetail(row));
  const outcome = await requestAndCarryOut(desk, row, order);
  if (outcome !== null) throw outcome;
  return awaitDecision(desk, row.id);
}

/**
 * Frees the job of an open retry, by order of an operator, with name and note; nothing is sent to Enterprise Manager.
 */
export async function releaseRetry(desk: DeskContext, order: OperatorOrder): Promise<void> {
  const retry = await storeCall(() => readRetry(desk, order.taskId));
  if (!retry) throw new Refusal('not-found', 'There is no such task.');
  const { row } = retry;
  if (row.ended_at !== null) throw new Refusal('too-late', 'The task is over.');
  if (await isOnItsWay(desk, row)) {
    throw new Refusal(
      'too-late',
      'The request is on its way to Enterprise Manager; wait for the answer, a minute at most.',
    );
  }
  const note = order.note ? `: ${order.note}` : '';
  const moved = await storeCall(() =>
    moveRetry(desk, row, {
      to: 'unconfirmed',
      evidence: `released by ${order.requestedBy}${note}`,
      within: byOperator(desk, order, {
        kind: 'task-ended',
        subject: row.job_name,
        detail: `task ${row.id}, released${note}`,
      }),
    }),
  );
  if (!moved) throw new Refusal('too-late', 'The task has moved on at the same moment.');
}

/** Released now, the next click could send a second request beside the first. */
async function isOnItsWay(desk: DeskContext, row: RetryRow): Promise<boolean> {
  if (desk.inFlight.has(row.id)) return true;
  return !desk.neverSent.has(row.id) && (await storeCall(() => mayBeOnItsWay(desk, row.id)));
}

/** Of several people one wins; from here on the journal names that person, whatever the result is. */
async function requestCancel(desk: DeskContext, row: RetryRow, order: OperatorOrder): Promise<RetryRow> {
  if (row.cancel_phase !== null)
    throw new Refusal('too-late', `${row.cancelled_by} has already requested to cancel the task.`);
  const set = { cancel_phase: 'requested' as const, cancelled_by: order.requestedBy, cancelled_at: desk.clock.now() };
  const note = order.note ? `: ${order.note}` : '';
  await confirmJournal(desk);
  const requested = await storeCall(() =>
    noteRetry(desk, row, set, {
      evidence: `${order.requestedBy} requested to cancel the task${note}`,
      where: { cancel_phase: null },
      within: byOperator(desk, order, { kind: 'task-ended', subject: row.job_name, detail: `task ${row.id}${note}` }),
    }),
  );
  if (!requested)
    throw new Refusal('too-late', 'The task has moved on at the same moment, or another operator is cancelling it.');
  return requested.row;
}

/** Carried out here where the task's logon session is ours; else by the process that holds it. */
async function requestAndCarryOut(desk: DeskContext, row: RetryRow, order: OperatorOrder): Promise<CancelOutcome> {
  // Nobody else may check it meanwhile: the follower would cancel it, too.
  desk.inFlight.add(row.id);
  try {
    const requested = await requestCancel(desk, row, order);
    if (!holdsLogon(desk, row)) return null;
    return await storeCall(() => carryOutCancel(desk, requested));
  } finally {
    desk.inFlight.delete(row.id);
    desk.wake();
  }
}

/** The follower decides, here or at the process with the session: it watches for a run for a while first. */
async function awaitDecision(desk: DeskContext, id: string): Promise<'stopped' | 'pending'> {
  const until = performance.now() + DECIDED_MS + (desk.settings.stopWatchMs ?? STOP_WATCH_MS);
  while (performance.now() < until && !desk.stopping()) {
    const now = await storeCall(() => readRetry(desk, id));
    if (now === undefined || now.row.state === 'stopped') return 'stopped';
    if (now.row.state !== 'accepted') throw new Refusal('too-late', tooLateDetail(now.row));
    if (now.row.cancel_phase === null) {
      throw new Refusal('too-late', now.steps.at(-1)?.evidence ?? 'The task could not be cancelled.');
    }
    await pause(DECIDED_STEP_MS);
  }
  return 'pending';
}

function tooLateDetail(row: RetryRow): string {
  if (row.ended_at !== null) return 'The task is over.';
  if (row.state === 'requested') {
    return 'It is not known yet whether Enterprise Manager accepted the request; wait for the result, or release the job.';
  }
  return row.state === 'running'
    ? 'The backup is already running; cancelling the task does not stop it.'
    : 'The task is finished; the job has been triggered.';
}
