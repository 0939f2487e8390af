import { isOpen, type Task } from '@retry-desk/contract';
import { useState } from 'react';
import { cancelTask, releaseTask, stopJob } from '#api/retries.ts';
import { useJournal, useSession, useTrust } from '#api/session-context.ts';
import { taskCan } from '#lib/task-can.ts';
import { taskWords } from '#lib/words-tasks.ts';
import { ConfirmAction } from './confirm-action.tsx';

type TaskProps = { task: Task };

type CancelTaskProps = TaskProps & {
  /** On a card: small, and only there while it can be pressed. */
  small?: boolean;
};

/** The ways out of an open retry: cancel its task, release an unseen job, stop the running job. */
type Way = 'cancel' | 'release' | 'stop';

function wayOf({ state }: Task): Way {
  if (state === 'running') return 'stop';
  return state === 'unseen' ? 'release' : 'cancel';
}

/** The nearest way out at this moment; it is confirmed first, and done even if another way has opened meanwhile. */
export function CancelTask({ task, small = false }: CancelTaskProps) {
  const { role } = useSession();
  const journal = useJournal();
  const { em } = useTrust();
  const [confirming, setConfirming] = useState<Way | null>(null);
  const way = confirming ?? wayOf(task);
  const can = taskCan[way](task, { role, journal, em });
  // The open dialog shows it when it has become too late meanwhile.
  if (confirming === null && (small ? !can.ok || way === 'stop' : !isOpen(task.state))) return null;
  // On its page a retry has a button of its own for its release.
  if (!small && way === 'release') return null;
  return (
    <ConfirmAction
      text={taskWords[way]}
      can={can}
      small={small}
      onConfirming={(now) => setConfirming(now ? way : null)}
      act={async (note) => {
        if (way === 'stop') return stopJob(task.taskId);
        if (way === 'release') return releaseTask(task.taskId, note);
        await cancelTask(task.taskId);
        return undefined;
      }}
    />
  );
}

/** Frees the job of any open retry, whatever Enterprise Manager reports of it. */
export function ReleaseJob({ task }: TaskProps) {
  const { role } = useSession();
  const journal = useJournal();
  const { em } = useTrust();
  const [confirming, setConfirming] = useState(false);
  if (!confirming && !isOpen(task.state)) return null;
  const act = (note: string) => releaseTask(task.taskId, note);
  const can = taskCan.release(task, { role, journal, em });
  return <ConfirmAction text={taskWords.release} can={can} small={false} onConfirming={setConfirming} act={act} />;
}
