/** A run that failed for a cause. Kept for 90 days. */
type CauseSightingRow = {
  run_id: string;
  cause_key: string;
  job_id: string;
  /** The end of the run, milliseconds since 1970 UTC by Enterprise Manager's clock. */
  at: number;
};

/** A cause that the job of a retry had, and the effect of the retry on it. */
type RetryCauseRow = {
  retry_id: string;
  cause_key: string;
  title: string;
  family: string;
  /** JSON: the machines that had failed for it; an empty name where Enterprise Manager names none. */
  machines: string;
  /** Null until the run of the retry has ended, and for good where there was none. */
  outcome: 'backed-up' | 'same-cause' | 'another-cause' | 'unclear' | null;
};

/** The history of causes. Statistics: no retry depends on it, so no chain covers it. */
export type CauseTables = { cause_sightings: CauseSightingRow; retry_causes: RetryCauseRow };
