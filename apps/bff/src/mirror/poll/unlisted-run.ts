import { EmError, type EnterpriseManager, type Guid, type Instant, isOver, type Run } from '@retry-desk/em-client';
import type { Inventory } from '#mirror/inventory.ts';

const MINUTE = 60_000;

export type UnlistedRunDeps = {
  em: Pick<EnterpriseManager, 'run' | 'runs'>;
  inventory: Inventory;
  take: (runs: readonly Run[]) => Promise<void>;
};

/**
 * Requests a run that we hold as unfinished and that Enterprise Manager lists neither as running nor as lately ended.
 * @throws EmError
 */
export async function askForRun(deps: UnlistedRunDeps, jobId: Guid, runId: Guid): Promise<void> {
  const { em, inventory, take } = deps;
  const held = inventory.runsOf(jobId).find(runId);
  if (held === undefined || isOver(held)) return;
  try {
    await take([await em.run(runId)]);
  } catch (error) {
    if (!(error instanceof EmError) || error.isSilence) throw error;
    if (!error.isGone && (await isListed(deps, runId, held.createdAt))) return;
    inventory.dropRun(jobId, runId);
  }
}

/** A run without an answer at its address may still exist, and is requested by its time. */
async function isListed({ em, take }: UnlistedRunDeps, runId: Guid, createdAt: Instant): Promise<boolean> {
  const unread: (Guid | null)[] = [];
  const filter = { createdSince: createdAt - MINUTE, createdBefore: createdAt + MINUTE };
  const runs = await em.runs(filter, ({ id }) => unread.push(id));
  await take(runs);
  return runs.some(({ id }) => id === runId) || unread.some((id) => id === null || id === runId);
}
