import { auditContent, changedColumns, digestOf } from './chain.ts';
import type { JournalStore } from './open-store.ts';

const AT_ONCE = 500;

export type AuditCheck = { lines: number; faults: string[] };

/** Compares every line of the audit with its entry in the chain, each pair read at one moment: lines come meanwhile. */
export async function checkAuditLines({ db }: Pick<JournalStore, 'db'>): Promise<AuditCheck> {
  const check: AuditCheck = { lines: 0, faults: [] };
  for (let after = 0; ; ) {
    const batch = await db
      .selectFrom('chain_entries as entry')
      .leftJoin('audit_log as line', 'line.id', 'entry.subject')
      .select(['entry.seq', 'entry.subject as entryOf', 'entry.at as writtenAt', 'entry.digest', 'entry.parts'])
      .select([
        'line.id',
        'line.at',
        'line.kind',
        'line.user_name',
        'line.person',
        'line.address',
        'line.subject',
        'line.detail',
      ])
      .where('entry.chain', '=', 'audit')
      .where('entry.kind', 'not in', ['begun', 'removed'])
      .where('entry.seq', '>', after)
      .orderBy('entry.seq')
      .limit(AT_ONCE)
      .execute();
    const last = batch.at(-1);
    if (last === undefined) break;
    after = last.seq;
    for (const { id, at, kind, ...row } of batch) {
      if (id === null || at === null || kind === null) {
        check.faults.push(`line ${row.entryOf} of ${new Date(row.writtenAt).toISOString()} is missing`);
        continue;
      }
      const { user_name, person, address, subject, detail } = row;
      const content = auditContent({ id, at, kind, user_name, person, address, subject, detail });
      if (digestOf(content) === row.digest) continue;
      const columns = changedColumns(content, row.parts).join(', ');
      check.faults.push(`line ${id} is not as it was written${columns === '' ? '' : `: ${columns}`}`);
    }
  }
  check.lines = await countLines(db);
  for (const id of await inventedLines(db))
    check.faults.push(`line ${id} was not written by Retry Desk: no entry names it`);
  return check;
}

async function countLines(db: JournalStore['db']): Promise<number> {
  const counted = db.selectFrom('audit_log').select((select) => select.fn.countAll().as('lines'));
  return Number((await counted.executeTakeFirst())?.lines ?? 0);
}

async function inventedLines(db: JournalStore['db']): Promise<string[]> {
  const rows = await db
    .selectFrom('audit_log')
    .select('id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('chain_entries')
            .select('seq')
            .where('chain', '=', 'audit')
            .whereRef('chain_entries.subject', '=', 'audit_log.id'),
        ),
      ),
    )
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ id }) => id);
}
