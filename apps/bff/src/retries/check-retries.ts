import { changedColumns, isLasting, retryContent, sealOf } from '#store/chain.ts';
import type { ChainEntryRow } from '#store/chain-tables.ts';
import type { JournalStore } from '#store/open-store.ts';
import type { RetryRow, RetryStepRow } from '#store/retry-tables.ts';
import { stepHash } from '#store/step-hash.ts';
import { withSteps } from './journal.ts';
import { isFinal } from './state-machine.ts';

const AT_ONCE = 200;
/** A retry that changes during its check is checked again. */
const TRIES = 5;

type Journal = Pick<JournalStore, 'db'> & { chainKey: NonNullable<JournalStore['chainKey']> };
/** The contradictions in one retry. */
type RetryFault = { retryId: string; jobName: string; what: string };
export type RetriesCheck = { retries: number; steps: number; faults: RetryFault[] };

/** Compares the chain's entries for each retry with each other: a retry may have been put back to an earlier state. */
export function followVersions(fault: (what: string) => void): (entry: ChainEntryRow) => void {
  const versions = new Map<string, number>();
  return ({ kind, subject, version, seq }) => {
    if (kind === 'begun' || kind === 'removed') return;
    const before = versions.get(subject);
    versions.set(subject, version);
    if (kind === 'unproven')
      fault(
        `retry ${subject} was not as it had been written when entry ${seq} was made: somebody had changed it by hand`,
      );
    // A part that begins anew may find rows that an older Retry Desk has written meanwhile.
    if (before !== undefined && version !== before + 1)
      fault(`retry ${subject} had been put back to an earlier state when entry ${seq} was made`);
  };
}

/** Compares every retry and its steps with the last entry in the chain. */
export async function checkRetries(store: Journal): Promise<RetriesCheck> {
  const check: RetriesCheck = { retries: 0, steps: 0, faults: [] };
  for (let after = ''; ; ) {
    const rows = await withEntries(store.db)
      .where('retries.id', '>', after)
      .orderBy('retries.id')
      .limit(AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
    const steps = new Map((await withSteps(store.db, rows)).map((one) => [one.row.id, one.steps]));
    for (const row of rows) {
      const own = steps.get(row.id) ?? [];
      check.retries += 1;
      check.steps += own.length;
      const what = faultIn(store, row, own) === null ? null : await again(store, row.id);
      if (what !== null) check.faults.push({ retryId: row.id, jobName: row.job_name, what });
    }
  }
  for (const retryId of await removed(store.db))
    check.faults.push({
      retryId,
      jobName: '',
      what: 'it is missing: the chain has it, and it was never taken back',
    });
  return check;
}

/** Each with its newest entry, read at one moment. */
function withEntries(db: Journal['db']) {
  return db
    .selectFrom('retries')
    .leftJoin('chain_entries as entry', (join) =>
      join
        .on('entry.chain', '=', 'retries')
        .onRef('entry.subject', '=', 'retries.id')
        .on('entry.seq', '=', (on) =>
          on
            .selectFrom('chain_entries as newest')
            .select((select) => select.fn.max('newest.seq').as('seq'))
            .where('newest.chain', '=', 'retries')
            .whereRef('newest.subject', '=', 'retries.id'),
        ),
    )
    .selectAll('retries')
    .select(['entry.version as entryVersion', 'entry.parts as entryParts']);
}

type RowWithEntry = RetryRow & { entryVersion: number | null; entryParts: string | null };

/** Row and steps are read one after the other: only what holds while the row stays the same is a fault. */
async function again(store: Journal, id: string): Promise<string | null> {
  let what: string | null = null;
  for (let time = 0; time < TRIES; time += 1) {
    const row = await withEntries(store.db).where('retries.id', '=', id).executeTakeFirst();
    // Rolled back meanwhile: the chain's own entry is read last.
    if (row === undefined) return null;
    const [own] = await withSteps(store.db, [row]);
    what = faultIn(store, row, own?.steps ?? []);
    if (what === null) return null;
    const now = await store.db.selectFrom('retries').select('seal').where('id', '=', id).executeTakeFirst();
    if (now?.seal === row.seal) return what;
  }
  return what;
}

/** The first thing that does not fit; null where all does. */
function faultIn({ chainKey }: Journal, row: RowWithEntry, steps: readonly RetryStepRow[]): string | null {
  if (row.entryVersion === null || row.entryParts === null)
    return 'it was not written by Retry Desk: no entry of the chain names it';
  return (
    faultInSteps(row, steps) ??
    (row.seal === sealOf(chainKey, row) ? null : `it is not as it was written${namesOf(row, row.entryParts)}`) ??
    (row.version === row.entryVersion ? null : 'it was put back to an earlier state')
  );
}

function namesOf(row: RowWithEntry, parts: string): string {
  const columns = changedColumns(retryContent(row), parts);
  const lasting = columns.filter((column) => isLasting([column]) || isFinal(row.state));
  return columns.length === 0 ? '' : `: ${(lasting.length > 0 ? lasting : columns).join(', ')}`;
}

function faultInSteps(row: RetryRow, steps: readonly RetryStepRow[]): string | null {
  let hash = '';
  for (const [place, step] of steps.entries()) {
    if (step.seq !== place) return `step ${place} is missing`;
    hash = stepHash(hash, step);
    if (step.hash !== hash) return `step ${place} (${step.state}) is not as it was written`;
  }
  if (row.steps_hash !== hash) return `steps after step ${steps.length - 1} are missing, or all were written anew`;
  return steps.at(-1)?.state === row.state ? null : `its state ${row.state} is not that of its last step`;
}

/** Retries in the chain that are missing in the journal. */
async function removed(db: Journal['db']): Promise<string[]> {
  const rows = await db
    .selectFrom('chain_entries as entry')
    .select('entry.subject')
    .distinct()
    .where('entry.chain', '=', 'retries')
    .where('entry.kind', 'not in', ['begun', 'removed'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('retries').select('id').whereRef('retries.id', '=', 'entry.subject'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('chain_entries as back')
            .select('back.seq')
            .where('back.chain', '=', 'retries')
            .where('back.kind', '=', 'taken-back')
            .whereRef('back.subject', '=', 'entry.subject'),
        ),
      ),
    )
    .orderBy('entry.subject')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ subject }) => subject);
}
