import type { AuditKind } from '@retry-desk/contract';
import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from './schema.ts';

/** What somebody did, as the audit log takes it. */
export type AuditNote = {
  kind: AuditKind;
  user: string | null;
  /** Who that is, whatever they are called. */
  person?: string | null | undefined;
  address?: string | null | undefined;
  subject?: string | null | undefined;
  detail?: string | null | undefined;
};

/** Adds a line to the audit log. @throws Refusal `store-unavailable` */
export type Audit = (note: AuditNote) => Promise<void>;

/** Names and addresses come from outside: one line must not fill the log. */
const LONGEST = 500;

/** What a line takes of a text: no control characters, for which PostgreSQL has no place and logs another meaning. */
function short(text: string | null | undefined): string | null {
  return text?.slice(0, LONGEST).replaceAll(/\p{Cc}/gu, '\ufffd') ?? null;
}

/** Adds a line to the audit log, in the transaction given where it belongs to a change. `at`: milliseconds. */
export async function writeAudit(db: Kysely<Database>, at: number, note: AuditNote): Promise<void> {
  await db
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
    .execute();
}
