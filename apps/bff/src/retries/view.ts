import type { EmTask, MachineResult, Run } from '@retry-desk/em-client';

/** The findings of one cycle's checks about one retry. A missing answer hides nothing but its own subject. */
export type View = {
  /**
   * The retry's own task. `lost` with its logon session, `deleted` from it, `unavailable` where Enterprise Manager did
   * not give it, or where several tasks may be it, `absent` where its list shows that the request made none; null where
   * it was not requested.
   */
  task: EmTask | 'lost' | 'deleted' | 'unavailable' | 'absent' | null;
  /** The run it led to: the one its task links to, its own, or the first new one. `gone` when Enterprise Manager no longer has it. */
  run: Run | 'gone' | 'unavailable' | null;
  /** Null where they were not read, or Enterprise Manager does not give them. */
  machines: readonly MachineResult[] | null;
  /** The run is over and its machine results, with the reasons, are still pending. */
  machinesPending: boolean;
  /** An error answer to the request has been proven a refusal: no new task in two checks, no new run. */
  provenRefusal: boolean;
  /** Its task was ended on request, and no run has appeared for a while. */
  cancelled: boolean;
  /**
   * Enterprise Manager's response to this cycle's requests about this retry: some answer, only errors, none at all.
   * Null where none were sent: a missing finding proves nothing then.
   */
  response: 'answered' | 'errors' | 'silence' | null;
  /**
   * Until when, on Enterprise Manager's clock, the request had certainly not started the job: its list of tasks showed none
   * for it. Null where nothing shows that.
   */
  notBefore: number | null;
  /** The highest progress of the run so far, in percent: a value that falls and rises again is no progress. */
  highest: number;
  /** How long the run has gone on, by Enterprise Manager's clock. */
  runMs: number;
  /** How long the retry has waited for what `waitingFor` names. */
  waitedMs: number;
};

/** An empty view: findings are added to it. */
export const nothingSeen: View = {
  task: null,
  run: null,
  machines: null,
  machinesPending: false,
  provenRefusal: false,
  cancelled: false,
  response: null,
  notBefore: null,
  highest: 0,
  runMs: 0,
  waitedMs: 0,
};
