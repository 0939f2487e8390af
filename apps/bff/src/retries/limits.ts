import { type Kysely, sql } from 'kysely';
import { Refusal } from '#route.ts';
import type { StoreKind } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import type { DeskSettings } from './desk-context.ts';

const HOUR_MS = 60 * 60_000;

type Ask = { id: string; jobId: string; by: string; now: number; settings: DeskSettings; kind: StoreKind };

/** Refuses a retry over the hourly limits, itself not counted. Counted in the journal, so for all processes; what was never sent does not count. */
export async function checkLimits(trx: Kysely<Database>, ask: Ask): Promise<void> {
  // Two processes may count at once: on PostgreSQL the person's own lock makes them take turns.
  if (ask.kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${ask.by}, 0))`.execute(trx);
  const { retriesPerJobHour, retriesPerPersonHour } = ask.settings;
  const ofJob = await countSince(trx, ask, 'job_id', ask.jobId);
  if (ofJob.count >= retriesPerJobHour) {
    throw limitReached(
      `This job was retried ${ofJob.count} times within an hour; ${retriesPerJobHour} are allowed.`,
      ofJob,
      ask,
    );
  }
  const ofPerson = await countSince(trx, ask, 'requested_by', ask.by);
  if (ofPerson.count >= retriesPerPersonHour) {
    throw limitReached(
      `You have retried ${ofPerson.count} times within an hour; ${retriesPerPersonHour} are allowed.`,
      ofPerson,
      ask,
    );
  }
}

type Count = { count: number; oldestAt: number };

function limitReached(detail: string, { oldestAt }: Count, { now }: Ask): Refusal {
  return new Refusal('retry-limit', detail, {
    retryAfterSeconds: Math.max(1, Math.ceil((oldestAt + HOUR_MS - now) / 1000)),
  });
}

async function countSince(
  trx: Kysely<Database>,
  { id, now }: Ask,
  column: 'job_id' | 'requested_by',
  value: string,
): Promise<Count> {
  const since = now - HOUR_MS;
  const row = await trx
    .selectFrom('retries')
    .select((select) => [select.fn.countAll().as('count'), select.fn.min('requested_at').as('oldestAt')])
    .where(column, '=', value)
    .where('id', '!=', id)
    .where('requested_at', '>', since)
    .where((where) => where.or([where('sent_at', 'is not', null), where('state', '=', 'requested')]))
    .executeTakeFirst();
  return { count: Number(row?.count ?? 0), oldestAt: Number(row?.oldestAt ?? since) };
}
