import type { Connection } from './connection.ts';
import type { OnUnreadable, RunCountFilter, RunFilter } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';
import { readList, readListPage, untilEnd } from './lists.ts';
import { countOf } from './query/count.ts';
import { allOf, anyOf, compare, filterMoment } from './query/filter.ts';
import { readNewestFirst } from './query/read-newest-first.ts';
import type { Guid, Instant, Run, UnreadableElement } from './records.ts';
import { factsOfRun, runOf } from './resources/run.ts';
import { endAsOf, newestFirst } from './run-order.ts';

function jobFilter(jobId: Guid | undefined): string {
  if (jobId === undefined) return '';
  // The same job is called by two kinds of URN; which one differs between servers.
  return anyOf(
    compare('JobUid', '==', `urn:veeam:AgentBackupJob:${jobId}`),
    compare('JobUid', '==', `urn:veeam:Job:${jobId}`),
  );
}

function filterText(filter: RunFilter, withType: boolean): string {
  return allOf(
    withType ? compare('JobType', '==', 'AgentBackup') : '',
    jobFilter(filter.jobId),
    filter.createdSince === undefined ? '' : compare('CreationTime', '>=', filterMoment(filter.createdSince)),
    filter.createdBefore === undefined ? '' : compare('CreationTime', '<', filterMoment(filter.createdBefore)),
    filter.endedSince === undefined ? '' : compare('EndTime', '>=', filterMoment(filter.endedSince)),
    filter.unfinished ? compare('State', '!=', 'Stopped') : '',
  );
}

/** EM may have overlooked parts of our filter: they are applied here again. */
function fits(run: Run, filter: RunFilter): boolean {
  return (
    run.kind === 'job' &&
    (filter.jobId === undefined || run.jobId === filter.jobId) &&
    (filter.createdSince === undefined || run.createdAt >= filter.createdSince) &&
    (filter.createdBefore === undefined || run.createdAt < filter.createdBefore) &&
    (filter.endedSince === undefined || (run.endedAt !== null && run.endedAt >= filter.endedSince)) &&
    (!filter.unfinished || run.state !== 'stopped')
  );
}

/** A run as it can be at this moment. */
export function runAsOf(run: Run, now: Instant): Run {
  const endedAt = endAsOf(run.createdAt, run.endedAt, now);
  return endedAt === run.endedAt ? run : { ...run, endedAt };
}

function inOrder(runs: readonly Run[], filter: RunFilter, now: number): Run[] {
  const found = runs.filter((run) => fits(run, filter)).map((run) => runAsOf(run, now));
  const ordered = newestFirst(found, now);
  return filter.limit === undefined ? ordered : ordered.slice(0, filter.limit);
}

/** Whether an element that cannot be read may be one of these runs, as far as it shows. */
function mayFit({ jobId }: UnreadableElement, filter: RunFilter): boolean {
  return filter.jobId === undefined || jobId === null || jobId === filter.jobId;
}

/** Whole milliseconds: EM is asked for no less, so that what we take and what it gives end at the same moment. */
function inWholeMs(filter: RunFilter): RunFilter {
  const whole = { ...filter };
  for (const name of ['createdSince', 'createdBefore', 'endedSince'] as const) {
    const moment = filter[name];
    if (moment !== undefined) whole[name] = Math.ceil(moment);
  }
  return whole;
}

function isNotUnderstood(error: unknown): boolean {
  return error instanceof EmError && error.isNotUnderstood;
}

const kindOfRuns = { kind: 'BackupJobSession', toRecord: runOf, factsOfForeign: factsOfRun };
const base = '/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime';

function pathOf(filter: RunFilter, withType: boolean): string {
  const text = filterText(filter, withType);
  return text === '' ? base : `${base}&filter=${encodeURIComponent(text)}`;
}

export type RunReader = {
  runs: (filter: RunFilter, onUnreadable?: OnUnreadable) => Promise<Run[]>;
  /** Null where this server gives no count that can be relied on. */
  count: (filter: RunCountFilter) => Promise<number | null>;
};

