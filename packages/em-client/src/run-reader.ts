import type { Connection } from './connection.ts';
import type { RunFilter } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';
import { readListPage, untilEnd } from './lists.ts';
import { allOf, anyOf, compare, moment } from './query/filter.ts';
import type { Page } from './query/paging.ts';
import { readNewestFirst } from './query/read-newest-first.ts';
import type { Guid, Instant, Run } from './records.ts';
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

/** Reads runs of jobs, newest first. One reader per client: it remembers whether this server takes JobType in a filter. */
export function createRunReader(connection: Connection, pageSize: number): (filter: RunFilter) => Promise<Run[]> {
  let serverKnowsType = true;

  async function read(filter: RunFilter, withType: boolean): Promise<Run[]> {
    // With children of machines in the list a limit would cut off runs of jobs.
    const limit = (withType ? filter.limit : undefined) ?? Number.POSITIVE_INFINITY;
    const base = '/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime';

    function readPage(before: Instant | undefined, page: number): Promise<Page<Run>> {
      const createdBefore = Math.min(
        before ?? Number.POSITIVE_INFINITY,
        filter.createdBefore ?? Number.POSITIVE_INFINITY,
      );
      const text = filterText(Number.isFinite(createdBefore) ? { ...filter, createdBefore } : filter, withType);
      const path = text === '' ? base : `${base}&filter=${encodeURIComponent(text)}`;
      const size = Math.min(pageSize, limit);
      return readListPage(connection, { path, kind: 'BackupJobSession', toRecord: runOf, pageSize: size }, page);
    }

    const runs = await untilEnd(connection, base, () => readNewestFirst(readPage, limit));
    const found = runs
      .filter((run) => fits(run, filter))
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return filter.limit === undefined ? found : found.slice(0, filter.limit);
  }

  return async (filter) => {
    if (!serverKnowsType) return await read(filter, false);
    try {
      return await read(filter, true);
    } catch (error) {
      if (!(error instanceof EmError && error.status === 400)) throw error;
      const runs = await read(filter, false);
      serverKnowsType = false;
      return runs;
    }
  };
}
