import type { UseQueryResult } from '@tanstack/react-query';
import { explain } from './explain.ts';

/** How the data of a page is, for the notice above it. */
export function noticesOf({ data, error, isFetching, refetch, dataUpdatedAt }: UseQueryResult) {
  return {
    isRead: data !== undefined,
    readAt: dataUpdatedAt,
    problem: error && explain(error).text,
    isFetching,
    onAgain: () => void refetch(),
  };
}
