import type { EmTask, MachineResult, Run } from '@retry-desk/em-client';

/** What the looks of one round at Enterprise Manager showed of one retry. What it would not say of one thing hides no other. */
export type View = {
  /**
   * The retry's own task. `lost` with its logon session, `deleted` from it, `unavailable` where Enterprise Manager would not give
   * it, or where several tasks may be it, `absent` where its list shows that the request made none; null where it was
   * not looked for.
   */
  task: EmTask | 'lost' | 'deleted' | 'unavailable' | 'absent' | null;
  /** The run it led to: the one its task links to, its own, or the first new one. `gone` when Enterprise Manager knows it no more. */
  run: Run | 'gone' | 'unavailable' | null;
  /** Null where they were not read, or Enterprise Manager does not give them. */
  machines: readonly MachineResult[] | null;
  /** The run is over and its machine results, with the reasons, are still being asked for. */
  machinesPending: boolean;
  /** An error answer to the request has been proven a refusal: no new task in two looks, no new run. */
  provenRefusal: boolean;
  /** Its task was ended on request, and no run has appeared for a while. */
  cancelled: boolean;
  /**
   * What Enterprise Manager said to this round's questions about this retry: something, only errors, nothing at all. Null
   * where none were asked: nothing follows then from what was not seen.
   */
  response: 'answered' | 'errors' | 'silence' | null;
  /**
   * Until when, on Enterprise Manager's clock, the request had certainly not started the job: its list of tasks showed none
   * for it. Null where nothing shows that.
   */
  notBefore: number | null;
  /** The most the run has come to so far, in percent: what falls and rises again is no progress. */
  highest: number;
  /** How long the run has gone on, by Enterprise Manager's clock. */
  runMs: number;
  /** How long what `waitingFor` says has been waited for. */
  waitedMs: number;
};

/** A look at nothing: what is seen is put into it. */
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
