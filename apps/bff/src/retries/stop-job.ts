import type { Task } from '@retry-desk/contract';
import { EmError, isOver } from '@retry-desk/em-client';
import { actionCodeOf } from '#problem.ts';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { storeCall } from '#store/store-error.ts';
import { confirmJournal } from './confirm-journal.ts';
import type { DeskContext } from './desk-context.ts';
import { noteRetry, readRetry } from './journal.ts';
import { byOperator, type OperatorOrder } from './operator-order.ts';
import { readBack } from './read-back.ts';

/**
 * Has Enterprise Manager stop the job whose retry is running, by the rules of a retry: recorded first, sent exactly
 * once, repeated by no layer; the end of the run decides the result. Resolves with the retry as it then stands.
 * @throws Refusal `not-found`, `too-late`, `em-unreachable`, `em-refused`; nothing was stopped then.
 */
export async function stopJob(desk: DeskContext, order: OperatorOrder): Promise<Task> {
  if (desk.stopping()) throw new Refusal('store-unavailable', 'Retry Desk is being stopped; nothing was sent.');
  const retry = await storeCall(() => readRetry(desk, order.taskId));
  if (!retry) throw new Refusal('not-found', 'There is no such task.');
  const { row } = retry;
  if (row.state !== 'running' || row.run_id === null) {
    throw new Refusal('too-late', row.ended_at === null ? 'The backup does not run yet.' : 'The task is over.');
  }
  desk.inFlight.add(row.id);
  try {
    await refuseIfOver(desk, row.run_id);
    const sending = await requestStop(desk, row, order);
    await sendStop(desk, sending);
    return await readBack(desk, sending);
  } finally {
    desk.inFlight.delete(row.id);
    desk.wake();
  }
}

/** A run that is over must not be stopped: the job may have begun another run since. */
async function refuseIfOver(desk: DeskContext, runId: string): Promise<void> {
  try {
    if (isOver(await desk.em.run(runId))) throw new Refusal('too-late', 'The backup is over.');
  } catch (error) {
    if (!(error instanceof EmError)) throw error;
    throw new Refusal('em-unreachable', `Nothing was sent. ${error.hint}`);
  }
}

/** Commits that the one request may be on its way; of several people one wins. */
async function requestStop(desk: DeskContext, row: RetryRow, order: OperatorOrder): Promise<RetryRow> {
  const set = { stop_phase: 'sending' as const, stop_by: order.requestedBy, stop_at: desk.clock.now() };
  const note = order.note ? `: ${order.note}` : '';
  await confirmJournal(desk);
  const requested = await storeCall(() =>
    noteRetry(desk, row, set, {
      evidence: `${order.requestedBy} requested to stop the job${note}`,
      where: { stop_phase: null },
      within: byOperator(desk, order, { kind: 'stop', subject: row.job_name, detail: `task ${row.id}` }),
    }),
  );
  if (!requested) throw new Refusal('too-late', 'The job is being stopped already, or its run has ended.');
  return requested.row;
}

async function sendStop(desk: DeskContext, row: RetryRow): Promise<void> {
  try {
    const task = await desk.em.stop(row.job_id);
    await note(desk, row, { stop_phase: 'answered' }, `Enterprise Manager accepted the stop as ${task.ref.taskId}`);
  } catch (error) {
    desk.logger.warn(
      { event: 'retry.stop-not-accepted', err: error, retry: row.id, job: row.job_id },
      'Enterprise Manager did not accept a stop',
    );
    if (!(error instanceof EmError) || error.mayHaveHappened) {
      const evidence = 'the answer of Enterprise Manager to the stop was lost: the end of the run will show it';
      return note(desk, row, { stop_phase: 'unknown' }, evidence);
    }
    await note(desk, row, { stop_phase: null }, 'nothing was stopped: Enterprise Manager did not take the request');
    throw new Refusal(actionCodeOf(error), `Not stopped. ${error.hint}`, error.words);
  }
}

/** After sending, a store that fails changes nothing of what was sent: the end of the run decides. */
async function note(desk: DeskContext, row: RetryRow, set: Partial<RetryRow>, evidence: string): Promise<void> {
  try {
    await noteRetry(desk, row, set, { evidence });
  } catch (error) {
    desk.logger.error(
      { event: 'retry.stop-not-stored', err: error, retry: row.id },
      'the result of a stop could not be stored',
    );
  }
}
