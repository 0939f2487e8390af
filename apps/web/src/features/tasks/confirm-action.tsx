import { longestNote, type Task } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainAction } from '#api/explain.ts';
import type { Can } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';
import { taskWords } from '#lib/words-tasks.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';

type ConfirmProps = {
  text: { press: string; title: string; about: string; note?: string; needsNote?: string };
  can: Can;
  small: boolean;
  /** The action once it has been confirmed; `note` is empty where none is wanted. */
  act: (note: string) => Promise<Task | undefined>;
  onConfirming?: (isOpen: boolean) => void;
};

/** A button whose action is confirmed first, with a note where one is needed, and that shows the outcome. */
export function ConfirmAction({ text, can, small, act: perform, onConfirming }: ConfirmProps) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  function show(now: boolean): void {
    setOpen(now);
    onConfirming?.(now);
  }
  const act = useMutation({
    mutationFn: () => perform(note.trim()),
    onSuccess: () => show(false),
    onSettled: () => client.invalidateQueries(),
  });
  const problem = act.error ? explainAction(act.error) : null;
  const lacksNote = text.note !== undefined && note.trim() === '' ? (text.needsNote ?? null) : null;
  const foot = (
    <>
      <Button className="ml-auto" onClick={() => show(false)}>
        {can.ok ? taskWords.back : words.shell.close}
      </Button>
      {can.ok && (
        <Button variant="danger" pending={act.isPending} disabledReason={lacksNote} onClick={() => act.mutate()}>
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
          setNote('');
          show(true);
        }}
      >
        {text.press}
      </Button>
      <Dialog open={isOpen} onClose={() => show(false)} title={text.title} foot={foot}>
        <p>{text.about}</p>
        {text.note && can.ok && (
          <div className="mt-3">
            <TextField
              label={text.note}
              maxLength={longestNote}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </div>
        )}
        {(problem || !can.ok) && (
          <p role="alert" className="mt-3 text-failed">
            {problem ? `${problem.text} ${problem.emMessage ?? ''}` : !can.ok && can.reason}
          </p>
        )}
      </Dialog>
    </>
  );
}
