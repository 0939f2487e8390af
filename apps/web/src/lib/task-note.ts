import type { Task } from '@retry-desk/contract';
import { inZone } from './moments.ts';
import { stateNotes } from './words-state-notes.ts';

function meaningOf(task: Task): string | null {
  const { resultUnknown, startUnknown, unseen } = stateNotes;
  if (task.state === 'unseen') return unseen;
  if (task.state !== 'unconfirmed') return null;
  // The unknown part depends on how far it had come.
  const before = task.steps.findLast((step) => step.state !== 'unconfirmed')?.state;
  return before === 'running' ? resultUnknown : startUnknown;
}

/** Whether Enterprise Manager refused; else we did not ask it, and only the step shows why. */
export function isRefusedByEm(task: Task): boolean {
  return task.state === 'refused' && task.em !== null;
}

function isShownByEvidence(task: Task): boolean {
  if (task.state === 'refused') return !isRefusedByEm(task);
  return task.state === 'stopped' || task.state === 'unconfirmed';
}

/** The meaning of a state without a result, and its evidence: by whom it was ended, why nothing is known. */
export function taskNote(task: Task): string | null {
  const meaning = meaningOf(task);
  if (!isShownByEvidence(task)) return meaning;
  const evidence = task.steps.at(-1)?.evidence;
  const showed = evidence ? `${evidence.charAt(0).toUpperCase()}${inZone(evidence.slice(1))}.` : null;
  return [showed, meaning].filter((part) => part !== null).join(' ') || null;
}