/**
 * Reads runs of jobs, newest first. One reader per client: it remembers what this server takes in a filter. A server
 * that refuses JobType is asked without it; one that finds nothing by JobUid is asked by the address of the job.
 */
export function createRunReader(connection: Connection, pageSize: number): RunReader {
  let takesJobType = true;
  let takesJobUid: boolean | null = null;

  async function query(filter: RunFilter, withType: boolean, onUnreadable?: OnUnreadable): Promise<Run[]> {
    const apart = onUnreadable !== undefined;
    const unread = new Map<string, UnreadableElement>();
    const reading = readNewestFirst<Run>({
      pageSize,
      limit: filter.limit ?? Number.POSITIVE_INFINITY,
      // Children of machines may be in the list; they do not use up the limit.
      counts: (run) => fits(run, filter),
      readPage: async ({ before = Number.POSITIVE_INFINITY, page, size }) => {
        const createdBefore = Math.min(before, filter.createdBefore ?? Number.POSITIVE_INFINITY);
        const path = pathOf(Number.isFinite(createdBefore) ? { ...filter, createdBefore } : filter, withType);
        const request = { path, ...kindOfRuns, pageSize: size, apart };
        const answer = await readListPage(connection, request, page);
        for (const { key, element, after } of answer.unread ?? []) {
          // The list is sorted: where its own date cannot be read, its place shows until when it began.
          const latest = after?.createdAt ?? (Number.isFinite(createdBefore) ? createdBefore - 1 : null);
          unread.set(key, { ...element, createdAt: element.createdAt ?? latest });
        }
        return answer;
      },
    });
    const runs = inOrder(await untilEnd(connection, base, () => reading), filter, connection.now());
    for (const element of unread.values()) if (mayFit(element, filter)) onUnreadable?.(element);
    return runs;
  }

  async function queryAsUnderstood(filter: RunFilter, onUnreadable?: OnUnreadable): Promise<Run[]> {
    if (!takesJobType) return await query(filter, false, onUnreadable);
    try {
      return await query(filter, true, onUnreadable);
    } catch (error) {
      if (!isNotUnderstood(error)) throw error;
      const runs = await query(filter, false, onUnreadable);
      takesJobType = false;
      return runs;
    }
  }

  async function byAddress(jobId: Guid, filter: RunFilter, onUnreadable?: OnUnreadable): Promise<Run[]> {
    const path = `/agents/jobs/${jobId}/backupSessions?format=Entity&sortDesc=CreationTime`;
    const request = { path, ...kindOfRuns, pageSize };
    return inOrder(await readList(connection, request, onUnreadable), filter, connection.now());
  }

  async function runs(filter: RunFilter, onUnreadable?: OnUnreadable): Promise<Run[]> {
    const { jobId } = filter;
    if (jobId === undefined) return await queryAsUnderstood(filter, onUnreadable);
    if (takesJobUid === false) return await byAddress(jobId, filter, onUnreadable);
    try {
      const found = await queryAsUnderstood(filter, onUnreadable);
      if (found.length > 0) takesJobUid = true;
      if (takesJobUid) return found;
    } catch (error) {
      if (!isNotUnderstood(error)) throw error;
    }
    const theirs = await byAddress(jobId, filter, onUnreadable);
    if (theirs.length > 0) takesJobUid = false;
    return theirs;
  }

  async function count(filter: RunCountFilter): Promise<number | null> {
    // Without JobType the children of machines would be counted too.
    if (!takesJobType) return null;
    const request = {
      path: pathOf(filter, true),
      ...kindOfRuns,
      pageSize: 1,
      counting: true,
    };
    try {
      return countOf(await readListPage(connection, request, 1), (run) => fits(run, filter));
    } catch (error) {
      if (isNotUnderstood(error)) return null;
      throw error;
    }
  }

  return {
    runs: (filter, onUnreadable) => runs(inWholeMs(filter), onUnreadable),
    count: (filter) => count(inWholeMs(filter)),
  };
}
