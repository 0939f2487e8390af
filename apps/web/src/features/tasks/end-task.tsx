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

const text = words.tasks;

/** Ends Enterprise Manager's task while that is still possible; asks first. */
export function EndTask({ task }: { task: Task }) {
  const { role } = useSession();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: () => endTask(task.taskId),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries(),
  });
  if (!isOpen(task.state)) return null;
  const can = taskCan.end(task, { role });
  const problem = end.error ? explain(end.error) : null;
  const foot = (
    <>
      <Button className="ml-auto" onClick={() => setAsking(false)}>
        {text.cancel}
      </Button>
      <Button variant="danger" pending={end.isPending} onClick={() => end.mutate()}>
        {text.endConfirm}
      </Button>
    </>
  );
  return (
    <>
      <Button disabledReason={can.ok ? null : can.reason} onClick={() => setAsking(true)}>
        {text.end}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={text.endAsk} foot={foot}>
        <p>{text.endAbout}</p>
        {problem && (
          <p role="alert" className="mt-3 text-failed">
            {problem.text} {problem.emMessage}
          </p>
        )}
      </Dialog>
    </>
  );
}
