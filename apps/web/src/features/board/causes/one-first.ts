import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import { readStored, writeStored } from '#lib/stored.ts';

/** The retry of one job of a cause before the others, as this tab of the browser remembers it: no name is stored there. */
export type FirstTry = { taskId: string; jobId: string; requestedAt: string };

/** First tries by the key of their cause. */
type FirstTries = ReadonlyMap<string, FirstTry>;

const key = 'retry-desk.one-first';
/** A try of yesterday shows nothing about failures of today. */
const shownForMs = 12 * 3_600_000;

function isFirstTry(value: unknown): value is FirstTry {
  const members = ['taskId', 'jobId', 'requestedAt'];
  return (
    typeof value === 'object' && value !== null && members.every((name) => typeof Reflect.get(value, name) === 'string')
  );
}

function read(): FirstTries {
  try {
    const stored: unknown = JSON.parse(readStored(key, 'sessionStorage') ?? '{}');
    if (typeof stored !== 'object' || stored === null) return new Map();
    return new Map(Object.entries(stored).filter((entry): entry is [string, FirstTry] => isFirstTry(entry[1])));
  } catch {
    // The stored value is not ours.
    return new Map();
  }
}

let tries: FirstTries | null = null;
const listeners = new Set<() => void>();

/** Those this tab remembers, also after the page was left or reloaded. */
export function firstTries(): FirstTries {
  tries ??= read();
  return tries;
}

export function onFirstTries(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Remembers which retry was the first of a cause; a newer one takes its place. */
export function rememberFirst(causeKey: string, { taskId, jobId, requestedAt }: Task): void {
  tries = new Map(firstTries()).set(causeKey, { taskId, jobId, requestedAt });
  writeStored(key, JSON.stringify(Object.fromEntries(tries)), 'sessionStorage');
  for (const listener of listeners) listener();
}

/** The outcome of a first try, for the other jobs of its cause. `over`: it ended without showing what a retry does about the cause. */
export type FirstOutcome = 'open' | 'worked' | 'same-cause' | 'another-cause' | 'over';

/** The outcome that is recorded with a retry is about the widest cause its job had, and shows nothing about another one. */
export function firstOutcome({ state, cause }: Pick<Task, 'state' | 'cause'>, causeKey: string): FirstOutcome {
  if (isOpen(state)) return 'open';
  const outcome = cause?.key === causeKey ? cause.outcome : null;
  if (outcome === null) return 'over';
  return outcome === 'backed-up' ? 'worked' : outcome;
}

/** Whether a first try is still worth showing: recent, and its job has not run since. */
export function isRelevant(first: FirstTry, task: Task | undefined, jobs: readonly JobRow[], now: number): boolean {
  if (now - Date.parse(first.requestedAt) > shownForMs) return false;
  const run = jobs.find(({ id }) => id === first.jobId)?.run;
  if (!run || !task?.run || run.id === task.run.id) return true;
  return Date.parse(run.startedAt) <= Date.parse(task.run.startedAt);
}
