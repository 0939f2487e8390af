import { isOpen, type Reason, type RetryState, type Task } from '@retry-desk/contract';
import { duration } from '#lib/dates.ts';
import { isolated } from '#lib/isolated.ts';
import { type MarkState, markOfRetry } from '#lib/marks.ts';
import { isRefusedByEm, taskNote } from '#lib/task-note.ts';
import { words } from '#lib/words.ts';
import { cardDetails } from '#lib/words-cards.ts';
import { causeWords } from '#lib/words-causes.ts';

/** The steps every retry goes through while it is open, in their order. */
const path: readonly RetryState[] = ['requested', 'accepted', 'triggered', 'running'];

export type CardWords = {
  mark: MarkState;
  title: string;
  /** The rest of the title's line, piece by piece. */
  details: string[];
  /** The meaning of the state and its evidence, under the title. */
  note: string | null;
  /** Enterprise Manager's words, to be quoted. */
  quote: string | null;
  /** The cause the job had, and after the end what the retry did about it. */
  cause: string | null;
  reasons: Reason[];
  /** Percent, while the run is under way. */
  progress: number | null;
  /** The four steps with where it stands; null once it is over. */
  steps: { text: string; now: boolean; done: boolean }[] | null;
};

function startedAt(task: Task): number {
  return Date.parse(task.requestedAt);
}

/** When the task came to the state it is in. */
function changedAt(task: Task): number {
  return Date.parse(task.steps.at(-1)?.at ?? task.requestedAt);
}

/** How long the run took; from the request where the run is not known. */
function took(task: Task): string {
  const { run } = task;
  if (run?.endedAt) return duration(Date.parse(run.endedAt) - Date.parse(run.startedAt));
  return duration(changedAt(task) - startedAt(task));
}

function machineDetails(task: Task): string[] {
  const { run } = task;
  if (!run || run.machinesTotal === null) return [];
  const warned = new Set(run.reasons.map((reason) => reason.machine)).size;
  if (task.state === 'succeeded') return [cardDetails.machines(run.machinesTotal, run.machinesTotal)];
  return warned === 0 ? [] : [cardDetails.warned(warned, run.machinesTotal)];
}

function details(task: Task): string[] {
  const { run, state } = task;
  switch (state) {
    case 'requested':
    case 'accepted':
    case 'triggered':
    case 'stopped':
      return [cardDetails[state]];
    case 'refused':
      return isRefusedByEm(task) ? [cardDetails.refused] : [];
    case 'running': {
      const parts: string[] = [];
      if (run?.progress !== null && run?.progress !== undefined)
        parts.push(cardDetails.percent(Math.round(run.progress)));
      if (run && run.machinesTotal !== null && run.machinesDone !== null)
        parts.push(cardDetails.done(run.machinesDone, run.machinesTotal));
      return parts;
    }
    case 'succeeded':
    case 'warning':
      return [...machineDetails(task), took(task)];
    case 'failed':
      return [[...new Set(run?.reasons.map((reason) => reason.machine))].map(isolated).join(', ') || took(task)];
    case 'unseen':
    case 'unconfirmed':
      return [];
  }
}

function causeOf({ cause }: Task): string | null {
  if (!cause) return null;
  const about = cause.outcome && causeWords.outcome[cause.outcome];
  return [words.board.causeIs(cause.title), about].filter(Boolean).join(' · ');
}

function steps(state: RetryState): CardWords['steps'] {
  if (!isOpen(state)) return null;
  const at = path.indexOf(state === 'unseen' ? 'triggered' : state);
  return path.map((step, place) => ({ text: words.states[step].step, now: place === at, done: place < at }));
}

/** Everything a card shows about a retry, in the words of the product. */
export function cardWords(task: Task): CardWords {
  const { state } = task;
  const over = state === 'failed' || state === 'warning';
  return {
    mark: markOfRetry[state],
    title: words.states[state].title,
    details: details(task),
    note: taskNote(task),
    quote: state === 'triggered' || state === 'unseen' || state === 'refused' ? (task.em?.message ?? null) : null,
    cause: causeOf(task),
    reasons: over ? (task.run?.reasons ?? []) : [],
    progress: state === 'running' ? (task.run?.progress ?? null) : null,
    steps: steps(state),
  };
}
