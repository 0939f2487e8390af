import type { ErrorCode, Session, Task } from '@retry-desk/contract';
import { ApiError, isRefusal } from './api-error.ts';

/** The known outcome of one requested retry: its task, or an error; `isKnown`: whether that is a refusal. */
export type RetryAnswer = { jobId: string } & ({ task: Task } | { error: unknown; isKnown: boolean });

/** The requester of retries, by their session: two people may have one name. */
export type Requester = Pick<Session, 'user' | 'personId'>;

/** Some retries requested with one call. */
export type RetryCall = {
  jobIds: readonly string[];
  requester: Requester;
  /** Sends it, each time with this key: an answer for each job. Throws where there is no answer or the whole call is refused. */
  send(key: string): Promise<RetryAnswer[]>;
  /** The tasks of this person that were requested since then (ms, server's clock). */
  tasksSince(at: number): Promise<readonly Task[]>;
};

/** Time as it passes for the browser; played in tests. */
export type Passing = { now(): number; pause(ms: number): Promise<void> };

/** The server answers a known key without doing anything twice: a slow answer is waited for with the same key. */
const sendingMs = 180_000;
/** For so long after the last call the tasks are still polled: what was carried out late shows there. */
const searchingMs = 60_000;
const betweenMs = 2_000;

/** Refused by the rules of retries; other refusals of a repeated call leave open what became of the first. */
const judged: ReadonlySet<ErrorCode | null> = new Set<ErrorCode>([
  'not-found',
  'job-not-failed',
  'retry-open',
  'run-changed',
  'veeam-will-retry',
  'retry-limit',
  'em-unreachable',
  'em-refused',
]);

/**
 * Requests retries and reports what is known of each as soon as it is known. What is not answered is shown as not known, and
 * resolved by the same call with the same key and by reading the tasks. Resolves with whether all is known.
 */
export async function requestUntilKnown(
  call: RetryCall,
  report: (answers: RetryAnswer[]) => void,
  time: Passing,
): Promise<boolean> {
  const key = crypto.randomUUID();
  const since = time.now();
  const open = new Set(call.jobIds);
  function note(answers: RetryAnswer[]): void {
    for (const answer of answers) if ('task' in answer || answer.isKnown) open.delete(answer.jobId);
    if (answers.length > 0) report(answers);
  }
  for (let sent = 1; open.size > 0; sent += 1) {
    const { answers, mayRepeat } = await sendOnce(call, key, since, sent > 1);
    note(answers.filter(({ jobId }) => open.has(jobId)));
    if (open.size > 0) note(await foundTasks(call, open, since));
    if (!mayRepeat || time.now() - since > sendingMs) break;
    if (open.size > 0) await time.pause(betweenMs);
  }
  const lastSent = time.now();
  while (open.size > 0 && time.now() - lastSent < searchingMs) {
    await time.pause(betweenMs);
    note(await foundTasks(call, open, since));
  }
  return open.size === 0;
}

type Sent = { answers: RetryAnswer[]; mayRepeat: boolean };

/** By name only where nobody has written down who it was. */
export function isRequestedBy(
  { user, personId }: Requester,
  { requestedBy, requestedById }: Pick<Task, 'requestedBy' | 'requestedById'>,
): boolean {
  return personId === undefined || requestedById === undefined ? requestedBy === user : requestedById === personId;
}

async function sendOnce(call: RetryCall, key: string, since: number, isRepeat: boolean): Promise<Sent> {
  const isOurs = (task: Task) =>
    isRequestedBy(call.requester, task) && Date.parse(task.requestedAt) >= since - clockLeewayMs;
  try {
    const answers = (await call.send(key)).map((answer): RetryAnswer => {
      if ('task' in answer) return answer;
      const { jobId, error } = answer;
      const open = error instanceof ApiError ? error.problem?.task : undefined;
      // The first call has come to it at another process: the task that is in the way is the one that was requested.
      if (isRepeat && open && isOurs(open)) return { jobId, task: open };
      return { jobId, error, isKnown: isFinalRefusal(error, isRepeat) };
    });
    const left = call.jobIds.filter((jobId) => !answers.some((answer) => answer.jobId === jobId));
    const error = new ApiError({ kind: 'unreadable', status: 202 });
    return { answers: [...answers, ...left.map((jobId) => ({ jobId, error, isKnown: false }))], mayRepeat: false };
  } catch (error) {
    const isKnown = isFinalRefusal(error, isRepeat);
    const answers = call.jobIds.map((jobId): RetryAnswer => ({ jobId, error, isKnown }));
    const failure = error instanceof ApiError ? error.failure : null;
    const mayRepeat = failure?.kind === 'network' && (failure.timedOut || !isRepeat);
    return { answers, mayRepeat };
  }
}

function isFinalRefusal(error: unknown, isRepeat: boolean): boolean {
  if (!isRepeat) return isRefusal(error);
  return error instanceof ApiError && judged.has(error.code);
}

/** The `Date` of an answer gives the server's clock to a second. */
const clockLeewayMs = 2_000;

async function foundTasks(call: RetryCall, open: ReadonlySet<string>, since: number): Promise<RetryAnswer[]> {
  const tasks = await call.tasksSince(since - clockLeewayMs).catch(() => []);
  return tasks
    .filter((task) => open.has(task.jobId) && isRequestedBy(call.requester, task))
    .map((task) => ({ jobId: task.jobId, task }));
}
