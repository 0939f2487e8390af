import type { JobRow, JournalHealth, Role } from '@retry-desk/contract';
import { dayClock, type Zone } from './time.ts';
import { words } from './words.ts';

/** `anyway`: it may be done, and the reason against it. */
export type Can = { ok: true; anyway?: string } | { ok: false; kind: Cannot; reason: string };
type Cannot =
  | 'viewer'
  | 'journal'
  | 'em'
  | 'stop-requested'
  | 'running'
  | 'open-retry'
  | 'not-failed'
  | 'unknown'
  | 'never'
  | 'too-early'
  | 'too-late'
  | 'over';

/**
 * The requester and the time (ms, server's clock), whether it could be written down, and whether Enterprise Manager would answer;
 * `zone` is for the times in the reason.
 */
export type Actor = { role: Role; journal: JournalHealth['state']; em: 'ok' | 'away'; now: number; zone: Zone };

type Retriable = Pick<JobRow, 'state' | 'openRetry' | 'autoRetryAt'>;

export function no(kind: Cannot, reason: string): Can {
  return { ok: false, kind, reason };
}

/** An action that cannot be written down is not done. */
export function written({ journal }: Pick<Actor, 'journal'>): Can {
  return journal === 'ok' ? { ok: true } : no('journal', words.can.journal);
}

/** An action that needs Enterprise Manager as well; while it is away the server would only refuse. */
export function askable(actor: Pick<Actor, 'journal' | 'em'>): Can {
  return actor.em === 'ok' ? written(actor) : no('em', words.can.em);
}

/** Whether Veeam is going to try a failed job again by itself. */
export function waitsForVeeam({ autoRetryAt }: Pick<JobRow, 'autoRetryAt'>, now: number): boolean {
  return autoRetryAt !== null && Date.parse(autoRetryAt) > now;
}

function retry(job: Retriable, actor: Actor): Can {
  const can = words.can;
  const at = (moment: string) => dayClock(Date.parse(moment), actor.now, actor.zone);
  if (actor.role !== 'operator') return no('viewer', can.viewer);
  if (job.openRetry) return no('open-retry', can.openRetry(job.openRetry.requestedBy, at(job.openRetry.requestedAt)));
  // The reference of POST /agents/jobs/{ID}?action=retry: only a job that finished with the Failed status.
  if (job.state === 'running') return no('running', can.running);
  if (job.state === 'never') return no('never', can.never);
  if (job.state === 'unknown') return no('unknown', can.unknown);
  if (job.state !== 'failed') return no('not-failed', can.notFailed);
  const may = askable(actor);
  if (!may.ok || job.autoRetryAt === null || !waitsForVeeam(job, actor.now)) return may;
  // No page of Veeam's forbids it (help centre, job retry).
  return { ok: true, anyway: can.veeamTries(at(job.autoRetryAt)) };
}

/** Rules of what may be pressed, each with the reason a person sees where it may not. */
export const jobCan = { retry };
