import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '#api/explain.ts';
import type { Can } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';

type Props = {
  can: Can;
  /** What the button says, what is asked before it is done, what that means, and what the second button says. */
  text: { button: string; ask: string; about: string; confirm: string };
  act: () => Promise<unknown>;
};

/** Something that cannot be taken back: a button that may not be pressed says why, one that may asks first. */
export function AskedTwice({ can, text, act }: Props) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const done = useMutation({
    mutationFn: act,
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries(),
  });
  const problem = done.error ? explain(done.error) : null;
  const foot = (
    <>
      <Button className="ml-auto" onClick={() => setAsking(false)}>
        {words.tasks.cancel}
      </Button>
      <Button variant="danger" pending={done.isPending} onClick={() => done.mutate()}>
        {text.confirm}
      </Button>
    </>
  );
  return (
    <>
      <Button disabledReason={can.ok ? null : can.reason} onClick={() => setAsking(true)}>
        {text.button}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={text.ask} foot={foot}>
        <p>{text.about}</p>
        {problem && (
          <p role="alert" className="mt-3 text-failed">
            {problem.text} {problem.emMessage}
          </p>
        )}
      </Dialog>
    </>
  );
}
