import type { AgentJob } from '@retry-desk/em-client';
import type { Inventory } from '#mirror/inventory.ts';

/** Found anew only where something has changed: the slice of a quiet hour changes nothing, and jobs are many. */
export function jobsWithoutRuns(inventory: Inventory): () => readonly AgentJob[] {
  let found: { version: number; jobs: readonly AgentJob[] } | null = null;
  return () => {
    const { version } = inventory;
    if (found?.version !== version)
      found = { version, jobs: inventory.jobs().filter(({ id }) => inventory.runsOf(id).length === 0) };
    return found.jobs;
  };
}
