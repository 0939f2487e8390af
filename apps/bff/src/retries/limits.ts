import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { Refusal } from '#route.ts';
import type { Database, StoreKind } from '#store/schema.ts';
import type { DeskSettings } from './desk-context.ts';

const HOUR_MS = 60 * 60_000;

type Ask = {
  id: string;
  jobId: string;
  requestedBy: string;
  /** The person; null where it is not known. */
  person: string | null;
  now: number;
  settings: DeskSettings;
  kind: StoreKind;
  /** Goes beyond the limits. */
  override: boolean;
};

/**
 * Refuses a retry over the hourly limits, itself not counted; with `override` returns the exceeded limit, null within
 * the limits. Counted in the journal, so for all processes; retries that were never sent do not count.
 */
export async function checkLimits(trx: Kysely<Database>, ask: Ask): Promise<string | null> {
  const over = await limitReached(trx, ask);
  if (over === null || ask.override) return over === null ? null : `${over.detail} Asked for all the same.`;
  throw new Refusal('retry-limit', `${over.detail} An operator may go beyond it with overrideLimit and a note.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((over.oldestAt + HOUR_MS - ask.now) / 1000)),
  });
}

type Over = { detail: string; oldestAt: number };

async function limitReached(trx: Kysely<Database>, ask: Ask): Promise<Over | null> {
  // Two processes may count at once: on PostgreSQL the person's own lock makes them take turns.
  if (ask.kind === 'postgres')
    await sql`select pg_advisory_xact_lock(hashtextextended(${ask.person ?? ask.requestedBy}, 0))`.execute(trx);
  const { retriesPerJobHour, retriesPerPersonHour } = ask.settings;
  const ofJob = await countSince(trx, ask, (where) => where('job_id', '=', ask.jobId));
  if (ofJob.count >= retriesPerJobHour) {
    const detail = `This job was retried ${ofJob.count} times within an hour; ${retriesPerJobHour} are allowed.`;
    return { detail, oldestAt: ofJob.oldestAt };
  }
  const ofPerson = await countSince(trx, ask, (where) => ofSame(where, ask));
  if (ofPerson.count < retriesPerPersonHour) return null;
  const detail = `You have retried ${ofPerson.count} times within an hour; ${retriesPerPersonHour} are allowed.`;
  return { detail, oldestAt: ofPerson.oldestAt };
}

type Where = ExpressionBuilder<Database, 'retries'>;

/** Of the same person; by name what was written before persons were. */
function ofSame(where: Where, { requestedBy, person }: Ask): Expression<SqlBool> {
  const byName = where.and([where('requested_person', 'is', null), where('requested_by', '=', requestedBy)]);
  return person === null ? byName : where.or([where('requested_person', '=', person), byName]);
}

type Count = { count: number; oldestAt: number };

async function countSince(
  trx: Kysely<Database>,
  { id, now }: Ask,
  ofThese: (where: Where) => Expression<SqlBool>,
): Promise<Count> {
  const since = now - HOUR_MS;
  const row = await trx
    .selectFrom('retries')
    .select((select) => [select.fn.countAll().as('count'), select.fn.min('requested_at').as('oldestAt')])
    .where(ofThese)
    .where('id', '!=', id)
    .where('requested_at', '>', since)
    // A later date was written before the clock was set back.
    .where('requested_at', '<=', now + HOUR_MS)
    .where((where) => where.or([where('sent_at', 'is not', null), where('state', '=', 'requested')]))
    .executeTakeFirst();
  return { count: Number(row?.count ?? 0), oldestAt: Number(row?.oldestAt ?? since) };
}
