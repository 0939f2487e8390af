import type { RetryState } from '@retry-desk/contract';
import { isOver } from '@retry-desk/em-client';
import { iso } from '#iso.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { presentRun } from './present.ts';
import { baselineOf } from './retry.ts';
import { closedTaskFields, taskFields } from './task-fields.ts';
import type { View } from './view.ts';
import { endStateOf, isShown, provesItself, taskWord, waitingFor } from './view-words.ts';

/**
 * The longest waits; docs/retries.md lists which state waits for what. Whatever Enterprise Manager does, each wait
 * ends.
 */
export type Bounds = {
  /** For a word on the request, its task, the result of a run. */
  verdictMs: number;
  /** For the end of a task that goes on, for a run that is not shown, and for anything but errors. */
  giveUpMs: number;
  /** For any change of a run that goes on, and for any answer. */
  stillMs: number;
  /** For the end of a run, whatever it shows meanwhile. */
  longestRunMs: number;
};

export type Verdict =
  | { kind: 'move'; to: RetryState; evidence: string; set?: Partial<RetryRow> }
  | { kind: 'stay'; set: Partial<RetryRow>; evidence?: string };

/** Decides the consequence of a check for a retry. Pure: the state machine checks it again when it is written. */
export function decide(row: RetryRow, view: View, bounds: Bounds): Verdict {
  return (
    fromTask(row, view) ??
    fromRun(row, view, bounds) ??
    fromTime(row, view, bounds) ?? { kind: 'stay', set: whatIsSeen(row, view) }
  );
}

/** The changes that a check makes in a retry that stays in its state. */
function whatIsSeen(row: RetryRow, { task, run, machines }: View): Partial<RetryRow> {
  const seen = taskFields(row, task);
  if (row.state === 'requested') return seen;
  if (row.state === 'running' && isShown(run))
    return { ...seen, run_id: run.id, run: JSON.stringify(presentRun(run, machines)) };
  const linked = linkOf(task);
  return linked === null || linked === row.run_id ? seen : { ...seen, run_id: linked, run: null };
}

/** The run a task that was carried out links to. */
function linkOf(task: View['task']): string | null {
  return typeof task === 'object' && task !== null && task.result?.success === true ? task.runId : null;
}

function fromTask(row: RetryRow, view: View): Verdict | null {
  const { task } = view;
  const set = taskFields(row, task);
  const name = typeof task === 'object' && task !== null ? task.ref.taskId : row.em_task_id;
  if (row.state === 'requested') {
    if (typeof task !== 'object' || task === null) return null;
    const evidence = `${name} in Enterprise Manager is this request: it was accepted`;
    return { kind: 'move', to: 'accepted', evidence, set: { ...set, ...laterStart(row, view), phase: 'answered' } };
  }
  const word = taskWord(row, view);
  if (word === 'refused' && row.state !== 'triggered') {
    const guess = row.state === 'running' ? '; the run that was taken for this retry is another one' : '';
    const evidence = `${name} finished without success${guess}`;
    return { kind: 'move', to: 'refused', evidence, set: { ...set, run_id: null, run: null } };
  }
  if (word !== 'done' || row.state !== 'accepted') return null;
  const evidence = `${name} finished: the job was triggered`;
  return { kind: 'move', to: 'triggered', evidence, set: { ...set, ...laterStart(row, view), run_id: linkOf(task) } };
}

/**
 * A run that was over by then does not belong to this retry: stored with the baseline, where the search for its run
 * reads it.
 */
function laterStart(row: RetryRow, { notBefore }: View): Partial<RetryRow> {
  const baseline = baselineOf(row);
  return notBefore === null || baseline === null
    ? {}
    : { baseline: JSON.stringify({ ...baseline, emSentAt: notBefore }) };
}

