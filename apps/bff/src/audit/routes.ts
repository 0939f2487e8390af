import { type AuditEntry, auditPage, auditQuery } from '@retry-desk/contract';
import { type CsvColumn, toCsv } from '#csv.ts';
import { defineRoute, type Route } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { readAudit, readWholeAudit } from './read-audit.ts';

/** Lines of one CSV. */
const CSV_LINES = 100_000;

const columns: readonly CsvColumn<AuditEntry>[] = [
  { name: 'at', cell: ({ at }) => at },
  { name: 'kind', cell: ({ kind }) => kind },
  { name: 'user', cell: ({ user }) => user },
  { name: 'address', cell: ({ address }) => address },
  { name: 'subject', cell: ({ subject }) => subject },
  { name: 'detail', cell: ({ detail }) => detail },
  { name: 'id', cell: ({ id }) => id },
];

/** The row of the audit log. */
export function auditRoutes(store: Store): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/api/audit',
    access: ['operator'],
    summary: 'Who did what, newest first; as CSV where text/csv is accepted.',
    query: auditQuery,
    output: auditPage,
    async handler({ query, header }) {
      if (!header('accept')?.includes('text/csv')) return { status: 200, body: await readAudit(store, query) };
      return {
        status: 200,
        headers: { 'content-disposition': 'attachment; filename="audit.csv"' },
        contentType: 'text/csv; charset=utf-8',
        body: toCsv(columns, await readWholeAudit(store, query, CSV_LINES)),
      };
    },
  });
  return [list];
}
