import type { JobRow } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '../queries.ts';
import { mergeTasks } from '../tasks/task-list.ts';
import { useActor } from '../use-actor.ts';
import { RetryDialog } from './retry-dialog.tsx';
import { retryPlan } from './retry-plan.ts';
import { useRetries } from './use-retries.ts';

/** The cards and the live region are the board's: elsewhere the dialog alone shows what becomes of the retry. */
const nothing = () => {};

/** The board's question before the retry of one job, for a page of its own: the job is named, so it was meant also where Veeam would try it. */
export function JobRetryDialog({ job, onClose }: { job: JobRow; onClose: () => void }) {
  const { pending, reported, retryMany } = useRetries(nothing, nothing);
  // Only listens: the header requests the board on every page.
  const { data: fresh } = useQuery({ ...boardQuery(), refetchInterval: false, refetchOnMount: false });
  return (
    <RetryDialog
      open
      plan={retryPlan([job], useActor(), pending)}
      anyway
      tasks={mergeTasks(fresh?.data.tasks ?? [], reported)}
      onClose={onClose}
      onRetry={retryMany}
    />
  );
}
