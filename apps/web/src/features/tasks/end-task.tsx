import { isOpen, type Task } from '@retry-desk/contract';
import { useState } from 'react';
import { endTask, releaseTask, stopJob } from '#api/retries.ts';
import { useJournal, useSession, useTrust } from '#api/session-context.ts';
import { taskCan } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';
import { AskFirst } from './ask-first.tsx';

type TaskProps = { task: Task };

type EndTaskProps = TaskProps & {
  /** On a card: small, and only there while it can be pressed. */
  small?: boolean;
};

/** The ways out of an open retry: end its task, let an unseen job go, stop the job that runs. */
type Way = 'end' | 'release' | 'stop';

function wayOf({ state }: Task): Way {
  if (state === 'running') return 'stop';
  return state === 'unseen' ? 'release' : 'end';
}

/** The nearest way out there is at this moment; asks first, and does what was asked even if another way has opened meanwhile. */
export function EndTask({ task, small = false }: EndTaskProps) {
  const { role } = useSession();
  const journal = useJournal();
  const { em } = useTrust();
  const [asking, setAsking] = useState<Way | null>(null);
  const way = asking ?? wayOf(task);
  const can = taskCan[way](task, { role, journal, em });
  // Who is being asked is told when it has become too late meanwhile.
  if (asking === null && (small ? !can.ok || way === 'stop' : !isOpen(task.state))) return null;
  // On its page a retry has a button of its own for its release.
  if (!small && way === 'release') return null;
  return (
    <AskFirst
      text={words.tasks[way]}
      can={can}
      small={small}
      onAsking={(now) => setAsking(now ? way : null)}
      act={async (note) => {
        if (way === 'stop') return stopJob(task.taskId);
        if (way === 'release') return releaseTask(task.taskId, note);
        await endTask(task.taskId);
        return undefined;
      }}
    />
  );
}

/** Frees the job of any open retry, whatever Enterprise Manager says of it. */
export function ReleaseJob({ task }: TaskProps) {
  const { role } = useSession();
  const journal = useJournal();
  const { em } = useTrust();
  const [asking, setAsking] = useState(false);
  if (!asking && !isOpen(task.state)) return null;
  const act = (note: string) => releaseTask(task.taskId, note);
  const can = taskCan.release(task, { role, journal, em });
  return <AskFirst text={words.tasks.release} can={can} small={false} onAsking={setAsking} act={act} />;
}
