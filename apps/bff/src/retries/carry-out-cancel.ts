import { EmError } from '@retry-desk/em-client';
import { actionCodeOf } from '#problem.ts';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import type { DeskContext } from './desk-context.ts';
import { noteRetry } from './journal.ts';

/**
 * The result of a request to cancel a task: null where the task was cancelled, or may have been; else why it goes on.
 */
export type CancelOutcome = Refusal | null;

/**
 * Cancels the task of a retry on request, in the process with its logon session: read first, recorded, sent once.
 * Whether the retry then counts as stopped depends on later checks. Throws where the journal cannot be written before
 * anything is sent.
 */
export async function carryOutCancel(desk: DeskContext, row: RetryRow): Promise<CancelOutcome> {
  const { em_task_id: taskId, logon_id: logonId } = row;
  if (taskId === null || logonId === null || !holdsLogon(desk, row)) {
    return comesToNothing(desk, row, new Refusal('too-late', nobodyHolds));
  }
  const ref = { taskId, logonId };
  try {
    const task = await desk.em.task(ref);
    if (task.state === 'finished') {
      const detail =
        task.result?.success === false ? 'The task has finished without success.' : 'The job has been triggered.';
      return comesToNothing(desk, row, new Refusal('too-late', `${detail} There is nothing left to cancel.`));
    }
  } catch (error) {
    if (!(error instanceof EmError)) throw error;
    return comesToNothing(desk, row, refusalOf(error, 'The task was not ended.'));
  }
  const sending = await noteRetry(desk, row, { cancel_phase: 'sending' }, { where: { cancel_phase: 'requested' } });
  if (sending === undefined) return new Refusal('too-late', 'The task has moved on at the same moment.');
  try {
    await desk.em.endTask(ref);
    await note(desk, sending.row, { cancel_phase: 'answered' }, `Enterprise Manager has ended ${taskId}`);
    return null;
  } catch (error) {
    desk.logger.warn(
      { event: 'retry.cancel-unanswered', err: error, retry: row.id, task: taskId },
      'Enterprise Manager did not confirm the cancellation of a task',
    );
    if (!(error instanceof EmError) || error.mayHaveHappened) {
      const evidence = `the answer to the cancellation of ${taskId} was lost: Enterprise Manager may have carried it out`;
      await note(desk, sending.row, { cancel_phase: 'unknown' }, evidence);
      return null;
    }
    return comesToNothing(desk, sending.row, refusalOf(error, 'The task was not ended.'));
  }
}

/**
 * Whether the logon session that the retry's task belongs to is ours: no other process can cancel it then, and we alone
 * can. Tasks exist within the logon session that made them (reference, GET /query?type=Task:
 * https://helpcenter.veeam.com/docs/vbr/em_rest/get_query_task.html).
 */
export function holdsLogon(desk: Pick<DeskContext, 'em'>, { logon_id: logonId }: Pick<RetryRow, 'logon_id'>): boolean {
  return logonId !== null && logonId === desk.em.logonId;
}

const sessionGone =
  'The logon session that the task belongs to has ended, so it can no longer be cancelled; the job may run all the same.';

const nobodyHolds =
  'No server that responds holds the logon session that the task belongs to, so it can no longer be cancelled; the job may run all the same.';

function refusalOf(error: EmError, consequence: string): Refusal {
  if (error.isSessionLost) return new Refusal('too-late', sessionGone);
  if (error.isGone) return new Refusal('too-late', 'Enterprise Manager no longer has the task.');
  return new Refusal(actionCodeOf(error), `${consequence} ${error.hint}`, error.words);
}

async function comesToNothing(desk: DeskContext, row: RetryRow, refusal: Refusal): Promise<Refusal> {
  await note(desk, row, { cancel_phase: null }, `the task was not cancelled by us: ${refusal.detail}`);
  return refusal;
}

/** A sent request stays sent if the journal cannot store its result: the next check of the task shows it. */
async function note(desk: DeskContext, row: RetryRow, set: Partial<RetryRow>, evidence: string): Promise<void> {
  try {
    await noteRetry(desk, row, set, { evidence });
  } catch (error) {
    desk.logger.error(
      { event: 'retry.cancel-not-stored', err: error, retry: row.id },
      'the result of a cancellation could not be stored',
    );
  }
}
