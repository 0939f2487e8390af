import type { Writing } from '#store/journal-writer.ts';
import { type AuditNote, writeAudit } from '#store/write-audit.ts';
import { checkRole } from './check-role.ts';
import type { DeskContext } from './desk-context.ts';

/** An operator's order about one retry. */
export type OperatorOrder = {
  taskId: string;
  requestedBy: string;
  /** The person behind the displayed name: limits and keys count by it. */
  person?: string | undefined;
  from?: string | null | undefined;
  /** The browser session or token it came with: its role counts as it is when the wish is written. */
  sessionId?: string | undefined;
  note?: string | null | undefined;
};

/**
 * Writes in the transaction of an operator's order: the check of the role at that moment, and the line of the audit
 * log.
 */
export function byOperator(
  desk: DeskContext,
  { requestedBy, person, from, sessionId }: OperatorOrder,
  note: Omit<AuditNote, 'user' | 'address'>,
): (writing: Writing) => Promise<void> {
  return async (writing) => {
    await checkRole(desk, writing.trx, sessionId);
    await writeAudit(writing, desk.clock.now(), { ...note, user: requestedBy, person, address: from });
  };
}
