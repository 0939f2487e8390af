import type { Reason } from '@retry-desk/contract';
import type { MachineResult } from '@retry-desk/em-client';
import { explainsNothing } from './explains-nothing.ts';
import type { RunRecord } from './run-record.ts';

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

/** A machine's own reason, unless it says nothing and the message of the run does not. */
function reasonsOf(run: Pick<RunRecord, 'failureMessage'>, failed: readonly MachineResult[]): Reason[] {
  const ofTheRun = run.failureMessage ?? '';
  if (failed.length === 0) return ofTheRun === '' ? [] : [{ machine: '', text: ofTheRun }];
  const isBetter = ofTheRun !== '' && !explainsNothing(ofTheRun);
  return failed.map(({ machine, reason }) => {
    const own = reason ?? '';
    return { machine, text: own === '' || (isBetter && explainsNothing(own)) ? ofTheRun : own };
  });
}
