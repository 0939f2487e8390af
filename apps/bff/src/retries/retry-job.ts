import type { Task } from '@retry-desk/contract';
import { type AgentJob, EmError } from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { storeCall } from '#store/store-error.ts';
import { attemptNumber } from './attempt.ts';
import { judgeBaseline, readBaseline } from './baseline.ts';
import { type DeskContext, NOTHING_SENT } from './desk-context.ts';
import { insertIntent, rollBackIntent } from './insert-intent.ts';
import { readBack } from './read-back.ts';
import type { RetryOrder } from './retry-order.ts';
import { type Marked, markSending, sendOnce } from './send.ts';
import { leaveToVeeam } from './veeam-retries.ts';
import { withdrawLater } from './withdraw.ts';

/**
 * Runs a failed job again, at most once: intent, lock, baseline, `sending`, one request, outcome.
 * Resolves with the retry as it then stands, which may already be `refused`.
 * @throws Refusal; nothing was started then.
 */
export async function retryJob(desk: DeskContext, order: RetryOrder, id: string): Promise<Task> {
  if (desk.stopping()) throw new Refusal('store-unavailable', 'Retry Desk is being stopped; nothing was sent.');
  const job = await findJob(desk, order.jobId);
  leaveToVeeam(desk, order);
  desk.inFlight.add(id);
  try {
    const intent = await insertIntent(desk, id, order, job).catch((error) => {
      // It may be written all the same, later than we have waited.
      if (error instanceof Refusal && error.code === 'store-unavailable') void withdrawLater(desk, id);
      throw error;
    });
    const marked = await prepare(desk, intent, order);
    await sendOnce(desk, marked);
    return await readBack(desk, marked.sending);
  } finally {
    desk.inFlight.delete(id);
    desk.wake();
  }
}

/**
 * Between winning the lock and sending: Enterprise Manager's present answers decide. Any failure here frees the job.
 */
async function prepare(desk: DeskContext, intent: RetryRow, order: RetryOrder): Promise<Marked> {
  try {
    const { runs, baseline } = await fromEm(() => readBaseline(desk.em, intent.job_id));
    desk.mirror.observeRuns(runs);
    judgeBaseline(runs, order.runId);
    leaveToVeeam(desk, order);
    const attempt = await storeCall(() => attemptNumber(desk, intent.job_id, intent.id, runs), NOTHING_SENT);
    const marked = await markSending(desk, intent, baseline, attempt);
    if (marked) return marked;
    throw new Refusal('em-unreachable', 'Enterprise Manager answered too late; nothing was sent. Try again.');
  } catch (error) {
    // Should `sending` have been committed all the same, the follower closes the retry as never sent.
    desk.neverSent.add(intent.id);
    try {
      if (await rollBackIntent(desk, intent)) desk.neverSent.delete(intent.id);
    } catch (cause) {
      desk.logger.error(
        { event: 'retry.roll-back-failed', err: cause, retry: intent.id },
        'an intent could not be rolled back; it will be closed later',
      );
      void withdrawLater(desk, intent.id);
    }
    throw error;
  }
}

async function findJob(desk: DeskContext, jobId: string): Promise<AgentJob> {
  return desk.mirror.job(jobId)?.job ?? fromEm(() => desk.em.agentJob(jobId));
}

/** Reads before sending: whatever fails here, nothing has been started. */
async function fromEm<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EmError)) throw error;
    if (error.isGone && error.status === 404) throw new Refusal('not-found', 'There is no such job.');
    if (error.isSilence || error.asksToWait)
      throw Object.assign(new Refusal('em-unreachable', `Nothing was sent. ${error.hint}`), { cause: error });
    throw new Refusal('em-refused', `Nothing was sent. ${error.hint}`, error.words);
  }
}
