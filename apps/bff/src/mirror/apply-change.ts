import type { Change } from './change.ts';
import type { Inventory } from './inventory.ts';
import type { LinkHealth } from './link-health.ts';
import { runsWorthKeeping } from './machine-result-backlog.ts';
import type { MachineResults } from './machine-results.ts';

/** Takes what another process has read; its word on the link is returned, the last one counts. */
export function applyChange(change: Change, inventory: Inventory, machines: MachineResults): LinkHealth | null {
  switch (change.kind) {
    case 'jobs':
      inventory.takeChangedJobs(change.changed, change.gone);
      return null;
    case 'runs':
      inventory.takeRuns(change.runs);
      return null;
    case 'run-gone':
      inventory.dropRun(change.jobId, change.runId);
      return null;
    case 'forget':
      inventory.forgetBefore(change.before);
      machines.keepOnly(runsWorthKeeping(inventory));
      return null;
    case 'machines':
      machines.take(change.of);
      return null;
    case 'health':
      return change.health;
    case 'begin':
      return null;
  }
}
