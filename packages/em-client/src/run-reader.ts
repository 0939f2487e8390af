import type { Connection } from './connection.ts';
import type { RunCountFilter, RunFilter } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';
import { readList, readListPage, untilEnd } from './lists.ts';
import { countOf } from './query/count.ts';
import { allOf, anyOf, compare, moment } from './query/filter.ts';
import { readNewestFirst } from './query/read-newest-first.ts';
import type { Guid, Run } from './records.ts';
import { runOf } from './resources/run.ts';

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
    filter.createdSince === undefined ? '' : compare('CreationTime', '>=', moment(filter.createdSince)),
    filter.createdBefore === undefined ? '' : compare('CreationTime', '<', moment(filter.createdBefore)),
    filter.endedSince === undefined ? '' : compare('EndTime', '>=', moment(filter.endedSince)),
    filter.unfinished ? compare('State', '!=', 'Stopped') : '',
  );
}

/** What EM may have overlooked in our filter is done here again. */
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

function newestFirst(runs: readonly Run[], filter: RunFilter): Run[] {
  const found = runs
    .filter((run) => fits(run, filter))
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  return filter.limit === undefined ? found : found.slice(0, filter.limit);
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
  return error instanceof EmError && error.kind === 'refused' && error.status === 400;
}

const base = '/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime';

function pathOf(filter: RunFilter, withType: boolean): string {
  const text = filterText(filter, withType);
  return text === '' ? base : `${base}&filter=${encodeURIComponent(text)}`;
}

export type RunReader = {
  runs: (filter: RunFilter) => Promise<Run[]>;
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

  async function query(filter: RunFilter, withType: boolean): Promise<Run[]> {
    const reading = readNewestFirst<Run>({
      pageSize,
      limit: filter.limit ?? Number.POSITIVE_INFINITY,
      // Children of machines may be in the list; they do not use up the limit.
      counts: (run) => fits(run, filter),
      readPage: ({ before = Number.POSITIVE_INFINITY, page, size }) => {
        const createdBefore = Math.min(before, filter.createdBefore ?? Number.POSITIVE_INFINITY);
        const path = pathOf(Number.isFinite(createdBefore) ? { ...filter, createdBefore } : filter, withType);
        return readListPage(connection, { path, kind: 'BackupJobSession', toRecord: runOf, pageSize: size }, page);
      },
    });
    return newestFirst(await untilEnd(connection, base, () => reading), filter);
  }

  async function queryAsUnderstood(filter: RunFilter): Promise<Run[]> {
    if (!takesJobType) return await query(filter, false);
    try {
      return await query(filter, true);
    } catch (error) {
      if (!isNotUnderstood(error)) throw error;
      const runs = await query(filter, false);
      takesJobType = false;
      return runs;
    }
  }

  async function byAddress(jobId: Guid, filter: RunFilter): Promise<Run[]> {
    const path = `/agents/jobs/${jobId}/backupSessions?format=Entity&sortDesc=CreationTime`;
    const runs = await readList(connection, { path, kind: 'BackupJobSession', toRecord: runOf, pageSize });
    return newestFirst(runs, filter);
  }

  async function runs(filter: RunFilter): Promise<Run[]> {
    const { jobId } = filter;
    if (jobId === undefined) return await queryAsUnderstood(filter);
    if (takesJobUid === false) return await byAddress(jobId, filter);
    try {
      const found = await queryAsUnderstood(filter);
      if (found.length > 0) takesJobUid = true;
      if (takesJobUid) return found;
    } catch (error) {
      if (!isNotUnderstood(error)) throw error;
    }
    const theirs = await byAddress(jobId, filter);
    if (theirs.length > 0) takesJobUid = false;
    return theirs;
  }

  async function count(filter: RunCountFilter): Promise<number | null> {
    // Without JobType the children of machines would be counted too.
    if (!takesJobType) return null;
    const request = { path: pathOf(filter, true), kind: 'BackupJobSession', toRecord: runOf, pageSize: 1 };
    try {
      return countOf(await readListPage(connection, request, 1), (run) => fits(run, filter));
    } catch (error) {
      if (isNotUnderstood(error)) return null;
      throw error;
    }
  }

  return {
    runs: (filter) => runs(inWholeMs(filter)),
    count: (filter) => count(inWholeMs(filter)),
  };
}
