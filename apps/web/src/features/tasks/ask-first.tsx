import { longestNote, type Task } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainAction } from '#api/explain.ts';
import type { Can } from '#lib/job-can.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';

type AskFirstProps = {
  text: { press: string; ask: string; about: string; note?: string; needsNote?: string };
  can: Can;
  small: boolean;
  /** What is done once it has been confirmed; `note` is empty where none is asked for. */
  act: (note: string) => Promise<Task | undefined>;
  onAsking?: (asking: boolean) => void;
};

/** A button that asks before it acts, for a note where one is needed, and says what came of it. */
export function AskFirst({ text, can, small, act: perform, onAsking }: AskFirstProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  function show(now: boolean): void {
    setAsking(now);
    onAsking?.(now);
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
        {can.ok ? words.tasks.cancel : words.shell.close}
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
      <Dialog open={asking} onClose={() => show(false)} title={text.ask} foot={foot}>
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
