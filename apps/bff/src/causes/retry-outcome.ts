import type { MachineResult, Run } from '@retry-desk/em-client';
import type { Outcome } from './cause-records.ts';
import type { FailedFor } from './failing-jobs.ts';

/** The run of a retry that has ended. */
export type EndedRun = {
  result: Run['result'];
  /** Null while they are not known. */
  machines: readonly Pick<MachineResult, 'machine' | 'result'>[] | null;
  /** Its causes, where it failed. */
  failedFor: readonly FailedFor[];
};

const isGood = ({ result }: Pick<MachineResult, 'result'>) => result === 'success' || result === 'warning';

/**
 * The effect of a retry on one cause of its job. A good run helped only where it backed up the machines that had failed for the
 * cause: a run may leave machines out. Null while that is not known.
 */
export function retryOutcome(
  key: string,
  failed: readonly string[],
  { result, machines, failedFor }: EndedRun,
): Outcome | null {
  if (result === 'success' || result === 'warning') {
    const named = failed.filter((machine) => machine !== '');
    if (named.length === 0) return 'backed-up';
    if (machines === null) return null;
    return named.every((name) => machines.some((each) => each.machine === name && isGood(each)))
      ? 'backed-up'
      : 'unclear';
  }
  const specific = failedFor.filter(({ cause }) => cause.family !== 'says-nothing');
  if (specific.some(({ cause }) => cause.key === key)) return 'same-cause';
  return specific.length > 0 ? 'another-cause' : 'unclear';
}
