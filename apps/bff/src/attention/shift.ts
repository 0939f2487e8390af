import { type HandOver, historyDays, type JobRow, type Task, type TaskList } from '@retry-desk/contract';
import type { Instant } from '@retry-desk/em-client';
import { sql } from 'kysely';
import { iso } from '#iso.ts';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import type { Mirror } from '#mirror/mirror.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import { latestFirst, readAcknowledgements } from './acknowledgement-records.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { historyOf, inHandOverOrder, MOST_REPAIRED } from './hand-over.ts';
import type { Outages } from './outages.ts';
import type { ShiftVisits } from './shift-visits.ts';
import { type ZoneDays, zoneDays } from './zone-days.ts';

/** So many retries a hand-over lists. */
const MOST_RETRIES = 200;
/** So many entries of the other lists a page gets; text and table have all. */
const MOST_IN_SHORT = 200;

export type ShiftDeps = {
  mirror: Pick<Mirror, 'inventory' | 'now'>;
  desk: {
    tasks(query: { since: string; cursor?: string | undefined }): Promise<TaskList>;
    mayBeOwnRun: MayBeOwnRun;
  };
  store: Pick<Store, 'db'>;
  clock: { now(): number };
  acknowledgements: Acknowledgements;
  outages: Outages;
  visits: ShiftVisits;
};

/** The board at this moment. */
export type Now = { em: HandOver['em']; jobs: number; rows: readonly JobRow[] };

type Asked = { since: Instant; zone: string; person: string };

/** The hand-over to the next shift. @throws Refusal `store-unavailable` */
export async function shiftOf(
  deps: ShiftDeps,
  { em, jobs, rows }: Now,
  { since, zone, person }: Asked,
): Promise<HandOver> {
  const { mirror, desk, store, clock, acknowledgements, outages, visits } = deps;
  const until = clock.now();
  const { inventory } = mirror;
  // Runs are dated by Enterprise Manager's clock: what ended as long ago by that counts.
  const aheadMs = mirror.now() - until;
  const days = zoneDays(zone, until + aheadMs, historyDays);
  const history = await historyOf({
    jobs: inventory.jobs(),
    runsOf: (id) => inventory.runsOf(id),
    mayBeOwnRun: desk.mayBeOwnRun,
    since: since + aheadMs,
    days,
    readSince: inventory.historyRead.since(),
  });
  const stored = await storeCall(async () => ({
    lastVisitAt: await visits.lastOf(person),
    outages: await outages.since(since),
    acknowledgements: await readAcknowledgements(store.db, since),
    requested: await requestedAt(store.db, Math.min(since, (days.starts[0] ?? since) - aheadMs)),
  }));
  const perDay = countPerDay(
    stored.requested.map((at) => at + aheadMs),
    days,
  );
  const attention = inHandOverOrder(rows);
  const knownInAll = attention.filter(({ acknowledged }) => acknowledged !== undefined).length;
  const noted = latestFirst(stored.acknowledgements).filter(
    ({ at, endedAt }) => at >= since || (endedAt ?? 0) >= since,
  );
  return {
    since: iso(since),
    until: iso(until),
    lastVisitAt: iso(stored.lastVisitAt),
    em,
    jobs,
    failed: history.failed,
    repaired: history.repaired.slice(0, MOST_REPAIRED),
    repairedInAll: history.repaired.length,
    retries: await retriesSince(desk, since),
    retriesInAll: stored.requested.filter((at) => at >= since).length,
    attention,
    attentionInAll: attention.length - knownInAll,
    knownInAll,
    acknowledgements: noted.map((record) => acknowledgements.present(record)),
    acknowledgementsInAll: noted.length,
    outages: stored.outages,
    trend: history.trend.map((day, place) => ({ ...day, retried: perDay[place] ?? 0 })),
  };
}

/** The first of the long lists: a page draws no more of them, and asks again and again. */
export function inShort(whole: HandOver): HandOver {
  return {
    ...whole,
    attention: whole.attention.slice(0, MOST_IN_SHORT),
    acknowledgements: whole.acknowledgements.slice(0, MOST_IN_SHORT),
  };
}

async function retriesSince(desk: ShiftDeps['desk'], since: Instant): Promise<Task[]> {
  const found: Task[] = [];
  for (let cursor: string | null | undefined = undefined; cursor !== null && found.length < MOST_RETRIES; ) {
    const page = await desk.tasks({ since: iso(since), cursor });
    found.push(...page.tasks);
    cursor = page.nextCursor;
  }
  return found.slice(0, MOST_RETRIES);
}

async function requestedAt(db: Store['db'], since: Instant): Promise<Instant[]> {
  const rows = await db
    .selectFrom('retries')
    .select(sql<number | string>`requested_at`.as('at'))
    .where('requested_at', '>=', since)
    .execute();
  return rows.map(({ at }) => Number(at));
}

function countPerDay(moments: readonly Instant[], days: ZoneDays): number[] {
  const counts = days.names.map(() => 0);
  for (const at of moments) {
    const place = days.placeOf(at);
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
