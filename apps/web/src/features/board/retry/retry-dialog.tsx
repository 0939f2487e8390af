import { type JobRow, longestNote, type Status, type Task } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { RetryOptions } from '#api/retries.ts';
import { useSession } from '#api/session-context.ts';
import { serverNow } from '#lib/server-clock.ts';
import { retryWords as text } from '#lib/words-retry.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, TextField } from '#ui/field.tsx';
import { ChoiceField, type JobChoice } from './choice-field.tsx';
import { DangerList } from './danger-list.tsx';
import { dangersOf } from './dangers.ts';
import { limitsQuery } from './limits/queries.ts';
import { isManyJobs, lacksNumber, withinLimits } from './limits/within-limits.ts';
import type { Outcome } from './outcome.ts';
import { type OwnTasks, ownTasks } from './own-tasks.ts';
import { type Left, LeftList, OutcomeList, type Outcomes, RunList } from './retry-lists.tsx';
import type { RetryPlan } from './retry-plan.ts';
import { WaitingList } from './waiting-list.tsx';

/** Jobs against which only the hourly limit stood: the server's word, and what was not requested because of it. */
function limitedOf(outcomes: Outcomes, beyond: Left): JobRow[] {
  const refused = [...outcomes.values()].flatMap((outcome) =>
    'problem' in outcome && outcome.limited ? [outcome.job] : [],
  );
  return [...refused, ...beyond.map(({ job }) => job)];
}

type NoteProps = { label: string; hint: string; note: string; onChange: (note: string) => void };

