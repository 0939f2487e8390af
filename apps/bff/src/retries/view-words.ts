import { isOver, type MachineResult, type Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import { baselineOf } from './retry.ts';
import { isRecordedEnd } from './task-fields.ts';
import type { View } from './view.ts';

/**
 * The state of the task: `done` triggered the job, `refused` it, `mute` will never give a result, `unavailable` may
 * give one later, `working` has not finished, `absent` the request made none.
 */
export type TaskWord = 'done' | 'refused' | 'mute' | 'unavailable' | 'working' | 'absent';

/**
 * The state of a retry's task, from its record and this check. A Result counts in a finished task only (reference 13.0,
 * GET /tasks/{ID}: `OperationFinished` carries a Result that is no verdict).
 */
export function taskWord(row: RetryRow, { task }: Pick<View, 'task'>): TaskWord {
  if (isRecordedEnd(row)) return row.em_success === 1 ? 'done' : 'refused';
  if (task === null) return 'unavailable';
  if (task === 'lost' || task === 'deleted') return 'mute';
  if (task === 'unavailable' || task === 'absent') return task;
  if (task.state !== 'finished') return 'working';
  if (task.result === null) return 'mute';
  return task.result.success ? 'done' : 'refused';
}

/**
 * Whether a new run proves by itself that it belongs to this retry, where the task will give no result: it is a retry,
 * as the schedule makes none, and Enterprise Manager accepted the request, or its answer was lost together with the
 * logon session of its task; without a count of the tasks before the request, ours may be among the existing ones. After
 * a cancellation any run counts: the task was at work a moment before.
 */
export function provesItself(row: RetryRow, { isRetry }: Run): boolean {
  if (row.em_task_id !== null) return isRetry || row.cancel_phase !== null;
  return isRetry && (baselineOf(row)?.taskMark ?? null) !== null;
}

/** Whether Enterprise Manager shows the run. */
export function isShown(run: View['run']): run is Run {
  return typeof run === 'object' && run !== null;
}

/**
 * The event that a retry is waiting for at this moment; time is counted for each of them anew, and each has its limit. Null while
 * there is nothing to wait for, or nothing was requested.
 */
export function waitingFor(row: RetryRow, view: View): string | null {
  if (view.response === null) return null;
  if (view.response !== 'answered') return view.response === 'silence' ? 'silence' : 'answers';
  const word = taskWord(row, view);
  switch (row.state) {
    case 'requested':
      return 'trace';
    case 'accepted':
      if (word !== 'working') return 'word';
      return row.cancel_phase === null ? 'end of the task' : `cancel of ${row.cancelled_at}`;
    case 'triggered':
    case 'unseen':
      return 'run';
    case 'running':
      return waitingWhileRunning(row, view, word);
    default:
      return null;
  }
}

function waitingWhileRunning(row: RetryRow, { run, machinesPending, highest }: View, word: TaskWord): string | null {
  if (run === 'gone') return 'gone';
  if (!isShown(run)) return 'sight';
  if (!isOver(run)) return row.stop_phase === null ? `change beyond ${highest}` : `stop of ${row.stop_at}`;
  if (machinesPending) return null;
  if (word === 'working') return 'end of the task';
  // Without a word that the request arrived, a run that began after it proves too little.
  if (word === 'absent' || (word === 'unavailable' && row.em_task_id === null)) return 'trace';
  if (run.result === 'none' || run.result === 'unknown') return 'result';
  return word === 'unavailable' ? 'word' : null;
}

/** The result of an ended run; null where it is missing, or unknown to us. */
export function endStateOf(
  row: RetryRow,
  run: Run,
  machines: readonly MachineResult[] | null,
): 'succeeded' | 'warning' | 'failed' | 'stopped' | null {
  if (run.result === 'success') return 'succeeded';
  if (run.result === 'warning') return 'warning';
  // After a lost answer to a stop, or one that was perhaps never sent, only the run itself shows whether it was
  // stopped.
  if (row.stop_phase !== null && run.result === 'none') return 'stopped';
  if (run.result !== 'failed') return row.stop_phase === 'answered' ? 'stopped' : null;
  if (row.stop_phase === 'answered' && !failedByItself(run, machines)) return 'stopped';
  return wasCancelled(run, machines) ? 'stopped' : 'failed';
}

/** Words of any stop, in whatever form. */
const ofAStop = /\b(?:cancel|stop|terminat|abort|interrupt)/i;

/**
 * Whether a run was over before a stop that was taken reached it: Enterprise Manager takes the request as long as it has not
 * collected the end. Every machine that failed gives a reason then, and none of a stop.
 */
function failedByItself({ failureMessage }: Run, machines: readonly MachineResult[] | null): boolean {
  const reasons = machines?.flatMap(({ result, reason }) => (result === 'failed' ? [reason] : [])) ?? [];
  if (failureMessage !== null && ofAStop.test(failureMessage)) return false;
  return reasons.length > 0 && reasons.every((reason) => reason !== null && !ofAStop.test(reason));
}

/** Veeam's own words where a person stopped a job: "Operation was canceled by user TECH\anna". */
const cancelledByUser = /\b(?:cancell?ed|stopped|terminated) by (?:the )?user\b/i;

/**
 * Whether the run itself shows that a person stopped it, or every machine does that it had begun with and that has no
 * success. Machines that a stopped job has not come to stay without a result and a reason (user guide 9.5 U4, "Manual
 * Stop of Backup Jobs": https://helpcenter.veeam.com/docs/backup/vsphere/job_sessions_termination.html?ver=95).
 */
function wasCancelled({ failureMessage }: Run, machines: readonly MachineResult[] | null): boolean {
  if (failureMessage !== null && cancelledByUser.test(failureMessage)) return true;
  const isUndone = ({ result, reason }: MachineResult) => result === 'failed' || (result === 'none' && reason !== null);
  const undone = machines?.filter(isUndone) ?? [];
  return undone.length > 0 && undone.every(({ reason }) => reason !== null && cancelledByUser.test(reason));
}
