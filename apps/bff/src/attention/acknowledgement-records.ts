import type { AcknowledgementEnd, AttentionKind } from '@retry-desk/contract';
import type { Guid, Instant } from '@retry-desk/em-client';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { AttentionTables } from '#store/attention-tables.ts';
import type { Database, StoreKind } from '#store/schema.ts';

type Row = Selectable<AttentionTables['acknowledgements']>;

/** An acknowledgement of one job. */
export type AcknowledgementRecord = {
  id: string;
  jobId: Guid;
  jobName: string;
  /** The kinds of trouble it covers; the row shows the first. */
  kinds: readonly AttentionKind[];
  /** The newest run that was over then; null where there was none. */
  overRunId: Guid | null;
  /** The causes of the failed run; empty where none was known. */
  causeKeys: readonly string[];
  note: string;
  ticket: string | null;
  /** Null until the next success. */
  untilAt: Instant | null;
  by: string;
  person: string;
  at: Instant;
  endedAt: Instant | null;
  end: AcknowledgementEnd | null;
  endedBy: string | null;
};

/** Far below the parameters that one statement may have (SQLite 32 766, PostgreSQL 65 535). */
const ROWS_AT_ONCE = 500;

function toRow(record: AcknowledgementRecord): Row {
  return {
    id: record.id,
    job_id: record.jobId,
    job_name: record.jobName,
    kinds: JSON.stringify(record.kinds),
    over_run_id: record.overRunId,
    cause_keys: JSON.stringify(record.causeKeys),
    note: record.note,
    ticket: record.ticket,
    until_at: record.untilAt,
    acknowledged_by: record.by,
    person: record.person,
    at: record.at,
    ended_at: record.endedAt,
    end_reason: record.end,
    ended_by: record.endedBy,
  };
}

function toRecord(row: Row): AcknowledgementRecord {
  return {
    id: row.id,
    jobId: row.job_id,
    jobName: row.job_name,
    kinds: JSON.parse(row.kinds),
    overRunId: row.over_run_id,
    causeKeys: JSON.parse(row.cause_keys),
    note: row.note,
    ticket: row.ticket,
    // PostgreSQL returns a bigint as text.
    untilAt: row.until_at === null ? null : Number(row.until_at),
    by: row.acknowledged_by,
    person: row.person,
    at: Number(row.at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
    end: row.end_reason,
    endedBy: row.ended_by,
  };
}

/** Open ones, and those that ended since then; oldest first. @throws where the store cannot be read */
export async function readAcknowledgements(
  db: Kysely<Database>,
  endedSince: Instant,
): Promise<AcknowledgementRecord[]> {
  const rows = await db
    .selectFrom('acknowledgements')
    .selectAll()
    .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>=', endedSince)]))
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(toRecord);
}

/** The same, those that were made or ended last first. */
export function latestFirst(records: readonly AcknowledgementRecord[]): AcknowledgementRecord[] {
  return records.toReversed().sort((a, b) => (b.endedAt ?? b.at) - (a.endedAt ?? a.at));
}

type Ending = { at: Instant; end: AcknowledgementEnd; by: string | null };

/**
 * Ends the open ones of these jobs and writes the new ones, in the transaction of an order. Orders of several processes come one
 * after the other: each replaces what the one before has made. SQLite has one transaction at a time anyway.
 */
export async function replaceAcknowledgements(
  trx: Transaction<Database>,
  kind: StoreKind,
  records: readonly AcknowledgementRecord[],
): Promise<void> {
  if (kind === 'postgres') await sql`lock table acknowledgements in share row exclusive mode`.execute(trx);
  for (let from = 0; from < records.length; from += ROWS_AT_ONCE) {
    const some = records.slice(from, from + ROWS_AT_ONCE);
    const [first] = some;
    if (first === undefined) return;
    await trx
      .updateTable('acknowledgements')
      .set({ ended_at: first.at, end_reason: 'replaced', ended_by: first.by })
      .where(
        'job_id',
        'in',
        some.map(({ jobId }) => jobId),
      )
      .where('ended_at', 'is', null)
      .execute();
    await trx.insertInto('acknowledgements').values(some.map(toRow)).execute();
  }
}

/** Ends an open one; resolves with its row, or undefined where it was not open. @throws where the store cannot be written */
export async function endAcknowledgement(
  db: Kysely<Database>,
  id: string,
  { at, end, by }: Ending,
): Promise<AcknowledgementRecord | undefined> {
  const row = await db
    .updateTable('acknowledgements')
    .set({ ended_at: at, end_reason: end, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && toRecord(row);
}

/** Takes the causes of the run that was acknowledged, where they were read later. @throws where the store cannot be written */
export async function learnCauses(db: Kysely<Database>, id: string, causeKeys: readonly string[]): Promise<void> {
  await db
    .updateTable('acknowledgements')
    .set({ cause_keys: JSON.stringify(causeKeys) })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}
