import type { JobRun, JobRunMachine } from '@retry-desk/contract';

/** How many of a run's machines failed; null where its machine results have not been read. */
export function machineCount(run: Pick<JobRun, 'machines'>): { failed: number; total: number } | null {
  if (run.machines === null) return null;
  return { failed: run.machines.filter(({ result }) => result === 'failed').length, total: run.machines.length };
}

const order: Record<JobRunMachine['result'], number> = { failed: 0, unknown: 1, none: 2, warning: 3, success: 4 };

/** Machine results with those first that need somebody; machines of one result by name. */
export function byNeed(machines: readonly JobRunMachine[]): JobRunMachine[] {
  return [...machines].sort(
    (a, b) => order[a.result] - order[b.result] || a.machine.localeCompare(b.machine, 'en', { numeric: true }),
  );
}

/** The text for the clipboard: one line per machine that has a reason. */
export function reasonsText(machines: readonly JobRunMachine[]): string {
  return machines
    .filter(({ reason }) => reason !== null)
    .map(({ machine, reason }) => `${machine}: ${reason}`)
    .join('\n');
}
