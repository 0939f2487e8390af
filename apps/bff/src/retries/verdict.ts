import type { RetryState, Task } from '@retry-desk/contract';
import type { EmTask, MachineResult, Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import { isOver } from './baseline.ts';
import { iso } from './present.ts';

/** What one look at Enterprise Manager showed of one retry. */
export type View = {
  /** The retry's own task: as listed, `lost` with its logon session, or null where it was not looked for or is not known yet. */
  task: EmTask | 'lost' | null;
  /** The run it led to: its own, the one its task links to, or the first new one. `gone` when Enterprise Manager lists it no more. */
  run: Run | 'gone' | null;
  /** Null where they were not read. */
  machines: readonly MachineResult[] | null;
  /** The run is over and its machine results, with the reasons, are still being asked for. */
  machinesPending: boolean;
  /** An error answer to the request has been proven a refusal: no new task in two looks, no new run. */
  provenRefusal: boolean;
  /** Whether this look reached everything it needed; else nothing is concluded from what it did not show. */
  complete: boolean;
  /** How long Enterprise Manager has answered in this state without showing what we wait for. */
  waitedMs: number;
};

export type Patience = { verdictMs: number; giveUpMs: number };

export type Verdict =
  | { kind: 'move'; to: RetryState; evidence: string; set?: Partial<RetryRow> }
  | { kind: 'stay'; set: Partial<RetryRow>; evidence?: string };

/** Decides what a look means for a retry. Pure: what it says is checked against the state machine when it is written. */
export function decide(row: RetryRow, view: View, patience: Patience): Verdict {
  const byTask = row.state === 'requested' || row.state === 'accepted' ? fromTask(row, view) : null;
  if (byTask) return byTask;
  const byRun = fromRun(row, view);
  if (byRun) return byRun;
  return fromSilence(row, view, patience) ?? { kind: 'stay', set: whatIsSeen(row, view) };
}

/** What a look adds to a retry that stays where it is. */
function whatIsSeen(row: RetryRow, { task, run, machines }: View): Partial<RetryRow> {
  const seen = row.state === 'running' && run !== null && run !== 'gone';
  return { ...taskFields(task), ...(seen ? { run: JSON.stringify(presentRun(run, machines)) } : {}) };
}

function fromTask(row: RetryRow, { task }: View): Verdict | null {
  if (task === null || task === 'lost') return null;
  const set = taskFields(task);
  if (row.state === 'requested') {
    const evidence = `${task.ref.taskId} in Enterprise Manager is this request: it was accepted`;
    return { kind: 'move', to: 'accepted', evidence, set: { ...set, phase: 'answered' } };
  }
  if (task.state !== 'finished' || task.result === null) return null;
  if (task.result.success) {
    const evidence = `${task.ref.taskId} finished: the job was triggered`;
    return { kind: 'move', to: 'triggered', evidence, set: { ...set, run_id: task.runId } };
  }
  return { kind: 'move', to: 'refused', evidence: `${task.ref.taskId} finished without success`, set };
}

function fromRun(row: RetryRow, view: View): Verdict | null {
  const { run, machines } = view;
  if (run === null || run === 'gone') return null;
  const set = { ...taskFields(view.task), run_id: run.id, run: JSON.stringify(presentRun(run, machines)) };
  const verdict = endOf(run);
  if (row.stop_phase !== null && isOver(run) && verdict !== 'succeeded' && verdict !== 'warning') {
    const evidence = `the run of ${iso(run.createdAt)} ended with ${run.resultText} after ${row.stop_by} had the job stopped`;
    return { kind: 'move', to: 'stopped', evidence, set };
  }
  if (verdict && !view.machinesPending) {
    const evidence = `the run of ${iso(run.createdAt)} ended with ${run.resultText}`;
    return { kind: 'move', to: verdict, evidence, set: { ...set, phase: 'answered' } };
  }
  if (row.state !== 'running') {
    const evidence = `the run of ${iso(run.createdAt)} is a new run of the job`;
    return { kind: 'move', to: 'running', evidence, set: { ...set, phase: 'answered' } };
  }
  if (isVainStop(row, view)) return null;
  return isOver(run) && !view.machinesPending ? null : { kind: 'stay', set };
}

function fromSilence(row: RetryRow, view: View, { verdictMs, giveUpMs }: Patience): Verdict | null {
  if (!view.complete) return null;
  const overdue = view.waitedMs >= verdictMs;
  const seconds = Math.round(view.waitedMs / 1000);
  switch (row.state) {
    case 'requested':
      if (view.provenRefusal) {
        const evidence = `Enterprise Manager answered ${row.em_status} and shows neither a new task nor a new run`;
        return { kind: 'move', to: 'refused', evidence, set: { phase: 'answered' } };
      }
      return overdue
        ? unconfirmed(`Enterprise Manager has answered for ${seconds} s and shows no trace of the request`)
        : null;
    case 'accepted': {
      if (!isMute(view.task) || !overdue) return null;
      const evidence = 'Enterprise Manager no longer tells what came of the task, and no new run has appeared';
      return { kind: 'move', to: 'unseen', evidence };
    }
    case 'triggered': {
      if (!overdue) return null;
      const evidence = `no run has appeared for ${seconds} s: Enterprise Manager may not have collected it yet`;
      return { kind: 'move', to: 'unseen', evidence };
    }
    case 'unseen':
      return view.waitedMs >= giveUpMs ? unconfirmed(`no run has appeared in ${Math.round(seconds / 60)} min`) : null;
    case 'running':
      if (isVainStop(row, view) && overdue) {
        const evidence = `the run goes on ${seconds} s after the stop: it can be asked for again`;
        return { kind: 'stay', set: { stop_phase: null, waited_ms: 0 }, evidence };
      }
      if (view.run === 'gone') {
        return view.waitedMs >= giveUpMs ? unconfirmed('Enterprise Manager no longer lists the run') : null;
      }
      return overdue && view.run !== null && isOver(view.run)
        ? unconfirmed(`the run is over, and its result is ${view.run.resultText}`)
        : null;
    default:
      return null;
  }
}

function unconfirmed(evidence: string): Verdict {
  return { kind: 'move', to: 'unconfirmed', evidence };
}

function taskFields(task: View['task']): Partial<RetryRow> {
  if (task === null || task === 'lost') return {};
  return {
    em_task_id: task.ref.taskId,
    logon_id: task.ref.logonId,
    em_state: task.stateText,
    em_success: task.result && Number(task.result.success),
    em_message: task.result?.message ?? null,
  };
}

/** What a run came to; null while it runs, or where its result is a word we do not know. */
function endOf(run: Run): 'succeeded' | 'warning' | 'failed' | null {
  if (!isOver(run)) return null;
  if (run.result === 'success') return 'succeeded';
  return run.result === 'warning' || run.result === 'failed' ? run.result : null;
}

/** The task will tell nothing more: gone with its logon session, or finished without a result. */
function isMute(task: View['task']): boolean {
  return task === 'lost' || (task !== null && task.state === 'finished' && task.result === null);
}

/** A stop was sent, and the run goes on. */
function isVainStop(row: RetryRow, { run }: View): boolean {
  return row.stop_phase !== null && run !== null && run !== 'gone' && !isOver(run);
}

/** Whether a look at this retry still waits for something to appear: only then the time counts. */
export function isWaiting(row: RetryRow, view: View): boolean {
  if (row.state === 'accepted') return isMute(view.task);
  if (row.state === 'running') {
    return view.run === 'gone' || (view.run !== null && isOver(view.run)) || isVainStop(row, view);
  }
  return true;
}

function presentRun(run: Run, machines: readonly MachineResult[] | null): NonNullable<Task['run']> {
  const told = machines?.filter(({ result, reason }) => (result === 'failed' || result === 'warning') && reason) ?? [];
  return {
    id: run.id,
    progress: run.progress,
    // What a run will come to is not known while it goes on; Enterprise Manager's word for that is None.
    result: run.result === 'none' ? null : run.result,
    startedAt: iso(run.createdAt),
    endedAt: run.endedAt === null ? null : iso(run.endedAt),
    machinesTotal: machines?.length ?? null,
    machinesDone: machines?.filter((machine) => machine.state === 'completed').length ?? null,
    reasons: told.map(({ machine, reason }) => ({ machine, text: reason ?? '' })),
  };
}
