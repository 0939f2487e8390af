import type { Connection } from './connection.ts';
import type { RunFilter } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';
import { readList, readListPage, untilEnd } from './lists.ts';
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

function isNotUnderstood(error: unknown): boolean {
  return error instanceof EmError && error.kind === 'refused' && error.status === 400;
}

/**
 * Reads runs of jobs, newest first. One reader per client: it remembers what this server takes in a filter. A server
 * that refuses JobType is asked without it; one that finds nothing by JobUid is asked by the address of the job.
 */
export function createRunReader(connection: Connection, pageSize: number): (filter: RunFilter) => Promise<Run[]> {
  let takesJobType = true;
  let takesJobUid: boolean | null = null;

  async function query(filter: RunFilter, withType: boolean): Promise<Run[]> {
    const base = '/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime';
    const reading = readNewestFirst<Run>({
      pageSize,
      limit: filter.limit ?? Number.POSITIVE_INFINITY,
      // Children of machines may be in the list; they do not use up the limit.
      counts: (run) => fits(run, filter),
      readPage: ({ before = Number.POSITIVE_INFINITY, page, size }) => {
        const createdBefore = Math.min(before, filter.createdBefore ?? Number.POSITIVE_INFINITY);
        const text = filterText(Number.isFinite(createdBefore) ? { ...filter, createdBefore } : filter, withType);
        const path = text === '' ? base : `${base}&filter=${encodeURIComponent(text)}`;
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

  return async (filter) => {
    const { jobId } = filter;
    if (jobId === undefined) return await queryAsUnderstood(filter);
    if (takesJobUid === false) return await byAddress(jobId, filter);
    try {
      const runs = await queryAsUnderstood(filter);
      if (runs.length > 0) takesJobUid = true;
      if (takesJobUid) return runs;
    } catch (error) {
      if (!isNotUnderstood(error)) throw error;
    }
    const runs = await byAddress(jobId, filter);
    if (runs.length > 0) takesJobUid = false;
    return runs;
  };
}
