import { openRetryStates, type RetryState } from '@retry-desk/contract';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import { isLasting } from '#store/chain.ts';
import { inParts } from '#store/in-parts.ts';
import type { Writing } from '#store/journal-writer.ts';
import type { RetryRow, RetryStepRow } from '#store/retry-tables.ts';
import type { Database } from '#store/schema.ts';
import type { DeskContext } from './desk-context.ts';
import type { Retry, RunOfRetry } from './retry.ts';
import { appendStep, isProven, lockRow, type NewStep, sealRetry } from './seal-retry.ts';
import { isFinal, mayGo } from './state-machine.ts';

type Journal = Pick<DeskContext, 'store' | 'cards' | 'clock' | 'logger' | 'noteEnd' | 'onEnd'>;

/** One retry with its steps; undefined when there is none of that id. */
export async function readRetry(desk: Pick<Journal, 'store'>, id: string): Promise<Retry | undefined> {
  const row = await desk.store.db.selectFrom('retries').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { row, steps: await readSteps(desk.store.db, id) };
}

/** The retry that holds a job. */
export async function readOpenRetry(desk: Pick<Journal, 'store'>, jobId: string): Promise<Retry | undefined> {
  const row = await desk.store.db
    .selectFrom('retries')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('state', 'in', openRetryStates)
    .executeTakeFirst();
  return row && { row, steps: await readSteps(desk.store.db, row.id) };
}

/** Those of these retries that are still open, as they are now. */
export async function readOpen({ store }: Pick<Journal, 'store'>, ids: readonly string[]): Promise<RetryRow[]> {
  const open = store.db.selectFrom('retries').selectAll().where('state', 'in', openRetryStates);
  return inParts(ids, (some) => open.where('id', 'in', some).execute());
}

/** Several rows with their steps, in few more queries. */
export async function withSteps(db: Kysely<Database>, rows: readonly RetryRow[]): Promise<Retry[]> {
  const all = db.selectFrom('retry_steps').selectAll().orderBy('seq');
  const ids = rows.map((row) => row.id);
  const steps = await inParts(ids, (some) => all.where('retry_id', 'in', some).execute());
  const byRetry = Map.groupBy(steps, (step) => step.retry_id);
  return rows.map((row) => ({ row, steps: byRetry.get(row.id) ?? [] }));
}

/** Everything the live cards show: open retries and those that ended since `since`. */
export async function readLive(desk: Pick<Journal, 'store'>, since: number): Promise<Retry[]> {
  const rows = await desk.store.db
    .selectFrom('retries')
    .selectAll()
    .where((where) => where.or([where('state', 'in', openRetryStates), where('ended_at', '>=', since)]))
    .execute();
  return withSteps(desk.store.db, rows);
}

/** Further writes in the transaction of a change. */
type Within = (writing: Writing) => Promise<void>;

/** The runs of all retries since then, with their results. */
export async function readOwnRuns({ store }: Pick<Journal, 'store'>, since: number): Promise<RunOfRetry[]> {
  return await store.db
    .selectFrom('retries')
    .select(['id', 'job_id', 'state', 'requested_at', 'run_id', 'sent_at', 'baseline', 'ended_at'])
    .where('requested_at', '>=', since)
    .execute();
}

/** New values of a retry; a lease may be given as the database reckons it. */
type RowChanges = Omit<Partial<RetryRow>, 'lease_until'> & { lease_until?: number | RawBuilder<number> };

/** How far a request of an operator must have come for a change to be made. */
type Where = Partial<Pick<RetryRow, 'cancel_phase' | 'stop_phase'>>;

export type Move = { to: RetryState; evidence: string; set?: Partial<RetryRow>; within?: Within };

/**
 * Moves a retry on, if it still is where the caller saw it (and, with `owner`, still leased to it), and appends the step.
 * Undefined when somebody else was faster: nothing has changed then.
 */
export async function moveRetry(desk: Journal, row: RetryRow, move: Move, owner?: string): Promise<Retry | undefined> {
  if (!mayGo(row.state, move.to)) throw new Error(`a retry does not go from ${row.state} to ${move.to}`);
  const at = desk.clock.now();
  return change(desk, row, owner, {
    set: { waited_ms: 0, waited_for: null, ...move.set, state: move.to, ended_at: isFinal(move.to) ? at : null },
    step: { state: move.to, at, evidence: move.evidence },
    within: move.within,
  });
}

/**
 * Records a change of a retry that stays in its state; `evidence` appends a step. With `where` only while that holds:
 * of several concurrent writers one succeeds.
 */
export async function noteRetry(
  desk: Journal,
  row: RetryRow,
  set: RowChanges,
  options: { evidence?: string; owner?: string; where?: Where; within?: Within } = {},
): Promise<Retry | undefined> {
  const { evidence, owner, where, within } = options;
  const step = evidence && { state: row.state, at: desk.clock.now(), evidence };
  return change(desk, row, owner, { set, where, within, ...(step ? { step } : {}) });
}

type Change = {
  set: RowChanges;
  step?: NewStep;
  where?: Where | undefined;
  within?: Within | undefined;
};

async function change(
  desk: Journal,
  row: RetryRow,
  owner: string | undefined,
  what: Change,
): Promise<Retry | undefined> {
  const changed = await desk.store.journal.write(async (writing) => {
    const { trx } = writing;
    const before = await lockRow(trx, desk.store.kind, row.id);
    if (before === undefined) return undefined;
    const updated = await conditional(trx, row, owner, what).returningAll().executeTakeFirst();
    if (updated === undefined) return undefined;
    await what.within?.(writing);
    if (isFinal(updated.state) && !isFinal(row.state)) await desk.noteEnd?.(trx, updated);
    const step = what.step ? await appendStep(trx, row.id, what.step) : null;
    const isEntry = step !== null || isLasting(Object.keys(what.set));
    const proof = isProven(writing, before, step?.before ?? null);
    const kind = proof ? 'changed' : 'unproven';
    if (!proof)
      desk.logger.error(
        { event: 'journal.retry-tampered', retry: row.id },
        'a retry in the journal is not as it was written: see journal:check',
      );
    const steps_hash = step?.row.hash ?? updated.steps_hash;
    const sealed = await sealRetry(writing, { ...updated, steps_hash }, isEntry || !proof ? kind : null);
    return { row: sealed, steps: await readSteps(trx, row.id) };
  });
  if (changed === undefined) return undefined;
  desk.cards.put(changed);
  if (isFinal(changed.row.state) && !isFinal(row.state)) desk.onEnd?.(changed.row.state);
  return changed;
}

function conditional(trx: Transaction<Database>, row: RetryRow, owner: string | undefined, what: Change) {
  let update = trx
    .updateTable('retries')
    .set(what.set)
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('phase', '=', row.phase);
  if (owner !== undefined) update = update.where('lease_owner', '=', owner);
  for (const column of ['cancel_phase', 'stop_phase'] as const) {
    const phase = what.where?.[column];
    if (phase === null) update = update.where(column, 'is', null);
    else if (phase !== undefined) update = update.where(column, '=', phase);
  }
  return update;
}

function readSteps(db: Kysely<Database>, id: string): Promise<RetryStepRow[]> {
  return db.selectFrom('retry_steps').selectAll().where('retry_id', '=', id).orderBy('seq').execute();
}
