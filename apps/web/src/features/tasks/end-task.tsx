import { isOpen, type Task } from '@retry-desk/contract';
import { endTask, stopJob } from '#api/retries.ts';
import { useSession } from '#api/session-context.ts';
import { taskCan } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';
import { AskedTwice } from './asked-twice.tsx';

const { end, stop } = words.tasks;

/** Ends Enterprise Manager's task while that is still possible, and stops the job once its backup runs. */
export function EndTask({ task }: { task: Task }) {
  const { role } = useSession();
  if (!isOpen(task.state)) return null;
  if (task.state === 'running') {
    return <AskedTwice can={taskCan.stop(task, { role })} text={stop} act={() => stopJob(task.taskId)} />;
  }
  return <AskedTwice can={taskCan.end(task, { role })} text={end} act={() => endTask(task.taskId)} />;
}
