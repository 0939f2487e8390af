import type { Reason } from '@retry-desk/contract';
import type { MachineResult } from '@retry-desk/em-client';
import type { RunRecord } from '#mirror/run-record.ts';

export type MachineSummary = { machinesFailed: number | null; machinesTotal: number | null; reasons: Reason[] };

/**
 * Why a run failed: its failed machines with Enterprise Manager's reasons, else the message of the run itself. The
 * counts are null while the machine results have not been read.
 */
export function machineSummary(run: RunRecord, results: readonly MachineResult[] | undefined): MachineSummary {
  const failed = results?.filter((result) => result.result === 'failed') ?? [];
  return {
    machinesFailed: results === undefined ? null : failed.length,
    machinesTotal: results === undefined ? null : results.length,
    reasons: run.result === 'failed' ? reasonsOf(run, failed) : [],
  };
}

function reasonsOf(run: RunRecord, failed: readonly MachineResult[]): Reason[] {
  const ofTheRun = run.failureMessage ?? '';
  if (failed.length === 0) return ofTheRun === '' ? [] : [{ machine: '', text: ofTheRun }];
  return failed.map(({ machine, reason }) => ({ machine, text: reason || ofTheRun }));
}
