import { type AuditKind, auditKind } from '@retry-desk/contract';
import type { AuditSearch } from '#lib/search-params.ts';
import { isSinceSpan, type SinceSpan, spanStart } from '#lib/spans.ts';

/** Which lines are listed; lives in the address. */
export type AuditFilter = { kind: AuditKind | ''; by: string; since: SinceSpan | ''; cursor: string };

/** Reads the address; unknown values count as absent. */
export function readAuditFilter(search: URLSearchParams): AuditFilter {
  const kind = auditKind.safeParse(search.get('kind'));
  const since = search.get('since');
  return {
    kind: kind.success ? kind.data : '',
    by: (search.get('by') ?? '').slice(0, 200),
    since: isSinceSpan(since) ? since : '',
    cursor: search.get('cursor') ?? '',
  };
}

/** The request to the server; a span becomes a moment. */
export function auditRequest({ kind, by, since, cursor }: AuditFilter, now: number): AuditSearch {
  return {
    ...(kind && { kind }),
    ...(by && { by }),
    ...(since !== '' && { since: spanStart(since, now) }),
    ...(cursor && { cursor }),
  };
}

/** Whether anything narrows the list. */
export function isAuditFiltered({ kind, by, since }: AuditFilter): boolean {
  return kind !== '' || by !== '' || since !== '';
}
