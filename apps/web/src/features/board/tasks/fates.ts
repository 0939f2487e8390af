import { finalRetryStates, isOpen, type RetryState, type Task } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { needsPerson } from './needs-person.ts';

/** The outcomes of several retries; a backup is always shown, also where there is none, as in "0 backed up · 24 refused". */
export function fatesOf(tasks: readonly Task[]): string {
  const of = (state: RetryState) => tasks.filter((task) => task.state === state).length;
  const parts = finalRetryStates.flatMap((state) => {
    const count = of(state);
    return count > 0 || state === 'succeeded' ? [`${count} ${words.states[state].step}`] : [];
  });
  const open = tasks.filter(({ state }) => isOpen(state)).length;
  return [...parts, ...(open > 0 ? [words.board.cards.open(open)] : [])].join(' · ');
}

/** Outcomes that need a person first, else in the order given. */
export function urgentFirst(tasks: readonly Task[]): Task[] {
  return [...tasks.filter(needsPerson), ...tasks.filter((task) => !needsPerson(task))];
}
