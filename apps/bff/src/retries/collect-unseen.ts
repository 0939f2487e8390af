import type { RetryRow } from '#store/retry-tables.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { DeskContext } from './desk-context.ts';
import { noteRetry } from './journal.ts';

/** How often a collection is requested from one backup server, by all processes together. */
const EVERY_MS = 60_000;
/** A mark further ahead than clocks of processes differ was made before the clock was set back: it holds nobody off. */
const MOST_AHEAD_MS = 5 * EVERY_MS;

/** A run that is not visible after this is probably not collected yet (`CHECK_INTERVALS` names the source of the interval). */
export const COLLECT_AFTER_MS = 10_000;

/**
 * State between cycles: retries whose steps mention the collection, since when a run has shown no progress, and backup servers
 * that could not be asked.
 */
export type CollectMemory = {
  noted: Set<string>;
  still: Map<string, { progress: number | null; since: number }>;
  outages: Map<string, OutageLine>;
};

/** Whether a run in progress has shown no change for so long that its data may be out of date. */
export function isStill({ still }: CollectMemory, id: string, progress: number | null, now: number): boolean {
  const before = still.get(id);
  if (before?.progress === progress) return now - before.since >= EVERY_MS;
  still.set(id, { progress, since: now });
  return false;
}

/**
 * Requests a collection from the backup servers of retries whose run is not visible in Enterprise Manager, or out of
 * date. Never throws: a failed request may be repeated in the next cycle, and the checks go on in any case.
 */
export async function collectUnseen(
  desk: DeskContext,
  memory: CollectMemory,
  waiting: readonly RetryRow[],
): Promise<void> {
  if (desk.settings.collectUnseen === false) return;
  const byServer = new Map<string, { name: string; rows: RetryRow[] }>();
  for (const row of waiting) {
    const server = desk.mirror.job(row.job_id)?.job.backupServer;
    if (!server?.id) continue;
    const entry = byServer.get(server.id) ?? { name: server.name, rows: [] };
    byServer.set(server.id, { ...entry, rows: [...entry.rows, row] });
  }
  for (const [id, { name, rows }] of byServer) await collectFrom(desk, memory, id, name, rows);
}

async function collectFrom(
  desk: DeskContext,
  memory: CollectMemory,
  serverId: string,
  name: string,
  rows: readonly RetryRow[],
): Promise<void> {
  try {
    if (!(await mayAsk(desk, serverId))) return;
    for (const row of rows.filter(({ id }) => !memory.noted.has(id))) {
      memory.noted.add(row.id);
      const evidence = `requesting Enterprise Manager to collect from ${name}`;
      await noteRetry(desk, row, { waited_ms: row.waited_ms }, { evidence, owner: desk.owner });
    }
    await desk.em.collect(serverId);
    memory.outages.delete(serverId);
  } catch (error) {
    const outage = memory.outages.get(serverId) ?? new OutageLine(desk.clock);
    memory.outages.set(serverId, outage);
    if (outage.isDue())
      desk.logger.warn(
        { event: 'em.collection-failed', err: error, server: name },
        'a collection could not be requested from Enterprise Manager',
      );
  }
}

/** The process that moves the mark sends the request; the others find it moved. */
async function mayAsk({ store, clock, owner }: DeskContext, serverId: string): Promise<boolean> {
  const now = clock.now();
  const until = now + EVERY_MS;
  const taken = await store.db
    .insertInto('duties')
    .values({ name: `collect ${serverId}`, owner, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ owner, until })
        .where((where) =>
          where.or([where('duties.until', '<=', now), where('duties.until', '>', now + MOST_AHEAD_MS)]),
        ),
    )
    .returning('name')
    .executeTakeFirst();
  return taken !== undefined;
}
