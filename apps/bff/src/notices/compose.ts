import {
  type JobRow,
  type ListedCause,
  mostNoticeJobs,
  type Notice,
  type NoticeJob,
  pagePaths,
  pathTo,
} from '@retry-desk/contract';
import { withoutAccounts } from '@retry-desk/failure-causes';
import { iso } from '#iso.ts';
import { ourAddress } from '#our-address.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import { bareNotice } from './bare-notice.ts';
import { type Announcement, type EndedMember, type Member, moreCausesKey } from './groups.ts';
import { type Words, wordsOfEm, wordsOfJobs, wordsOfMoreCauses, wordsOfRetry } from './subjects.ts';

/** The jobs and causes of this moment, for the words of notices. */
export type NoticeFacts = {
  row(jobId: string): JobRow | undefined;
  cause(key: string): ListedCause | undefined;
  /** The fault of the link to Enterprise Manager; null where there is none. */
  emMessage: string | null;
};

/** The notice of an announcement. `site`: where people reach the desk. */
export function composeNotice(announcement: Announcement, known: NoticeFacts, site: URL, at: number): Notice {
  const { key, event, status, number, since, shared, members, ended } = announcement;
  const url = ourAddress(pagePaths.board, site).href;
  const bare = (words: Words): Notice => ({ ...bareNotice({ key, event, url, ...words }, since, at), status, number });
  if (event === 'unreachable' || event === 'silent')
    return bare(wordsOfEm(announcement, known.emMessage && withoutAccounts(known.emMessage)));
  const found = shared.cause === null ? undefined : known.cause(shared.cause.key);
  const rows = members.flatMap(({ jobId }) => known.row(jobId) ?? []);
  return {
    ...bare(wordsOf(announcement, event)),
    cause: shared.cause,
    advice: status === 'firing' ? (found?.advice ?? null) : null,
    known: found?.known ? { fix: found.known.fix, link: found.known.link } : null,
    server: shared.server,
    jobs: jobsOf(announcement, known, site),
    jobsInAll: status === 'firing' ? members.length : ended.length,
    machinesInAll: rows.reduce((sum, { run }) => sum + (run?.machinesFailed ?? 0), 0),
    url: event === 'failed' ? `${url}?by=cause` : url,
  };
}

function wordsOf(announcement: Announcement, event: 'failed' | 'overdue' | 'hung'): Words {
  if (announcement.key === moreCausesKey) return wordsOfMoreCauses(announcement);
  const { cause, server } = announcement.shared;
  const place = server ?? 'a backup server without a name';
  const what = event === 'failed' ? (cause?.title ?? 'no reason has been read') : place;
  return wordsOfJobs(event, announcement, what);
}

/** Those that need somebody, those with the most machines first; of a resolved one those that left. */
function jobsOf({ members, ended, status }: Announcement, known: NoticeFacts, site: URL): NoticeJob[] {
  const all: readonly (Member | EndedMember)[] = status === 'firing' ? members : ended;
  const places = all.map((member) => ({ member, failed: known.row(member.jobId)?.run?.machinesFailed ?? 0 }));
  return firstOf(places, (a, b) => b.failed - a.failed || (a.member.name < b.member.name ? -1 : 1)).map(({ member }) =>
    jobOf(member, known.row(member.jobId), site),
  );
}

/** The first ones in this order. There may be thousands: they are not sorted for the sake of twenty. */
function firstOf<T>(all: readonly T[], compare: (a: T, b: T) => number): T[] {
  const first: T[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length === mostNoticeJobs && last !== undefined && compare(one, last) >= 0) continue;
    const after = first.findIndex((each) => compare(one, each) < 0);
    first.splice(after === -1 ? first.length : after, 0, one);
    first.splice(mostNoticeJobs);
  }
  return first;
}

function jobOf(member: Member | EndedMember, row: JobRow | undefined, site: URL): NoticeJob {
  const { jobId, name, runId, since } = member;
  const end = 'end' in member ? member.end : null;
  // The row of a job that left shows something else by now.
  const reasons = end === null ? (row?.reasons ?? []) : [];
  const machines = [...new Set(reasons.map(({ machine }) => machine))].filter((machine) => machine !== '');
  return {
    id: jobId,
    name,
    machines: machines.slice(0, mostNoticeJobs),
    machinesInAll: Math.max(machines.length, end === null ? (row?.run?.machinesFailed ?? 0) : 0),
    reason: reasons[0] === undefined ? null : withoutAccounts(reasons[0].text),
    runId,
    since: iso(since),
    end: end && { ...end, at: iso(end.at) },
    url: ourAddress(pathTo(pagePaths.job, jobId), site).href,
  };
}

/** The notice that a retry has ended. It opens nothing that something else would close. */
export function composeRetryNotice(row: RetryRow, site: URL, at: number): Notice {
  const { id, job_id, job_name, state, requested_by, requested_at, note } = row;
  const url = ourAddress(pathTo(pagePaths.task, id), site).href;
  const words = wordsOfRetry(job_name, state, requested_by);
  return {
    ...bareNotice({ key: `retry:${id}`, event: 'retry-ended', url, ...words }, requested_at, at),
    jobs: [
      {
        ...{ id: job_id, name: job_name, machines: [], machinesInAll: 0, reason: null, runId: row.run_id },
        ...{ since: iso(requested_at), end: null, url: ourAddress(pathTo(pagePaths.job, job_id), site).href },
      },
    ],
    jobsInAll: 1,
    retry: { taskId: id, state, requestedBy: requested_by, requestedAt: iso(requested_at), note },
  };
}
