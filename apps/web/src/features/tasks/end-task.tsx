import { isOpen, type Task } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainAction } from '#api/explain.ts';
import { endTask, stopJob } from '#api/retries.ts';
import { useSession } from '#api/session-context.ts';
import { taskCan } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';

type EndTaskProps = {
  task: Task;
  /** On a card: small, and only there while it can be pressed. */
  small?: boolean;
};

/** The ways out of an open retry: end its task, let an unseen job go, stop the job that runs. */
type Way = 'end' | 'release' | 'stop';

function wayOf({ state }: Task): Way {
  if (state === 'running') return 'stop';
  return state === 'unseen' ? 'release' : 'end';
}

/** The one way out there is at this moment; asks first, and does what was asked even if another way has opened meanwhile. */
export function EndTask({ task, small = false }: EndTaskProps) {
  const { role } = useSession();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Way | null>(null);
  const way = asking ?? wayOf(task);
  const act = useMutation({
    mutationFn: async () => {
      if (way === 'stop') await stopJob(task.taskId);
      else await endTask(task.taskId);
    },
    onSuccess: () => setAsking(null),
    onSettled: () => client.invalidateQueries(),
  });
  const can = way === 'stop' ? taskCan.stop(task, { role }) : taskCan.end(task, { role });
  // Who is being asked is told when it has become too late meanwhile.
  if (asking === null && (small ? !can.ok || way === 'stop' : !isOpen(task.state))) return null;
  const text = words.tasks[way];
  const problem = act.error ? explainAction(act.error) : null;
  const foot = (
    <>
      <Button className="ml-auto" onClick={() => setAsking(null)}>
        {can.ok ? words.tasks.cancel : words.shell.close}
      </Button>
      {can.ok && (
        <Button variant="danger" pending={act.isPending} onClick={() => act.mutate()}>
          {text.press}
        </Button>
      )}
    </>
  );
  return (
    <>
      <Button
        size={small ? 'small' : 'normal'}
        disabledReason={can.ok ? null : can.reason}
        onClick={() => {
          act.reset();
          setAsking(way);
        }}
      >
        {text.press}
      </Button>
      <Dialog open={asking !== null} onClose={() => setAsking(null)} title={text.ask} foot={foot}>
        <p>{text.about}</p>
        {(problem || !can.ok) && (
          <p role="alert" className="mt-3 text-failed">
            {problem ? `${problem.text} ${problem.emMessage ?? ''}` : !can.ok && can.reason}
          </p>
        )}
      </Dialog>
    </>
  );
}
