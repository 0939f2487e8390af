import { auditList } from '@retry-desk/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getTable } from '#api/get-file.ts';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import type { AuditSearch } from '#lib/search-params.ts';

/** One page of the audit log, newest first. */
export function auditQuery(search: AuditSearch) {
  return queryOptions({
    queryKey: ['audit', search],
    queryFn: ({ signal }) => getJson(auditList, api.audit(search), signal),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

/** Every line that fits, for a spreadsheet. */
export function auditCsv({ cursor: _, ...search }: AuditSearch): Promise<Blob> {
  return getTable(api.audit(search));
}