function NoteField({ label, hint, note, onChange }: NoteProps) {
  return (
    <div className="mt-4">
      <TextField
        label={label}
        hint={hint}
        maxLength={longestNote}
        value={note}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

type NumberProps = { count: number; typed: string; onChange: (typed: string) => void };

/** So many at once are not retried by a slip of the hand. */
function NumberField({ count, typed, onChange }: NumberProps) {
  if (!isManyJobs(count)) return null;
  return (
    <div className="mt-4">
      <Field
        label={text.typeNumber(count)}
        hint={text.typeNumberHint(count)}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

type DialogProps = {
  open: boolean;
  /** The plan as of now; follows the board until the button is pressed. */
  plan: RetryPlan;
  /** Those that wait for Veeam's own attempt were meant, too. */
  anyway: boolean;
  /** The retries of the last hour, as far as they are by now. */
  tasks: readonly Task[];
  /** Where one of several jobs is to be retried: which, and another instead. */
  choice?: JobChoice | null;
  /** A danger of the cause that the jobs were chosen by. */
  danger?: string | null;
  onClose: () => void;
  /** Reports what is known of each job, as it comes; resolves when nothing more is to come. */
  onRetry: (
    jobs: readonly JobRow[],
    options: RetryOptions,
    report: (outcomes: readonly Outcome[]) => void,
  ) => Promise<void>;
};

type Pressed = {
  jobs: readonly JobRow[];
  outcomes: Outcomes;
  /** Jobs chosen and not requested when it was pressed. */
  skipped: Left;
  beyond: Left;
  /** Jobs left to Veeam's own attempt. */
  toVeeam: Left;
};
type Step = { kind: 'plan' } | ({ kind: 'requesting' | 'done' } & Pressed);

/** The press and what has become of it, job by job. */
function useSubmit(onRetry: DialogProps['onRetry']) {
  const [step, setStep] = useState<Step>({ kind: 'plan' });
  async function submit(
    requested: readonly JobRow[],
    having: RetryOptions,
    before: Omit<Pressed, 'jobs'> & Partial<Pressed>,
  ) {
    const known = new Map(before.outcomes);
    for (const job of requested) known.delete(job.id);
    const ids = new Set(requested.map(({ id }) => id));
    const jobs = [...(before.jobs ?? []).filter(({ id }) => !ids.has(id)), ...requested];
    const pressed = { ...before, jobs, beyond: before.beyond.filter(({ job }) => !ids.has(job.id)) };
    setStep({ ...pressed, kind: 'requesting', outcomes: new Map(known) });
    await onRetry(requested, having, (outcomes) => {
      for (const outcome of outcomes) known.set(outcome.job.id, outcome);
      setStep({ ...pressed, kind: 'requesting', outcomes: new Map(known) });
    });
    setStep({ ...pressed, kind: 'done', outcomes: known });
  }
  return { step, submit };
}

/** The retries of this press by job; one that leaves the board's list stays as it was last seen. */
function useOwnTasks(step: Step, tasks: readonly Task[]): OwnTasks {
  const [seen, setSeen] = useState<OwnTasks>(new Map());
  const next = step.kind === 'plan' ? seen : ownTasks(seen, step.outcomes, tasks);
  if (next !== seen) setSeen(next);
  return next;
}

/** Which of those that wait for Veeam are retried all the same. A job that began to wait while the dialog was open was chosen before it did. */
function useAnyway(plan: RetryPlan, anyway: boolean) {
  const [left, setLeft] = useState<ReadonlySet<string>>(
    () => new Set(anyway ? [] : plan.waiting.map(({ job }) => job.id)),
  );
  const onChoose = (ids: readonly string[], on: boolean) =>
    setLeft((before) => {
      const after = new Set(before);
      for (const id of ids) {
        if (on) after.delete(id);
        else after.add(id);
      }
      return after;
    });
  const chosen = new Set(plan.waiting.flatMap(({ job }) => (left.has(job.id) ? [] : job.id)));
  return { chosen, onChoose };
}

type PlanPartsProps = {
  within: ReturnType<typeof withinLimits>;
  limits: Status['limits'] | null;
  plan: RetryPlan;
  anyway: ReturnType<typeof useAnyway>;
};

function PlanParts({ within, limits, plan, anyway }: PlanPartsProps) {
  const { run, beyond, used } = within;
  const waiting = new Set(plan.waiting.map(({ job }) => job.id));
  return (
    <>
      {limits && beyond.length > 0 && (
        <p className="mb-3">
          <b className="font-strong">{text.overLimit(beyond.length)}.</b>{' '}
          <span className="text-muted">{text.limits(limits.retriesPerPersonHour, used)}</span>
        </p>
      )}
      {(run.length > 0 || (beyond.length === 0 && waiting.size === 0)) && (
        <RunList jobs={run.filter(({ id }) => !waiting.has(id))} count={run.length} />
      )}
      <WaitingList waiting={plan.waiting} {...anyway} />
      <LeftList title={text.overLimit} left={beyond} />
      <LeftList title={text.skipped} left={plan.skipped} />
    </>
  );
}

/** Why the button may not be pressed. */
function inTheWay(count: number, typed: string, lacksNote: boolean, waiting: number): string | null {
  if (count === 0) return waiting > 0 ? text.chooseFirst : text.nothing;
  if (lacksNote) return text.beyondNeedsNote;
  return lacksNumber(count, typed) ? text.numberMissing(count) : null;
}

/** Lists exactly what will run and what will not and why, takes a note, then shows what became of each. */
export function RetryDialog({ open, plan, anyway, tasks, choice, danger, onClose, onRetry }: DialogProps) {
  const session = useSession();
  const limits = useQuery(limitsQuery()).data ?? null;
  const { step, submit } = useSubmit(onRetry);
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const ownTasks = useOwnTasks(step, tasks);
  const waiting = useAnyway(plan, anyway);
  const isChosen = ({ job }: Left[number]) => waiting.chosen.has(job.id);
  const wanted = [...plan.run, ...plan.waiting.filter(isChosen).map(({ job }) => job)];
  const within = withinLimits(wanted, limits, tasks, session, serverNow());
  const toVeeam = plan.waiting.filter((left) => !isChosen(left));
  const planned = { outcomes: new Map(), skipped: plan.skipped, beyond: within.beyond, toVeeam };
  const before = step.kind === 'plan' ? planned : step;
  const limited = step.kind === 'requesting' ? [] : limitedOf(before.outcomes, before.beyond);
  // Jobs within the limits go first; those beyond them are requested apart, with the reason.
  const isBeyond = step.kind !== 'plan' || within.run.length === 0;
  const next = isBeyond ? limited : within.run;
  const lacksNote = isBeyond && next.length > 0 && note.trim() === '';

  function press() {
    setTyped('');
    const anyway = new Set(plan.waiting.filter(isChosen).map(({ job }) => job.id));
    const having = isBeyond
      ? { note: note.trim(), overrideLimit: true, anyway }
      : { note: note.trim() || null, anyway };
    return submit(next, having, before);
  }

  const fields: ReactNode = next.length > 0 && (
    <>
      <NoteField
        label={isBeyond ? text.beyondNote : text.note}
        hint={isBeyond ? text.beyondHint : text.noteHint}
        note={note}
        onChange={setNote}
      />
      <NumberField count={next.length} typed={typed} onChange={setTyped} />
    </>
  );
  const foot = (
    <>
      <Button className="ml-auto" onClick={onClose}>
        {step.kind === 'plan' ? text.cancel : text.done}
      </Button>
      {(step.kind === 'plan' || next.length > 0) && (
        <Button
          variant="primary"
          disabledReason={inTheWay(next.length, typed, lacksNote, toVeeam.length)}
          onClick={press}
        >
          {isBeyond && next.length > 0 ? text.beyond(next.length) : text.title(next.length)}
        </Button>
      )}
    </>
  );
  const count = step.kind === 'plan' ? next.length : step.jobs.length;
  return (
    <Dialog open={open} onClose={onClose} title={text.title(count)} foot={foot}>
      {step.kind === 'plan' ? (
        <>
          {choice && <ChoiceField {...choice} />}
          <DangerList dangers={dangersOf(wanted, danger)} of={wanted.length} />
          <PlanParts within={within} limits={limits} plan={plan} anyway={waiting} />
        </>
      ) : (
        <>
          <OutcomeList jobs={step.jobs} outcomes={step.outcomes} tasks={ownTasks} />
          <LeftList title={text.overLimit} left={step.beyond} />
          <LeftList title={text.leftToVeeam} left={step.toVeeam} />
          <LeftList title={text.skipped} left={step.skipped} />
        </>
      )}
      {fields}
    </Dialog>
  );
}
