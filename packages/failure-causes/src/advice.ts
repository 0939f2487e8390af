import type { Cause } from './cause-of.ts';

/** Outcomes of earlier retries of jobs that had this cause. */
export type CauseHistory = {
  /** Retries whose run has ended. */
  tried: number;
  /** Those after which the machines that had failed for the cause were backed up. */
  helped: number;
};

/** The job's own plan: when Veeam tries again by itself; null where it does not, or the time is unknown. */
export type JobOutlook = { veeamRetriesAt: string | null };

export type Advice = {
  /** `fix-first`: a retry has not helped; `danger`: each retry may do harm. Advice forbids nothing. */
  kind: 'retry' | 'wait' | 'fix-first' | 'danger' | 'unknown';
  /** Its evidence, a sentence each; empty for `unknown` only. */
  evidence: string[];
};

/** Fewer retries prove nothing. */
const enoughRetries = 3;

/** The count of this desk, in words; null where nobody has tried. */
function counted({ tried, helped }: CauseHistory): string | null {
  if (tried === 0) return null;
  return `A retry helped ${helped} of ${tried} ${tried === 1 ? 'time' : 'times'} here.`;
}

/** Whether a retry helps, as counted here; null where there are too few, or they disagree. */
function provenHere({ tried, helped }: CauseHistory): 'retry' | 'fix-first' | null {
  if (tried < enoughRetries) return null;
  if (helped === 0) return 'fix-first';
  return helped * 2 > tried ? 'retry' : null;
}

/**
 * The advice for a job that failed for a cause, with its evidence. Each kind but `unknown` rests on Veeam's own plan, on a row of
 * the table of known causes, or on at least three retries counted here; the count outweighs the table.
 */
export function adviceOf({ known }: Cause, history: CauseHistory, { veeamRetriesAt }: JobOutlook): Advice {
  const here = counted(history);
  const fromTable = known === null ? [] : [`Known cause: ${known.fix}.`];
  const evidence = [...fromTable, ...(here === null ? [] : [here])];
  if (known?.danger !== undefined) return { kind: 'danger', evidence: [known.danger, ...evidence] };
  if (veeamRetriesAt !== null)
    return { kind: 'wait', evidence: [`Veeam retries by itself at ${veeamRetriesAt}.`, ...evidence] };
  const proven = provenHere(history);
  if (proven !== null) return { kind: proven, evidence };
  if (known?.retryHelps === 'yes') return { kind: 'retry', evidence };
  if (known?.retryHelps === 'no') return { kind: 'fix-first', evidence };
  return { kind: 'unknown', evidence };
}
