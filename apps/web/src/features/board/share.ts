import type { Board, JobList } from '@retry-desk/contract';
import { replaceEqualDeep } from '@tanstack/react-query';
import type { Fresh } from '#api/request.ts';

/** Of which answer a shared board was made: where the same answer comes back (304) there is nothing to compare. */
const madeOf = new WeakMap<Board, Board>();

/** The entries of the new list, each the very object of the old one where nothing in it has changed, wherever it stood. */
function shareEntries<T>(before: readonly T[], after: readonly T[], idOf: (entry: T) => string): T[] {
  const known = new Map(before.map((entry) => [idOf(entry), entry]));
  return after.map((entry) => replaceEqualDeep(known.get(idOf(entry)), entry));
}

/** The old list where the new one holds the very same rows: reading an answer shares those already. */
function shareList<T>(before: T[], after: T[]): T[] {
  return after.length === before.length && after.every((row, place) => row === before[place]) ? before : after;
}

/** The new board out of as much of the old one as is still true, so that an unchanged row is not drawn again. */
export function shareBoard(before: Fresh<Board> | undefined, after: Fresh<Board>): Fresh<Board> {
  if (!before || before.data === after.data) return after;
  if (madeOf.get(before.data) === after.data) return { data: before.data, freshness: after.freshness };
  const { failed, tasks, ...rest } = after.data;
  const { failed: oldFailed, tasks: oldTasks, ...oldRest } = before.data;
  const data = {
    ...replaceEqualDeep(oldRest, rest),
    failed: shareList(oldFailed, failed),
    tasks: shareEntries(oldTasks, tasks, (task) => task.taskId),
  };
  madeOf.set(data, after.data);
  return { data, freshness: after.freshness };
}

/** The new list of jobs, with the rows of the old one where they are the very same. */
export function shareJobs(before: Fresh<JobList> | undefined, after: Fresh<JobList>): Fresh<JobList> {
  if (!before || before.data === after.data) return after;
  const jobs = shareList(before.data.jobs, after.data.jobs);
  const isSame = jobs === before.data.jobs && after.data.takenAt === before.data.takenAt;
  return { data: isSame ? before.data : { ...after.data, jobs }, freshness: after.freshness };
}
