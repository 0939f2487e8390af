import {
  type JobRow,
  longestAcknowledgementDays,
  longestNote,
  longestTicket,
  mostAcknowledged,
} from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { acknowledgeJobs } from '#api/acknowledgements.ts';
import { explainAction } from '#api/explain.ts';
import { dayEnd, isoDay } from '#lib/dates.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words } from '#lib/words.ts';
import { attentionWords } from '#lib/words-attention.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, TextField } from '#ui/field.tsx';
import { usePreferences } from '#ui/use-preferences.ts';

const text = attentionWords.dialog;
const dayMs = 86_400_000;

type AcknowledgeDialogProps = { open: boolean; jobs: readonly JobRow[]; onClose: () => void; onDone: () => void };

function fieldOf(data: FormData, name: string): string {
  return String(data.get(name) ?? '').trim();
}

/** Names the jobs that somebody takes note of, and asks for a note, a ticket and an end. */
export function AcknowledgeDialog({ open, jobs, onClose, onDone }: AcknowledgeDialogProps) {
  const client = useQueryClient();
  const { zone } = usePreferences();
  const form = useId();
  const now = serverNow();
  const [untilDay, setUntilDay] = useState(false);
  const [lacksNote, setLacksNote] = useState(false);
  const send = useMutation({
    mutationFn: (data: FormData) => {
      const field = (name: string) => fieldOf(data, name);
      return acknowledgeJobs(
        jobs.map(({ id }) => id),
        {
          note: field('note'),
          ticket: field('ticket') || null,
          until: untilDay
            ? new Date(Math.min(dayEnd(field('day'), zone), now + longestAcknowledgementDays * dayMs)).toISOString()
            : 'next-success',
        },
      );
    },
    onSuccess: async ({ notNeeded }) => {
      await client.invalidateQueries();
      if (notNeeded.length === 0) onDone();
    },
    // Some of many may have been acknowledged.
    onError: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const isBlank = fieldOf(data, 'note') === '';
    setLacksNote(isBlank);
    if (!isBlank) send.mutate(data);
  };
  if (send.data) {
    return (
      <Dialog
        open={open}
        onClose={onDone}
        title={text.done(send.data.acknowledgements.length)}
        foot={<Button onClick={onDone}>{words.shell.close}</Button>}
      >
        <p>{text.notNeeded(send.data.notNeeded.length)}</p>
      </Dialog>
    );
  }
  const foot = (
    <>
      <Button onClick={onClose}>{words.shell.close}</Button>
      <Button variant="primary" type="submit" form={form} pending={send.isPending}>
        {send.isPending ? text.sending : text.send}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title={text.title(jobs.length)} foot={foot}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <p className="line-clamp-4 text-muted" title={jobs.map(({ name }) => name).join('\n')}>
          {jobs.map(({ name }) => name).join(', ')}
        </p>
        <p>{text.help}</p>
        <TextField
          label={text.note}
          hint={text.noteHelp}
          error={lacksNote ? text.noteMissing : null}
          name="note"
          required
          maxLength={longestNote}
        />
        <Field label={text.ticket} name="ticket" maxLength={longestTicket} autoComplete="off" />
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-medium">{text.until}</legend>
          <label className="flex items-center gap-2">
            <input type="radio" name="end" checked={!untilDay} onChange={() => setUntilDay(false)} /> {text.nextSuccess}
          </label>
          <label className="flex items-center gap-2">
            <input type="radio" name="end" checked={untilDay} onChange={() => setUntilDay(true)} /> {text.date()}
          </label>
        </fieldset>
        {untilDay && (
          <Field
            label={text.day}
            type="date"
            name="day"
            required
            min={isoDay(now, zone)}
            max={isoDay(now + longestAcknowledgementDays * dayMs, zone)}
            defaultValue={isoDay(now + 7 * dayMs, zone)}
          />
        )}
        {send.error && (
          <p role="alert" className="text-failed">
            {explainAction(send.error, text.failed(jobs.length > mostAcknowledged)).text}
          </p>
        )}
      </form>
    </Dialog>
  );
}
