import { isOpen, jobDetail, task, taskList } from '@retry-desk/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getTable } from '#api/get-file.ts';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import type { TaskSearch } from '#lib/search-params.ts';

const fast = 2_000;
const slow = 10_000;

/** One page of tasks, newest first; follows what is open. */
export function tasksQuery(search: TaskSearch) {
  return queryOptions({
    queryKey: ['tasks', search],
    queryFn: ({ signal }) => getJson(taskList, api.tasks(search), signal),
    refetchInterval: ({ state }) => (state.data?.tasks.some((one) => isOpen(one.state)) ? fast : slow),
    placeholderData: keepPreviousData,
  });
}

/** Every task that the filters let through, for a spreadsheet. */
export function taskCsv({ cursor: _, ...search }: TaskSearch): Promise<Blob> {
  return getTable(api.tasks(search));
}

/** One task; no longer polled when it is over. */
export function taskQuery(id: string) {
  return queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => getJson(task, api.task(id), signal),
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data.state) ? false : fast),
  });
}

/** The job of a task, with the causes that it fails for now. One that is not found is not requested again. */
export function jobOfTaskQuery(id: string) {
  return queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) => getJson(jobDetail, api.job(id), signal),
    refetchInterval: ({ state }) => (state.data ? slow : false),
  });
}
