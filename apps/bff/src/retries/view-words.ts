import type { MachineResult, Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import { isOver } from './baseline.ts';
import { isRecordedEnd } from './task-fields.ts';
import type { View } from './verdict.ts';

/**
 * What is known of the task: `done` triggered the job, `refused` it, `mute` it will never say, `untold` it may say later,
 * `working` it has not finished, `absent` the request made none.
 */
export type TaskWord = 'done' | 'refused' | 'mute' | 'untold' | 'working' | 'absent';

/** The word of a retry's task, by what is recorded and what this look showed. A Result counts in a finished task only. */
export function taskWord(row: RetryRow, { task }: Pick<View, 'task'>): TaskWord {
  if (isRecordedEnd(row)) return row.em_success === 1 ? 'done' : 'refused';
  if (task === null) return 'untold';
  if (task === 'lost' || task === 'deleted') return 'mute';
  if (task === 'untold' || task === 'absent') return task;
  if (task.state !== 'finished') return 'working';
  if (task.result === null) return 'mute';
  return task.result.success ? 'done' : 'refused';
}

/** Whether Enterprise Manager shows the run. */
export function isShown(run: View['run']): run is Run {
  return typeof run === 'object' && run !== null;
}

/**
 * What a retry waits for at this moment; time is counted for each of them anew, and each has its bound. Null while there is
 * nothing to wait for, or nothing was asked.
 */
export function waitingFor(row: RetryRow, view: View): string | null {
  if (view.heard === null) return null;
  if (view.heard !== 'told') return view.heard === 'silence' ? 'silence' : 'answers';
  const word = taskWord(row, view);
  switch (row.state) {
    case 'requested':
      return 'trace';
    case 'accepted':
      return word === 'working' ? 'end of the task' : 'word';
    case 'triggered':
    case 'unseen':
      return 'run';
    case 'running':
      return waitingWhileRunning(row, view, word);
    default:
      return null;
  }
}

function waitingWhileRunning(row: RetryRow, { run, machinesPending }: View, word: TaskWord): string | null {
  if (run === 'gone') return 'gone';
  if (!isShown(run)) return 'sight';
  if (!isOver(run)) return row.stop_phase === null ? `change from ${run.stateText} ${run.progress}` : 'stop';
  if (machinesPending) return null;
  if (word === 'working') return 'end of the task';
  // Without a word that the request arrived, a run that began after it proves too little.
  if (word === 'absent' || (word === 'untold' && row.em_task_id === null)) return 'trace';
  if (run.result === 'none' || run.result === 'unknown') return 'result';
  return word === 'untold' ? 'word' : null;
}

/** What a run that is over came to; null where its result is missing, or a word we do not know. */
export function endOf(
  row: RetryRow,
  { result }: Run,
  machines: readonly MachineResult[] | null,
): 'succeeded' | 'warning' | 'failed' | 'stopped' | null {
  if (result === 'success') return 'succeeded';
  if (result === 'warning') return 'warning';
  if (row.stop_phase !== null || (result === 'failed' && wasCancelled(machines))) return 'stopped';
  return result === 'failed' ? 'failed' : null;
}

/** Veeam's own words where a person stopped a job: "Operation was canceled by user TECH\anna". */
const cancelledByUser = /\bcancell?ed by user\b/i;

/** Whether every machine that failed did so because somebody stopped the run. */
function wasCancelled(machines: readonly MachineResult[] | null): boolean {
  const failed = machines?.filter(({ result }) => result === 'failed') ?? [];
  return failed.length > 0 && failed.every(({ reason }) => reason !== null && cancelledByUser.test(reason));
}
