import type { AgentJob } from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { storeCall } from '#store/store-error.ts';
import { writeAudit } from '#store/write-audit.ts';
import { checkRole } from './check-role.ts';
import { confirmJournal } from './confirm-journal.ts';
import { type DeskContext, NOTHING_SENT, SEND_LEASE_MS } from './desk-context.ts';
import { bindKey } from './idempotency.ts';
import { readOpenRetry } from './journal.ts';
import { checkLimits } from './limits.ts';
import { presentTask } from './present.ts';
import { leaseFor } from './retry-leases.ts';
import type { RetryOrder } from './retry-order.ts';
import { appendStep, noteRolledBack, sealRetry } from './seal-retry.ts';
import { insteadOfVeeam } from './veeam-retries.ts';

/** A lock that was lost and is free again at once can be won in the next attempt; more attempts mean a crowd. */
const ATTEMPTS = 3;

/**
 * Writes the intent in one transaction. The partial unique index on open retries decides: the inserted row holds the
 * job.
 * @throws Refusal `retry-open` with the retry that holds it, `retry-limit`, `not-signed-in`, `forbidden`,
 * `store-unavailable`.
 */
export async function insertIntent(desk: DeskContext, id: string, order: RetryOrder, job: AgentJob): Promise<RetryRow> {
  if (order.overrideLimit && !order.note?.trim()) {
    throw new Refusal('bad-request', 'overrideLimit needs a note with the reason; nothing was sent.');
  }
  await confirmJournal(desk);
  for (let cycle = 0; cycle < ATTEMPTS; cycle += 1) {
    const row = await storeCall(() => writeIntent(desk, id, order, job), NOTHING_SENT);
    if (row) return row;
    const holder = await storeCall(() => readOpenRetry(desk, job.id), NOTHING_SENT);
    if (holder) throw new Refusal('retry-open', undefined, { task: presentTask(holder) });
  }
  throw new Refusal('retry-open', 'Others are retrying this job at the same moment.');
}

async function writeIntent(
  desk: DeskContext,
  id: string,
  order: RetryOrder,
  job: AgentJob,
): Promise<RetryRow | undefined> {
  const now = desk.clock.now();
  const intent = await desk.store.journal.write(async (writing) => {
    const { trx } = writing;
    await checkRole(desk, trx, order.sessionId);
    const inserted = await trx
      .insertInto('retries')
      .values({
        id,
        job_id: job.id,
        job_name: job.name,
        state: 'requested',
        phase: 'claimed',
        requested_by: order.requestedBy,
        requested_person: order.person ?? null,
        requested_from: order.from,
        requested_at: now,
        note: order.note ?? null,
        attempt: 1,
        lease_owner: desk.owner,
        lease_until: leaseFor(desk, SEND_LEASE_MS),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted === undefined) return undefined;
    const { settings, store } = desk;
    const override = order.overrideLimit === true;
    const ask = {
      id,
      jobId: job.id,
      requestedBy: order.requestedBy,
      person: order.person ?? null,
      now,
      settings,
      kind: store.kind,
      override,
    };
    const reasons = [await checkLimits(trx, ask), insteadOfVeeam(desk, job.id, now)].filter((text) => text !== null);
    const evidence = reasons.join(' ') || null;
    if (order.idempotencyKey !== undefined) await bindKey(trx, order.idempotencyKey, id, order, now);
    const { row: step } = await appendStep(trx, id, { state: 'requested', at: now, evidence });
    const detail = evidence === null ? `task ${id}` : `task ${id}; ${evidence}`;
    await writeAudit(writing, now, {
      kind: 'retry',
      user: order.requestedBy,
      person: order.person,
      address: order.from,
      subject: job.name,
      detail,
    });
    const row = await sealRetry(writing, { ...inserted, steps_hash: step.hash }, 'written');
    return { row, steps: [step] };
  });
  if (intent) desk.cards.put(intent);
  return intent?.row;
}

/** Takes an intent back of which nothing was sent: it never was a retry. False when it is no bare intent any more. */
export async function rollBackIntent(
  desk: Pick<DeskContext, 'store' | 'cards'>,
  row: Pick<RetryRow, 'id'>,
): Promise<boolean> {
  const gone = await desk.store.journal.write(async (writing) => {
    const removed = await writing.trx
      .deleteFrom('retries')
      .where('id', '=', row.id)
      .where('state', '=', 'requested')
      .where('phase', '=', 'claimed')
      .returningAll()
      .executeTakeFirst();
    if (removed !== undefined) noteRolledBack(writing, removed);
    return removed;
  });
  if (gone === undefined) return false;
  desk.cards.remove(row.id);
  return true;
}
