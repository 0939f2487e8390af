import { isOpen, type JobRow, type JournalHealth, type Role, type Task } from '@retry-desk/contract';
import { dayClock, type Zone } from './time.ts';
import { words } from './words.ts';

/** `anyway`: it may be done, and what speaks for not doing it. */
export type Can = { ok: true; anyway?: string } | { ok: false; kind: Cannot; reason: string };
type Cannot =
  | 'viewer'
  | 'journal'
  | 'em'
  | 'stop-asked'
  | 'running'
  | 'open-retry'
  | 'not-failed'
  | 'unknown'
  | 'never'
  | 'too-early'
  | 'too-late'
  | 'over';

/**
 * Who asks and when (ms, server's clock), whether it could be written down, and whether Enterprise Manager would answer;
 * `zone` is for the times in the reason.
 */
export type Asker = { role: Role; journal: JournalHealth['state']; em: 'ok' | 'away'; now: number; zone: Zone };
type Person = Pick<Asker, 'role' | 'journal' | 'em'>;

type Retriable = Pick<JobRow, 'state' | 'openRetry' | 'autoRetryAt'>;

function no(kind: Cannot, reason: string): Can {
  return { ok: false, kind, reason };
}

/** What cannot be written down is not done. */
function written({ journal }: Pick<Asker, 'journal'>): Can {
  return journal === 'ok' ? { ok: true } : no('journal', words.can.journal);
}

/** What Enterprise Manager is asked for as well; while it is away the server would only say no. */
function asked(asker: Pick<Asker, 'journal' | 'em'>): Can {
  return asker.em === 'ok' ? written(asker) : no('em', words.can.em);
}

/** Whether Veeam is going to try a failed job again by itself. */
export function waitsForVeeam({ autoRetryAt }: Pick<JobRow, 'autoRetryAt'>, now: number): boolean {
  return autoRetryAt !== null && Date.parse(autoRetryAt) > now;
}

function retry(job: Retriable, asker: Asker): Can {
  const { can } = words;
  const at = (moment: string) => dayClock(Date.parse(moment), asker.now, asker.zone);
  if (asker.role !== 'operator') return no('viewer', can.viewer);
  if (job.openRetry) return no('open-retry', can.openRetry(job.openRetry.requestedBy, at(job.openRetry.requestedAt)));
  // The reference of POST /agents/jobs/{ID}?action=retry: only a job that finished with the Failed status.
  if (job.state === 'running') return no('running', can.running);
  if (job.state === 'never') return no('never', can.never);
  if (job.state === 'unknown') return no('unknown', can.unknown);
  if (job.state !== 'failed') return no('not-failed', can.notFailed);
  const may = asked(asker);
  if (!may.ok || job.autoRetryAt === null || !waitsForVeeam(job, asker.now)) return may;
  // No page of Veeam's forbids it (help centre, job retry).
  return { ok: true, anyway: can.veeamTries(at(job.autoRetryAt)) };
}

function end(task: Pick<Task, 'state'>, asker: Person): Can {
  const { can } = words;
  if (!isOpen(task.state)) return no('over', can.endOver);
  if (asker.role !== 'operator') return no('viewer', can.endViewer);
  if (task.state === 'requested') return no('too-early', can.endTooEarly);
  if (task.state !== 'accepted') return no('too-late', can.endTooLate);
  return asked(asker);
}

/** Whatever becomes of a retry, letting its job go is for people to decide. */
function release(task: Pick<Task, 'state'>, asker: Person): Can {
  const { can } = words;
  if (!isOpen(task.state)) return no('over', can.endOver);
  return asker.role === 'operator' ? written(asker) : no('viewer', can.releaseViewer);
}

function stop(task: Pick<Task, 'state' | 'stopRequestedBy'>, asker: Person): Can {
  const { can } = words;
  if (!isOpen(task.state)) return no('over', can.endOver);
  if (asker.role !== 'operator') return no('viewer', can.stopViewer);
  if (task.stopRequestedBy) return no('stop-asked', can.stopAsked(task.stopRequestedBy));
  return asked(asker);
}

/** Rules of what may be pressed, each with the reason a person is told where it may not. */
export const jobCan = { retry };
export const taskCan = { end, release, stop };
