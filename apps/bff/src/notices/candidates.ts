import type { JobRow, RowCause } from '@retry-desk/contract';
import type { Instant } from '@retry-desk/em-client';
import type { Steps } from '#in-chunks.ts';
import type { Candidate, JobTrouble, Shared } from './groups.ts';

/** A failure is announced when it is this old: what repairs itself at once needs nobody. */
const FAILED_FOR_MS = 5 * 60_000;
/** So long the cause of a failure may take to be read. */
const CAUSE_WITHIN_MS = 15 * 60_000;

/** The jobs that need somebody for good, from the rows of the board. `isAttemptDue`: Veeam's own next attempt is to come. */
export function* candidatesOf(
  rows: readonly JobRow[],
  isAttemptDue: (jobId: string) => boolean,
  now: Instant,
): Steps<Candidate[]> {
  const found: Candidate[] = [];
  for (const row of rows) {
    if (row.hung !== undefined) found.push(candidateOf(row, 'hung', row.run?.id ?? null, Date.parse(row.hung.since)));
    if (row.overdue !== undefined) {
      const { expectedAt } = row.overdue;
      found.push(candidateOf(row, 'overdue', null, expectedAt === null ? now : Date.parse(expectedAt)));
    }
    const failed = failureOf(row, now);
    if (failed !== null && !isAttemptDue(row.id)) found.push(failed);
    yield;
  }
  return found;
}

/** Its failure, where it is final: no retry of anybody is open, and it is old enough. */
function failureOf(row: JobRow, now: Instant): Candidate | null {
  const { state, run, openRetry, autoRetryAt, cause = null } = row;
  if (state !== 'failed' || run === null || run.endedAt === null || openRetry !== null || autoRetryAt !== null)
    return null;
  const endedAt = Date.parse(run.endedAt);
  // A clock that was set back: a run cannot have ended later than now.
  const age = Math.abs(now - endedAt);
  if (age < FAILED_FOR_MS || (cause === null && age < CAUSE_WITHIN_MS)) return null;
  return candidateOf(row, 'failed', run.id, endedAt);
}

function candidateOf(
  { id, name, backupServer: server, cause }: JobRow,
  trouble: JobTrouble,
  runId: string | null,
  since: Instant,
): Candidate {
  const place = server?.toLowerCase() ?? 'no-server';
  // Without a known cause it has nothing in common with any other.
  const key = trouble === 'failed' ? `failed:${cause?.key ?? `no-reason-${id}`}:${place}` : `${trouble}:${place}`;
  const shared = { cause: trouble === 'failed' && cause ? sharedOf(cause) : null, server };
  return { trouble, key, shared, jobId: id, name, runId, since };
}

function sharedOf({ key, title, family }: RowCause): Shared['cause'] {
  return { key, title, family };
}
