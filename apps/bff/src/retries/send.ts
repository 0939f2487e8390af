import { EmError, type EmTask } from '@retry-desk/em-client';
import { elapsedMs, type Moment, momentOf } from '#elapsed.ts';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { storeCall } from '#store/store-error.ts';
import { applyVerdict } from './apply-verdict.ts';
import { type DeskContext, NOTHING_SENT, SEND_LEASE_MS } from './desk-context.ts';
import { moveRetry, noteRetry } from './journal.ts';
import type { Baseline, Retry } from './retry.ts';
import { leaseFor } from './retry-leases.ts';
import { recordOf } from './task-fields.ts';
import { nothingSeen } from './view.ts';

/** A process that was stopped between writing `sending` and sending must not send late: others may have judged by then. */
const SEND_WITHIN_MS = 5_000;
/** On a busy server writing alone may take that long: `sending` is written anew, until the baseline is too old to send by. */
const MARK_WITHIN_MS = 30_000;

/** A retry of which the journal shows that the one request may be on its way; `since`: before that was written. */
export type Marked = { sending: RetryRow; since: Moment };

/**
 * Commits that the one request may be on its way; once more where that took too long, which shows that nobody else has judged
 * meanwhile. Undefined when the intent is no longer ours.
 */
export async function markSending(
  desk: DeskContext,
  intent: RetryRow,
  baseline: Baseline,
  attempt: number,
): Promise<Marked | undefined> {
  const begun = momentOf(desk.clock);
  for (let [row, since] = [intent, begun]; ; since = momentOf(desk.clock)) {
    const set = {
      phase: 'sending' as const,
      sent_at: desk.clock.now(),
      attempt,
      baseline: JSON.stringify(baseline),
      logon_id: baseline.taskMark?.logonId ?? desk.em.logonId,
      lease_until: leaseFor(desk, SEND_LEASE_MS),
    };
    const marked = await storeCall(() => noteRetry(desk, row, set, { owner: desk.owner }), NOTHING_SENT);
    if (marked === undefined) return undefined;
    row = marked.row;
    const isInTime = elapsedMs(since, desk.clock) <= SEND_WITHIN_MS;
    if (isInTime || elapsedMs(begun, desk.clock) > MARK_WITHIN_MS) return { sending: row, since };
  }
}

/**
 * Sends the one request and writes down its outcome. Nothing here, above or below sends it again.
 * @throws Refusal `em-unreachable` when it is certain that nothing was sent.
 */
export async function sendOnce(desk: DeskContext, { sending: row, since }: Marked): Promise<Retry | undefined> {
  if (elapsedMs(since, desk.clock) > SEND_WITHIN_MS) {
    await closeNeverSent(desk, row, 'nothing was sent: this server was held up just before sending');
    throw new Refusal('em-unreachable', 'The server was held up; nothing was sent. Try again.');
  }
  let task: EmTask;
  try {
    task = await desk.em.retry(row.job_id);
  } catch (error) {
    return recordFailure(desk, row, error);
  }
  const evidence = `Enterprise Manager accepted the request as ${task.ref.taskId}`;
  const accepted = await afterSending(desk, row, () =>
    moveRetry(desk, row, { to: 'accepted', evidence, set: { phase: 'answered', ...recordOf(task) } }),
  );
  // Enterprise Manager may have decided already: the task in the answer is the first check.
  if (accepted) await afterSending(desk, row, () => applyVerdict(desk, accepted, { ...nothingSeen, task }));
  return accepted;
}

async function recordFailure(desk: DeskContext, row: RetryRow, error: unknown): Promise<Retry | undefined> {
  desk.logger.warn(
    { event: 'retry.not-accepted', err: error, retry: row.id, job: row.job_id },
    'Enterprise Manager did not accept a retry',
  );
  if (!(error instanceof EmError) || error.mayHaveHappened) return recordUnknown(desk, row, error);
  if (error.isRefusal) {
    const message = error.emMessage ?? `Enterprise Manager answered ${error.status}.`;
    return afterSending(desk, row, () =>
      moveRetry(desk, row, {
        to: 'refused',
        evidence: `Enterprise Manager refused the request with status ${error.status}`,
        set: { phase: 'answered', em_message: message, em_status: error.status ?? null },
      }),
    );
  }
  await closeNeverSent(desk, row, 'nothing was started: Enterprise Manager could not be asked');
  throw Object.assign(new Refusal('em-unreachable', `Nothing was started. ${error.hint}`), { cause: error });
}

/** The answer is lost or is an error that proves nothing: from here evidence decides. */
function recordUnknown(desk: DeskContext, row: RetryRow, error: unknown): Promise<Retry | undefined> {
  const status = error instanceof EmError ? error.status : undefined;
  const message = error instanceof EmError ? error.emMessage : undefined;
  const evidence =
    status === undefined
      ? 'the answer of Enterprise Manager was lost: it may or may not have started the job'
      : `Enterprise Manager answered ${status}, which leaves open whether it started the job`;
  return afterSending(desk, row, () =>
    noteRetry(desk, row, { phase: 'unknown', em_status: status ?? null, em_message: message ?? null }, { evidence }),
  );
}

/** Closes a retry of which certainly nothing reached Enterprise Manager; the job is free and the limits do not count it. */
export async function closeNeverSent(desk: DeskContext, row: RetryRow, evidence: string): Promise<void> {
  desk.neverSent.add(row.id);
  try {
    await moveRetry(desk, row, { to: 'refused', evidence, set: { sent_at: null } });
    desk.neverSent.delete(row.id);
  } catch (error) {
    desk.logger.error(
      { event: 'retry.not-closed', err: error, retry: row.id },
      'a retry that was never sent could not be closed in the journal',
    );
  }
}

/** After sending, a store that fails must not turn the answer into a refusal: the follower finds the outcome by evidence. */
async function afterSending<T>(desk: DeskContext, row: RetryRow, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    desk.logger.error(
      { event: 'retry.outcome-not-stored', err: error, retry: row.id },
      'the outcome of a retry could not be stored; it will be found again',
    );
    return undefined;
  }
}
