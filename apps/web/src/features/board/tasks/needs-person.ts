import type { Task } from '@retry-desk/contract';

/** Whether somebody has to look after a retry. */
export function needsPerson({ state }: Pick<Task, 'state'>): boolean {
  return state === 'failed' || state === 'refused' || state === 'unconfirmed';
}
