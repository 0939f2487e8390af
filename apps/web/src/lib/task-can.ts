import { isOpen, type Task } from '@retry-desk/contract';
import { type Actor, askable, type Can, no, written } from './job-can.ts';
import { taskCanWords as words } from './words-task-can.ts';

type Person = Pick<Actor, 'role' | 'journal' | 'em'>;

function cancel(task: Pick<Task, 'state'>, actor: Person): Can {
  if (!isOpen(task.state)) return no('over', words.over);
  if (actor.role !== 'operator') return no('viewer', words.cancelViewer);
  if (task.state === 'requested') return no('too-early', words.cancelTooEarly);
  if (task.state !== 'accepted') return no('too-late', words.cancelTooLate);
  return askable(actor);
}

/** Releasing a job is for people to decide, whatever becomes of its retry. */
function release(task: Pick<Task, 'state'>, actor: Person): Can {
  if (!isOpen(task.state)) return no('over', words.over);
  return actor.role === 'operator' ? written(actor) : no('viewer', words.releaseViewer);
}

function stop(task: Pick<Task, 'state' | 'stopRequestedBy'>, actor: Person): Can {
  if (!isOpen(task.state)) return no('over', words.over);
  if (actor.role !== 'operator') return no('viewer', words.stopViewer);
  if (task.stopRequestedBy) return no('stop-requested', words.stopRequested(task.stopRequestedBy));
  return askable(actor);
}

/** Rules of what may be done to a task, each with the reason a person sees where it may not. */
export const taskCan = { cancel, release, stop };
