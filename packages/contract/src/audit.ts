import * as z from 'zod/mini';
import { moment } from './ids.ts';
import { line } from './text.ts';

/** The kinds of entries in the audit log. */
export const auditKind = z.enum([
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'session-ended',
  'role-lost',
  'denied',
  'retry',
  'stop',
  'task-ended',
  'collect',
  'acknowledged',
  'acknowledgement-withdrawn',
  'wall-link-made',
  'wall-link-revoked',
  'wall-opened',
  'notice-tested',
  'token-made',
  'token-renewed',
  'token-revoked',
  'removed-by-age',
]);
export type AuditKind = z.infer<typeof auditKind>;

/** One line of the audit log: who did what to what, from where. */
export const auditEntry = z.object({
  id: z.uuid(),
  at: moment,
  kind: auditKind,
  /** Null where nobody is known. */
  user: z.nullable(z.string()),
  /** The person's identity, whatever the name: `oidc ISSUER SUBJECT`, `em ACCOUNT`; null in older rows. */
  person: z.optional(z.nullable(z.string())),
  address: z.nullable(z.string()),
  /** The object of the action: a job, a link, a person, an address of ours. */
  subject: z.nullable(z.string()),
  detail: z.nullable(z.string()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditListQuery = z.strictObject({
  kind: z.optional(auditKind),
  /** Part of a person's name. */
  by: z.optional(line(256)),
  since: z.optional(moment),
  cursor: z.optional(z.uuid()),
});
export type AuditListQuery = z.infer<typeof auditListQuery>;

/** `GET /api/audit`: newest first. */
export const auditList = z.object({ entries: z.array(auditEntry), nextCursor: z.nullable(z.uuid()) });
export type AuditList = z.infer<typeof auditList>;
