import { type AuditEntry, apiPaths, auditList, auditListQuery } from '@retry-desk/contract';
import { type CsvColumn, csvAnswer, csvForm, tableTypes } from '#csv.ts';
import { defineRoute, type Route } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { auditPages, readAudit } from './read-audit.ts';

const columns: readonly CsvColumn<AuditEntry>[] = [
  { name: 'at', cell: ({ at }) => at },
  { name: 'kind', cell: ({ kind }) => kind },
  { name: 'user', cell: ({ user }) => user },
  { name: 'address', cell: ({ address }) => address },
  { name: 'subject', cell: ({ subject }) => subject },
  { name: 'detail', cell: ({ detail }) => detail },
  { name: 'id', cell: ({ id }) => id },
  { name: 'person', cell: ({ person }) => person ?? null },
];

/** The row of the audit log. */
export function auditRoutes(store: Store, clock: { now(): number }): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: apiPaths.audit,
    access: ['operator'],
    summary:
      'The audit log, newest first; all of it as CSV for text/csv, as a file for spreadsheets for text/tab-separated-values.',
    files: tableTypes,
    query: auditListQuery,
    output: auditList,
    async handler({ query, header }) {
      const form = csvForm(header('accept'));
      if (form === null) return { status: 200, body: await readAudit(store, query) };
      return csvAnswer(
        form,
        { name: 'audit', now: clock.now(), exports: store.exports },
        columns,
        auditPages(store, query),
      );
    },
  });
  return [list];
}
