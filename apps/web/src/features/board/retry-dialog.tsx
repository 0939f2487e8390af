import type { JobRow } from '@retry-desk/contract';
import { type ReactNode, useState } from 'react';
import type { AskedWith } from '#api/retries.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';
import { Quote } from '#ui/notice.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { firstNames, machinesOf, type RetryPlan } from './retry-plan.ts';
import type { Outcome } from './use-retries.ts';

const text = words.board.dialog;

function Line({ mark, job, children }: { mark: ReactNode; job: JobRow; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[10px_minmax(0,1fr)] gap-x-2.25 border-b border-line py-2 last:border-0">
      <span className="pt-1">{mark}</span>
      <span className="min-w-0 break-words">
        <b className="font-strong">{job.name}</b>
        <span className="block text-muted">{children}</span>
      </span>
    </li>
  );
}

function PlanList({ plan }: { plan: RetryPlan }) {
  return (
    <>
      <h3 className="font-strong">{plan.run.length > 0 ? text.willRun(plan.run.length) : text.nothing}</h3>
      {plan.run.length > 0 && <p className="text-s text-muted">{text.about}</p>}
      <ul className="m-0 list-none p-0">
        {plan.run.map((job) => {
          const names = firstNames(machinesOf(job), 12);
          return (
            <Line key={job.id} job={job} mark={<StateMark state="failed" />}>
              {names.text || text.unknownMachines}
              {names.more > 0 && ` ${words.board.more(names.more)}`}
            </Line>
          );
        })}
      </ul>
      {plan.skipped.length > 0 && (
        <>
          <h3 className="mt-4 font-strong">{text.skipped(plan.skipped.length)}</h3>
          <ul className="m-0 list-none p-0">
            {plan.skipped.map(({ job, reason }) => (
              <Line key={job.id} job={job} mark={<StateMark state="unknown" />}>
                {reason}
              </Line>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function OutcomeList({ outcomes }: { outcomes: readonly Outcome[] }) {
  const asked = outcomes.filter((outcome) => 'task' in outcome).length;
  return (
    <>
      <h3 className="font-strong" role="status">
        {text.outcomes(asked, outcomes.length)}
      </h3>
      <ul className="m-0 list-none p-0">
        {outcomes.map((outcome) =>
          'task' in outcome ? (
            <Line key={outcome.job.id} job={outcome.job} mark={<StateMark state="waiting" />}>
              {text.asked}
            </Line>
          ) : (
            <Line key={outcome.job.id} job={outcome.job} mark={<StateMark state="unknown" />}>
              {text.notAsked}: {outcome.problem.text}{' '}
              {outcome.problem.emMessage && <Quote>{outcome.problem.emMessage}</Quote>}
            </Line>
          ),
        )}
      </ul>
    </>
  );
}

/** Jobs against which only the hourly limit stood. */
function limitedOf(outcomes: readonly Outcome[]): JobRow[] {
  return outcomes.flatMap((outcome) => ('problem' in outcome && outcome.limited ? [outcome.job] : []));
}

type NoteProps = { label: string; hint: string; note: string; onChange: (note: string) => void };

function NoteField({ label, hint, note, onChange }: NoteProps) {
  return (
    <div className="mt-4">
      <TextField
        label={label}
        hint={hint}
        maxLength={500}
        value={note}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

type DialogProps = {
  open: boolean;
  /** What would happen now; follows the board until the button is pressed. */
  plan: RetryPlan;
  onClose: () => void;
  onRetry: (jobs: readonly JobRow[], asked: AskedWith) => Promise<Outcome[]>;
};

type Step = { kind: 'plan' } | { kind: 'asking'; plan: RetryPlan } | { kind: 'done'; outcomes: Outcome[] };

/** Lists exactly what will run and what will not and why, takes a note, then says what became of each. */
export function RetryDialog({ open, plan, onClose, onRetry }: DialogProps) {
  const [step, setStep] = useState<Step>({ kind: 'plan' });
  const [note, setNote] = useState('');
  const shown = step.kind === 'asking' ? step.plan : plan;
  const count = shown.run.length;
  async function submit() {
    setStep({ kind: 'asking', plan });
    setStep({ kind: 'done', outcomes: await onRetry(plan.run, { note: note.trim() || null }) });
  }
  const limited = step.kind === 'done' ? limitedOf(step.outcomes) : [];
  async function submitBeyond(outcomes: Outcome[]) {
    setStep({ kind: 'asking', plan });
    const asked = await onRetry(limited, { note: note.trim(), overrideLimit: true });
    const again = new Map(asked.map((outcome) => [outcome.job.id, outcome]));
    setStep({ kind: 'done', outcomes: outcomes.map((outcome) => again.get(outcome.job.id) ?? outcome) });
  }
  const foot =
    step.kind === 'done' ? (
      <>
        <Button className="ml-auto" onClick={onClose}>
          {text.done}
        </Button>
        {limited.length > 0 && (
          <Button
            variant="primary"
            disabledReason={note.trim() === '' ? text.beyondNeedsNote : null}
            onClick={() => submitBeyond(step.outcomes)}
          >
            {text.beyond(limited.length)}
          </Button>
        )}
      </>
    ) : (
      <>
        <Button className="ml-auto" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button
          variant="primary"
          pending={step.kind === 'asking'}
          disabledReason={count === 0 ? text.nothing : null}
          onClick={submit}
        >
          {step.kind === 'asking' ? words.board.asking : text.submit(count)}
        </Button>
      </>
    );
  const jobs = step.kind === 'done' ? step.outcomes.length : count + shown.skipped.length;
  return (
    <Dialog open={open} onClose={onClose} title={text.title(jobs)} foot={foot}>
      {step.kind === 'done' ? (
        <>
          <OutcomeList outcomes={step.outcomes} />
          {limited.length > 0 && (
            <NoteField label={text.beyondNote} hint={text.beyondHint} note={note} onChange={setNote} />
          )}
        </>
      ) : (
        <>
          <PlanList plan={shown} />
          {count > 0 && <NoteField label={text.note} hint={text.noteHint} note={note} onChange={setNote} />}
        </>
      )}
    </Dialog>
  );
}
