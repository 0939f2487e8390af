import type { JobRow, Task } from '@retry-desk/contract';
import { useCallback, useState } from 'react';

/** The circumstances of a question before retries. */
export type Asking = {
  /** Also those that wait for Veeam's own attempt are meant. */
  anyway?: boolean;
  /** One of these is to be retried, the one that is asked for or another. */
  choice?: readonly JobRow[];
  /** A danger of the cause that the jobs were chosen by. */
  danger?: string | null;
  /** Receives each retry that comes of it. */
  onTask?: (task: Task) => void;
};

/** Which jobs the retry dialog is about, and how it was asked. Another opening is another dialog. */
export type Question = Asking & { jobs: ReadonlySet<string>; id: number };

/** Moves the keyboard to the next or the previous row. */
export type Walk = (by: 1 | -1) => void;

/** The question before retries, while it is open. */
export function useQuestion() {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback(
    (ids: Iterable<string>, asking: Asking = {}) =>
      setQuestion((before) => ({ ...asking, jobs: new Set(ids), id: (before?.id ?? 0) + 1 })),
    [],
  );
  // One alone was meant: also where Veeam would try it by itself.
  const confirmFirst = useCallback((job: JobRow) => ask([job.id], { anyway: true }), [ask]);
  /** Another job instead of the one that was asked for, in the same dialog. */
  const choose = (jobId: string) => setQuestion((before) => before && { ...before, jobs: new Set([jobId]) });
  return { question, ask, confirmFirst, choose, close: () => setQuestion(null) };
}
