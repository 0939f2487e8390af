import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, type Task } from '@retry-desk/contract';
import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
import { Refusal } from '#route.ts';
import type { Database } from '#store/schema.ts';
import { storeCall } from '#store/store-error.ts';
import type { DeskContext } from './desk-context.ts';
import { readRetry } from './journal.ts';
import { presentTask } from './present.ts';
import type { RetryOrder } from './retry-order.ts';

/** How long a key is answered alike. */
const KEY_AGE_MS = 24 * 60 * 60_000;

/** How long a request waits whose key another process is working on: an intent takes a few reads. */
const UNDECIDED_MS = 30_000;
/** A key whose intent has gone gets its refusal at once, unless the process died in between. */
const DANGLING_MS = 3_000;
const UNDECIDED_STEP_MS = 50;

/** Refusals of the moment: nothing was started, so the same key may ask again. */
const passing = new Set([
  'em-unreachable',
  'store-unavailable',
  'retry-limit',
  'retry-open',
  'veeam-will-retry',
  'not-signed-in',
  'forbidden',
]);

const EARLIER_UNKNOWN = 'Whether an earlier request with this key was sent is not known.';

const storedRefusal = z.object({
  code: errorCode,
  detail: z.optional(z.string()),
  emMessage: z.optional(z.string()),
  taskId: z.optional(z.string()),
});

/** Answers that are being worked out in this process, by key. */
export type AnswersUnderWay = Map<string, { fingerprint: string; answer: Promise<Task> }>;

/**
 * The same key gives the same answer as long as it is stored, also while the first is still being worked out.
 * @throws Refusal `idempotency-mismatch` when the key came with another request before.
 */
export async function answerOnce(
  desk: DeskContext,
  underWay: AnswersUnderWay,
  order: RetryOrder,
  id: string,
  perform: () => Promise<Task>,
): Promise<Task> {
  const key = order.idempotencyKey;
  if (key === undefined) return perform();
  const fingerprint = fingerprintOf(order);
  const same = underWay.get(key);
  if (same) {
    if (same.fingerprint !== fingerprint) throw mismatch();
    return same.answer;
  }
  const answer = replayOrPerform(desk, order, key, id, perform);
  underWay.set(key, { fingerprint, answer });
  try {
    return await answer;
  } finally {
    underWay.delete(key);
  }
}

/** Ties a key to its retry, in the transaction that writes the intent. */
export async function bindKey(
  trx: Kysely<Database>,
  key: string,
  retryId: string,
  order: RetryOrder,
  at: number,
): Promise<void> {
  const bound = await trx
    .insertInto('retry_keys')
    .values({ key, fingerprint: fingerprintOf(order), retry_id: retryId, refusal: null, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (!bound) throw new Refusal('retry-open', 'The same request is being carried out at this moment.');
}

async function replayOrPerform(
  desk: DeskContext,
  order: RetryOrder,
  key: string,
  id: string,
  perform: () => Promise<Task>,
): Promise<Task> {
  const before = await storeCall(() => replay(desk, key, fingerprintOf(order)), EARLIER_UNKNOWN);
  if (before) return before;
  try {
    return await perform();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'retry-open') {
      // Another process may have begun with this very key a moment before us: then its answer is ours.
      const theirs = await storeCall(() => replay(desk, key, fingerprintOf(order)), EARLIER_UNKNOWN);
      if (theirs) return theirs;
    }
    await storeRefusal(desk, order, key, id, error);
    throw error;
  }
}

/**
 * The stored answer to this key; undefined where it is free. Waits while another process has not decided yet whether to
 * send.
 */
async function replay(desk: DeskContext, key: string, fingerprint: string): Promise<Task | undefined> {
  const startedAt = performance.now();
  for (;;) {
    const stored = await readKey(desk, key);
    if (!stored) return undefined;
    if (stored.fingerprint !== fingerprint) throw mismatch();
    if (stored.refusal !== null) throw await refusalOf(desk, stored.refusal);
    const retry = stored.retry_id === null ? undefined : await readRetry(desk, stored.retry_id);
    // Until `sending` is committed the intent may be rolled back: it is no answer yet.
    if (retry && (retry.row.state !== 'requested' || retry.row.phase !== 'claimed')) return presentTask(retry);
    const waited = performance.now() - startedAt;
    if (retry === undefined && waited > DANGLING_MS) {
      await forgetKey(desk, key, stored.retry_id);
      return undefined;
    }
    if (waited > UNDECIDED_MS) {
      throw new Refusal('retry-open', 'The same request is being carried out at this moment; try again.');
    }
    await pause(UNDECIDED_STEP_MS);
  }
}

async function readKey({ store: { db }, clock }: DeskContext, key: string) {
  await db
    .deleteFrom('retry_keys')
    .where('at', '<', clock.now() - KEY_AGE_MS)
    .execute();
  return db.selectFrom('retry_keys').selectAll().where('key', '=', key).executeTakeFirst();
}

/** A key whose intent was rolled back: nothing was sent for it. */
async function forgetKey({ store: { db } }: DeskContext, key: string, retryId: string | null): Promise<void> {
  await db.deleteFrom('retry_keys').where('key', '=', key).where('retry_id', '=', retryId).execute();
}

async function refusalOf(desk: DeskContext, stored: string): Promise<Refusal> {
  const { code, detail, emMessage, taskId } = z.parse(storedRefusal, JSON.parse(stored));
  const retry = taskId === undefined ? undefined : await readRetry(desk, taskId);
  return new Refusal(code, detail, {
    ...(retry ? { task: presentTask(retry) } : {}),
    ...(emMessage === undefined ? {} : { emMessage }),
  });
}

/** Stores a refusal for later requests, unless it is a temporary one: then the key is free again. */
async function storeRefusal(
  desk: DeskContext,
  order: RetryOrder,
  key: string,
  id: string,
  refusal: Refusal,
): Promise<void> {
  const { db } = desk.store;
  const { code, detail, extra } = refusal;
  const stored = JSON.stringify({ code, detail, emMessage: extra.emMessage, taskId: extra.task?.taskId });
  try {
    if (passing.has(code) || code === 'idempotency-mismatch') return await forgetKey(desk, key, id);
    const answer = { retry_id: null, refusal: stored, at: desk.clock.now() };
    // In one statement: a concurrent request with this key finds the intent or its refusal, never neither.
    const own = db.updateTable('retry_keys').set(answer).where('key', '=', key).where('retry_id', '=', id);
    if ((await own.executeTakeFirst()).numUpdatedRows > 0n) return;
    await db
      .insertInto('retry_keys')
      .values({ key, fingerprint: fingerprintOf(order), ...answer })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } catch (error) {
    desk.logger.warn(
      { event: 'retry.answer-not-stored', err: error, retry: id },
      'the answer to an Idempotency-Key could not be stored',
    );
  }
}

function fingerprintOf({
  requestedBy,
  person,
  jobId,
  runId,
  note,
  overrideLimit,
  unlessVeeamRetries,
}: RetryOrder): string {
  // Absent unless requested, so that fingerprints of earlier versions stay the same.
  const polite = unlessVeeamRetries ? [true] : [];
  return createHash('sha256')
    .update(
      JSON.stringify([person ?? requestedBy, jobId, runId ?? null, note ?? null, overrideLimit ?? false, ...polite]),
    )
    .digest('hex');
}

function mismatch(): Refusal {
  return new Refusal('idempotency-mismatch', 'This Idempotency-Key came with another request before.');
}
