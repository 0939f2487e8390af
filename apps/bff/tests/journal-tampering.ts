import { type Kysely, sql } from 'kysely';
import { createCards } from '#retries/cards.ts';
import type { DeskContext } from '#retries/desk-context.ts';
import { rollBackIntent } from '#retries/insert-intent.ts';
import { moveRetry, noteRetry, readRetry } from '#retries/journal.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import { writeRetry } from './write-retry.ts';

const clock = { now: () => 1_700_000_000_000 };

/** The part of the desk that its writing verbs need. */
export function writingDesk(store: Store): Pick<DeskContext, 'store' | 'clock' | 'cards' | 'logger'> {
  return { store, clock, cards: createCards(clock), logger: { info() {}, warn() {}, error() {} } };
}

/** Two retries that are over, one that is open, one that was rolled back, and an audit. */
export async function fillJournal(store: Store): Promise<void> {
  const desk = writingDesk(store);
  const of = async (id: string) => {
    const found = await readRetry(desk, id);
    if (found === undefined) throw new Error(`there is no retry ${id}`);
    return found.row;
  };
  for (const id of ['r1', 'r2', 'r3']) {
    await writeRetry(store, { id, job_id: `job of ${id}`, job_name: `Job ${id}`, note: 'cable was out' });
    for (const to of ['accepted', 'triggered', 'running'] as const)
      await moveRetry(desk, await of(id), { to, evidence: `it is ${to}` });
  }
  const run = JSON.stringify({
    id: '0b000000-0000-4000-8000-000000000001',
    progress: 100,
    result: 'failed',
    startedAt: '2026-01-31T08:00:10.000Z',
    endedAt: '2026-01-31T08:00:20.000Z',
    machinesTotal: 1,
    machinesDone: 1,
    reasons: [],
  });
  for (const id of ['r1', 'r2'])
    await moveRetry(desk, await of(id), { to: 'failed', evidence: 'its run failed', set: { run_id: 'run-new', run } });
  // Fleeting columns are no entry of the chain.
  await noteRetry(desk, await of('r3'), { waited_ms: 10_000, waited_for: 'a run' });
  await writeRetry(store, { id: 'r4', job_id: 'job of r4', phase: 'claimed', sent_at: null, baseline: null });
  if (!(await rollBackIntent(desk, { id: 'r4' }))) throw new Error('it was not taken back');
  for (const [place, subject] of ['Job r1', 'Job r2', 'Job r3', null].entries())
    await writeAuditLine(store, 1_700_000_000_000 + place, {
      kind: subject === null ? 'signed-out' : 'retry',
      user: 'TECH\\anna',
      address: '10.0.0.5',
      subject,
      detail: subject === null ? null : 'task',
    });
}

type Sql = ReturnType<typeof sql>;

const tables = ['retries', 'retry_steps', 'audit_log', 'chain_entries', 'chain_heads'];

/** Removes the guards; returns the statements that restore them. */
export async function unguard(db: Kysely<Database>, kind: Store['kind']): Promise<() => Promise<void>> {
  if (kind === 'postgres') {
    for (const table of tables) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db);
    return async () => {
      for (const table of tables) await sql`alter table ${sql.table(table)} enable trigger user`.execute(db);
    };
  }
  const guards = sql<{ name: string; sql: string }>`select name, sql from sqlite_master where type = 'trigger'`;
  const { rows } = await guards.execute(db);
  for (const { name } of rows) await sql`drop trigger ${sql.id(name)}`.execute(db);
  return async () => {
    for (const guard of rows) await sql.raw(guard.sql).execute(db);
  };
}

/**
 * A change by somebody with all rights on the database, who restores the guards afterwards, so that they do not give it
 * away.
 */
export async function tamper(db: Kysely<Database>, kind: Store['kind'], change: readonly Sql[]): Promise<void> {
  const guardAgain = await unguard(db, kind);
  for (const statement of change) await statement.execute(db);
  await guardAgain();
}
