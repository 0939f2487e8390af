import { isOpen, type JobDetail, jobDetail } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import { type RawFormat, readRawJob } from './raw-text.ts';

/** Milliseconds between two reads of a job: often while something moves, seldom otherwise. */
export function readEvery(detail: JobDetail | undefined): number {
  if (!detail) return 10_000;
  const moves = detail.job.openRetry !== null || detail.retries.some(({ state }) => isOpen(state));
  return moves ? 2000 : detail.job.state === 'running' ? 5000 : 10_000;
}

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) => getJson(jobDetail, api.job(id), signal),
    refetchInterval: ({ state }) => readEvery(state.data),
  });
}

/** Enterprise Manager's own view of a job: read when somebody requests it, and again when they ask again. */
export function rawJobQuery(id: string, format: RawFormat) {
  return queryOptions({
    queryKey: ['raw-job', id, format],
    queryFn: ({ signal }) => readRawJob(id, format, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}