function fromRun(row: RetryRow, view: View, { verdictMs }: Bounds): Verdict | null {
  const { run, machines, machinesPending } = view;
  if (!isShown(run)) return null;
  const word = taskWord(row, view);
  const set = { run_id: run.id, run: JSON.stringify(presentRun(run, machines)) };
  const conclusive =
    word === 'done' ||
    (word === 'mute' && provesItself(row, run)) ||
    (word === 'unavailable' && run.isRetry && isWaitedFor(row, view, 'word', verdictMs));
  const end = isOver(run) && !machinesPending && conclusive ? endStateOf(row, run, machines) : null;
  if (end !== null) {
    const evidence = `the run of ${iso(run.createdAt)} ended with ${run.resultText}${end === 'stopped' ? stoppedBy(row) : stopInVain(row)}`;
    // An interim message of the task must not stand beside the end for ever.
    const task = word === 'done' ? taskFields(row, view.task) : closedTaskFields(row);
    return { kind: 'move', to: end, evidence, set: { ...task, ...set, phase: 'answered' } };
  }
  const isGuess = word === 'mute' && !provesItself(row, run);
  if (row.state === 'running' && isGuess && isOver(run) && !machinesPending) {
    return { ...unconfirmed(`${whatIsLost(row)}: ${seenRun(view)}`), set: { ...closedTaskFields(row), ...set } };
  }
  if (row.state === 'running' || !mayBeOurs(row, view)) return null;
  const guess = isGuess ? `, and may be this retry’s: ${whatIsLost(row)}` : '';
  const evidence = `the run of ${iso(run.createdAt)} is a new run of the job${guess}`;
  return { kind: 'move', to: 'running', evidence, set: { ...taskFields(row, view.task), ...set } };
}

function whatIsLost({ em_task_id: taskId }: RetryRow): string {
  return taskId === null
    ? 'the answer to the request was lost, and its task cannot be identified'
    : `${taskId} has gone without a result, and the run is not marked as a retry`;
}

function stoppedBy({ stop_by: name, stop_phase: phase }: RetryRow): string {
  if (name === null) return ': somebody stopped it in Veeam';
  return phase === null ? `; ${name} had requested to stop the job` : ` after ${name} had the job stopped`;
}

function stopInVain({ stop_by: name }: RetryRow): string {
  return name === null ? '' : `; ${name} had requested to stop the job`;
}

/**
 * Whether a new run may be shown as this retry's: not while the task, which decides, shows or may soon show otherwise.
 */
function mayBeOurs(row: RetryRow, view: View): boolean {
  const word = taskWord(row, view);
  if (word === 'done' || word === 'mute') return true;
  if (word === 'unavailable') return view.response === 'answered';
  if (word !== 'working' || typeof view.task !== 'object' || view.task === null) return false;
  // Done on the backup server and waiting to be collected; or the run identifies itself.
  return view.task.state !== 'running' || (isShown(view.run) && view.task.runId === view.run.id);
}

function isWaitedFor(row: RetryRow, view: View, what: string, boundMs: number): boolean {
  return waitingFor(row, view) === what && view.waitedMs >= boundMs;
}

