import type { AuditKind } from '@retry-desk/contract';
import { v7 as uuidv7 } from 'uuid';
import { auditContent } from './chain.ts';
import { entryOf, type Writing } from './journal-writer.ts';
import type { Store } from './open-store.ts';

/** An action for the audit log. */
export type AuditNote = {
  kind: AuditKind;
  user: string | null;
  /** The person behind the displayed name. */
  person?: string | null | undefined;
  address?: string | null | undefined;
  subject?: string | null | undefined;
  detail?: string | null | undefined;
};

/** Adds a line to the audit log. @throws Refusal `store-unavailable` */
export type Audit = (note: AuditNote) => Promise<void>;

/** Names and addresses come from outside: one line must not fill the log. */
const LONGEST = 500;

/** A text for a line: without control characters, which PostgreSQL cannot store and logs interpret. */
function short(text: string | null | undefined): string | null {
  return text?.slice(0, LONGEST).replaceAll(/\p{Cc}/gu, '\ufffd') ?? null;
}

/** Adds a line to the audit log and to its chain, in the transaction of a change. `at`: milliseconds. */
export async function writeAudit({ trx, add }: Writing, at: number, note: AuditNote): Promise<void> {
  const line = await trx
    .insertInto('audit_log')
    .values({
      id: uuidv7({ msecs: at }),
      at,
      kind: note.kind,
      user_name: short(note.user),
      person: short(note.person),
      address: short(note.address),
      subject: short(note.subject),
      detail: short(note.detail),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  // As the database has it: it may have no place for every letter.
  add('audit', entryOf('written', line.id, 1, auditContent(line)));
}

/** The same for what belongs to no other change. */
export function writeAuditLine({ journal }: Pick<Store, 'journal'>, at: number, note: AuditNote): Promise<void> {
  return journal.write((writing) => writeAudit(writing, at, note));
}
