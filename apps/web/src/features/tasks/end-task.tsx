import { isOpen, type Task } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '#api/explain.ts';
import { endTask } from '#api/retries.ts';
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

/** Ends Enterprise Manager's task while that is still possible, or lets an unseen job go; asks first. */
export function EndTask({ task, small = false }: EndTaskProps) {
  const { role } = useSession();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: () => endTask(task.taskId),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries(),
  });
  const can = taskCan.end(task, { role });
  // Who is being asked is told when it has become too late meanwhile.
  if (!asking && (small ? !can.ok : !isOpen(task.state))) return null;
  const text = task.state === 'unseen' ? words.tasks.release : words.tasks.end;
  const problem = end.error ? explain(end.error) : null;
  const foot = (
    <>
      <Button className="ml-auto" onClick={() => setAsking(false)}>
        {can.ok ? words.tasks.cancel : words.shell.close}
      </Button>
      {can.ok && (
        <Button variant="danger" pending={end.isPending} onClick={() => end.mutate()}>
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
          end.reset();
          setAsking(true);
        }}
      >
        {text.press}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={text.ask} foot={foot}>
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