function fromTime(row: RetryRow, view: View, bounds: Bounds): Verdict | null {
  const { verdictMs, giveUpMs, stillMs, longestRunMs } = bounds;
  if (row.state === 'accepted' && view.cancelled) {
    return { kind: 'move', to: 'stopped', evidence: `the task was cancelled by ${row.cancelled_by}` };
  }
  const what = waitingFor(row, view);
  if (what === null) return null;
  const overdue = view.waitedMs >= verdictMs;
  const givenUp = view.waitedMs >= giveUpMs;
  const waited = inWords(view.waitedMs);
  if (row.state === 'running' && isShown(view.run) && !isOver(view.run) && view.runMs >= longestRunMs)
    return unconfirmed(`the run has gone on for ${inWords(view.runMs)}; it may still go on`);
  if (what.startsWith('stop ') && overdue) {
    const evidence = `the run is still in progress ${waited} after the stop: it can be requested again`;
    return { kind: 'stay', set: { stop_phase: null, waited_ms: 0, waited_for: null }, evidence };
  }
  if (what.startsWith('cancel ') && overdue) {
    const evidence = `${row.em_task_id} is still open ${waited} after it was to be cancelled: it can be requested again`;
    return { kind: 'stay', set: { cancel_phase: null, waited_ms: 0, waited_for: null }, evidence };
  }
  switch (what) {
    case 'silence':
      return view.waitedMs >= stillMs ? unconfirmed(`Enterprise Manager has not responded for ${waited}`) : null;
    case 'answers':
      return givenUp ? unconfirmed(`Enterprise Manager has answered with nothing but errors for ${waited}`) : null;
    case 'trace':
      return fromNoTrace(row, view, overdue, waited);
    case 'word': {
      if (!overdue) return null;
      if (row.state === 'running') return fromNoWord(row, view);
      // After a cancellation on request the desk watches for a run first, which may take as long as the shortest limit.
      if (row.cancel_phase !== null && view.waitedMs < 2 * verdictMs) return null;
      const evidence = 'Enterprise Manager gives no result of the task, and no new run has appeared';
      return { kind: 'move', to: 'unseen', evidence, set: closedTaskFields(row) };
    }
    case 'end of the task':
      return givenUp ? unconfirmed(`${row.em_task_id} has been ${row.em_state} for ${waited}: ${seenRun(view)}`) : null;
    case 'run': {
      if (row.state === 'unseen') return givenUp ? unconfirmed(`no run has appeared in ${waited}`) : null;
      if (!overdue) return null;
      const evidence = `no run has appeared for ${waited}: Enterprise Manager may not have collected it yet`;
      return { kind: 'move', to: 'unseen', evidence };
    }
    case 'gone':
      return overdue ? unconfirmed('Enterprise Manager no longer has the run: its result is unknown') : null;
    case 'sight':
      return givenUp ? unconfirmed(`Enterprise Manager has reported no result of the run for ${waited}`) : null;
    case 'result':
      return overdue ? fromNoResult(row, view) : null;
    default: {
      if (!what.startsWith('change ') || view.waitedMs < stillMs) return null;
      return unconfirmed(`the run has shown nothing new for ${waited}; it may still go on`);
    }
  }
}

function fromNoTrace(row: RetryRow, view: View, overdue: boolean, waited: string): Verdict | null {
  if (view.provenRefusal) {
    const evidence = `Enterprise Manager answered ${row.em_status} and shows neither a new task nor a new run`;
    return { kind: 'move', to: 'refused', evidence, set: { phase: 'answered' } };
  }
  if (!overdue) return null;
  const unread = view.task === 'unavailable' ? ', but would not list its tasks' : '';
  const evidence = `Enterprise Manager has answered for ${waited} and shows no trace of the request${unread}`;
  return unconfirmed(row.state === 'running' ? `${evidence}: ${seenRun(view)}` : evidence);
}

/**
 * Its run is over, and the task still has not said whether the request was refused. A run that is a retry `fromRun` has taken;
 * the schedule makes none, so any other may be its own.
 */
function fromNoWord(row: RetryRow, view: View): Verdict | null {
  const { run, machines } = view;
  if (!isShown(run)) return null;
  const set = { ...closedTaskFields(row), run_id: run.id, run: JSON.stringify(presentRun(run, machines)) };
  return { ...unconfirmed(`Enterprise Manager gives no result of the task: ${seenRun(view)}`), set };
}

/**
 * An ended run without a result was stopped by a person (State Stopped, Result None in captured answers); an unknown
 * word proves nothing.
 */
function fromNoResult(row: RetryRow, view: View): Verdict | null {
  const { run } = view;
  if (!isShown(run)) return null;
  if (taskWord(row, view) === 'unavailable' && !run.isRetry) return fromNoWord(row, view);
  const evidence = `the run of ${iso(run.createdAt)} is over, and its result is ${run.resultText || 'missing'}`;
  if (run.result !== 'none') return unconfirmed(evidence);
  return { kind: 'move', to: 'stopped', evidence: `${evidence}${stoppedBy(row)}` };
}

function seenRun({ run }: View): string {
  if (!isShown(run)) return 'whether it was carried out is not known';
  const end = isOver(run) ? `ended with ${run.resultText || 'no result'}` : 'goes on';
  return `a run of ${iso(run.createdAt)} ${end}, and whether it is this retry’s is not known`;
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 600) return `${seconds} s`;
  return seconds < 48 * 3_600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 86_400)} days`;
}

function unconfirmed(evidence: string): Verdict & { kind: 'move' } {
  return { kind: 'move', to: 'unconfirmed', evidence };
}
