import { type Board, isOpen, type JobRow } from '@retry-desk/contract';
import { useMemo } from 'react';
import { useQuickBoard } from '../queries.ts';
import { newestByJob } from '../table/last-fate.ts';
import { mergeTasks, stillAhead, withoutTask } from '../tasks/task-list.ts';
import { useEndings, useLiveRegion } from '../tasks/use-live-region.ts';
import { useRetries } from './use-retries.ts';

/** The retries of the board, with those of which an answer has reported before the board did, and what is announced of them. */
export function useBoardRetries(board: Board, now: number, confirmFirst: (job: JobRow) => void) {
  const { said, say } = useLiveRegion();
  const { reported, refused: left, ...retries } = useRetries(say, confirmFirst);
  const ahead = useMemo(() => stillAhead(reported, board.tasks, now), [reported, board.tasks, now]);
  const tasks = useMemo(() => mergeTasks(board.tasks, ahead), [board.tasks, ahead]);
  const refused = useMemo(() => withoutTask(left, tasks), [left, tasks]);
  const newest = useMemo(() => newestByJob(tasks), [tasks]);
  useEndings(tasks, say);
  useQuickBoard(ahead.some((task) => isOpen(task.state)));
  return { ...retries, said, ahead, tasks, refused, newest };
}
