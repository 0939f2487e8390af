import { isOpen, type Task } from '@retry-desk/contract';
import { needsPerson } from './needs-person.ts';

export type TaskCounts = {
  backingUp: number;
  /** How far the run is, where there is just one. */
  percent: number | null;
  /** Requested, and not running yet. */
  waiting: number;
  /** Did not back anything up, or its result is unknown, and it has not been retried. */
  person: number;
  /** Over, with nothing left to do. */
  ended: number;
};

/** The cards in numbers; of each job only the newest counts. `tasks` come newest first. */
export function taskCounts(tasks: readonly Task[]): TaskCounts {
  const counts: TaskCounts = { backingUp: 0, percent: null, waiting: 0, person: 0, ended: 0 };
  const seen = new Set<string>();
  for (const { jobId, state, run } of tasks) {
    if (seen.has(jobId)) continue;
    seen.add(jobId);
    if (state === 'running') {
      counts.backingUp += 1;
      counts.percent = counts.backingUp === 1 ? (run?.progress ?? null) : null;
    } else if (isOpen(state)) counts.waiting += 1;
    else if (needsPerson({ state })) counts.person += 1;
    else counts.ended += 1;
  }
  return counts;
}
