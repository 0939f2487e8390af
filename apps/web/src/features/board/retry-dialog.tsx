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

function OutcomeLine({ job, outcome }: { job: JobRow; outcome: Outcome | undefined }) {
  if (!outcome) {
    return (
      <Line job={job} mark={<StateMark state="unknown" />}>
        {text.requesting}
      </Line>
    );
  }
  if ('task' in outcome) {
    return (
      <Line job={job} mark={<StateMark state="waiting" />}>
        {text.requested}
      </Line>
    );
  }
  const { problem, isKnown } = outcome;
  return (
    <Line job={job} mark={<StateMark state="unknown" />}>
      {isKnown ? text.notSent : text.notKnown}: {problem.text} {problem.emMessage && <Quote>{problem.emMessage}</Quote>}
    </Line>
  );
}

/** What is known of each so far. */
function OutcomeList({ jobs, outcomes }: { jobs: readonly JobRow[]; outcomes: Outcomes }) {
  const known = [...outcomes.values()];
  const requested = known.filter((outcome) => 'task' in outcome).length;
  const unknown = known.filter((outcome) => 'problem' in outcome && !outcome.isKnown).length;
  const open = jobs.length - known.length;
  return (
    <>
      <h3 className="font-strong" role="status">
        {text.outcomes(requested, jobs.length)}
        {open > 0 && `, ${text.open(open)}`}
        {unknown > 0 && `, ${text.unknown(unknown)}`}
      </h3>
      {unknown > 0 && <p className="text-s text-muted">{text.notKnownHelp}</p>}
      <ul className="m-0 list-none p-0">
        {jobs.map((job) => (
          <OutcomeLine key={job.id} job={job} outcome={outcomes.get(job.id)} />
        ))}
      </ul>
    </>
  );
}

/** Jobs against which only the hourly limit stood. */
function limitedOf(outcomes: Outcomes): JobRow[] {
  return [...outcomes.values()].flatMap((outcome) => ('problem' in outcome && outcome.limited ? [outcome.job] : []));
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
  /** Tells of each job what is known, as it comes; resolves when there is no more to come. */
  onRetry: (jobs: readonly JobRow[], asked: AskedWith, tell: (outcomes: readonly Outcome[]) => void) => Promise<void>;
};

type Outcomes = ReadonlyMap<string, Outcome>;
type Step = { kind: 'plan' } | { kind: 'asking' | 'done'; jobs: readonly JobRow[]; outcomes: Outcomes };

/** The press and what has become of it, job by job. */
function useSubmit(onRetry: DialogProps['onRetry']) {
  const [step, setStep] = useState<Step>({ kind: 'plan' });
  async function submit(asked: readonly JobRow[], having: AskedWith, before: Step = { kind: 'plan' }): Promise<void> {
    const known = new Map(before.kind === 'plan' ? [] : before.outcomes);
    const jobs = before.kind === 'plan' ? asked : before.jobs;
    for (const job of asked) known.delete(job.id);
    setStep({ kind: 'asking', jobs, outcomes: new Map(known) });
    await onRetry(asked, having, (outcomes) => {
      for (const outcome of outcomes) known.set(outcome.job.id, outcome);
      setStep({ kind: 'asking', jobs, outcomes: new Map(known) });
    });
    setStep({ kind: 'done', jobs, outcomes: known });
  }
  return { step, submit };
}

/** Lists exactly what will run and what will not and why, takes a note, then says what became of each. */
export function RetryDialog({ open, plan, onClose, onRetry }: DialogProps) {
  const { step, submit } = useSubmit(onRetry);
  const [note, setNote] = useState('');
  const count = plan.run.length;
  const limited = step.kind === 'done' ? limitedOf(step.outcomes) : [];
  const foot =
    step.kind === 'plan' ? (
      <>
        <Button className="ml-auto" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button
          variant="primary"
          disabledReason={count === 0 ? text.nothing : null}
          onClick={() => submit(plan.run, { note: note.trim() || null })}
        >
          {text.title(count)}
        </Button>
      </>
    ) : (
      <>
        <Button className="ml-auto" onClick={onClose}>
          {text.done}
        </Button>
        {limited.length > 0 && (
          <Button
            variant="primary"
            disabledReason={note.trim() === '' ? text.beyondNeedsNote : null}
            onClick={() => submit(limited, { note: note.trim(), overrideLimit: true }, step)}
          >
            {text.beyond(limited.length)}
          </Button>
        )}
      </>
    );
  const jobs = step.kind === 'plan' ? count + plan.skipped.length : step.jobs.length;
  return (
    <Dialog open={open} onClose={onClose} title={text.title(jobs)} foot={foot}>
      {step.kind === 'plan' ? (
        <>
          <PlanList plan={plan} />
          {count > 0 && <NoteField label={text.note} hint={text.noteHint} note={note} onChange={setNote} />}
        </>
      ) : (
        <>
          <OutcomeList jobs={step.jobs} outcomes={step.outcomes} />
          {limited.length > 0 && (
            <NoteField label={text.beyondNote} hint={text.beyondHint} note={note} onChange={setNote} />
          )}
        </>
      )}
    </Dialog>
  );
}
