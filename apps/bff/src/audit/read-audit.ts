import { type AuditEntry, type AuditList, type AuditListQuery, auditKind } from '@retry-desk/contract';
import type { Expression, SqlBool } from 'kysely';
import { iso } from '#iso.ts';
import type { AuditRow } from '#store/audit-tables.ts';
import { containsText } from '#store/contains-text.ts';
import { inSlices } from '#store/in-slices.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';

const PAGE = 100;
/** Of an export: some milliseconds of everybody's time. */
const SLICE = 500;

function present(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: iso(row.at),
    kind: auditKind.parse(row.kind),
    user: row.user_name,
    person: row.person,
    address: row.address,
    subject: row.subject,
    detail: row.detail,
  };
}

async function read({ db }: Pick<Store, 'db'>, query: AuditListQuery, limit: number): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_log')
    .selectAll()
    .where((where) => {
      const all: Expression<SqlBool>[] = [];
      if (query.kind !== undefined) all.push(where('kind', '=', query.kind));
      if (query.by) all.push(containsText('user_name', query.by));
      if (query.since !== undefined) all.push(where('at', '>=', Date.parse(query.since)));
      if (query.cursor !== undefined) all.push(where('id', '<', query.cursor.toLowerCase()));
      return where.and(all);
    })
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(present);
}

/** A page of the audit log, newest first; `nextCursor` is the id to go on after. @throws Refusal `store-unavailable` */
export async function readAudit(store: Pick<Store, 'db'>, query: AuditListQuery, size = PAGE): Promise<AuditList> {
  const found = await storeCall(() => read(store, query, size + 1));
  const entries = found.slice(0, size);
  return { entries, nextCursor: found.length > size ? (entries.at(-1)?.id ?? null) : null };
}

/** Every line that fits, newest first, a page at a time. @throws Refusal `store-unavailable` */
export function auditPages(store: Pick<Store, 'db'>, query: AuditListQuery): AsyncGenerator<AuditEntry[]> {
  return inSlices(query.cursor, async (cursor) => {
    const { entries, nextCursor } = await readAudit(store, { ...query, cursor }, SLICE);
    return { slice: entries, next: nextCursor };
  });
}
