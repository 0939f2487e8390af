/** One line of the log of who did what. The database refuses to change or remove it; `at` is milliseconds. */
export type AuditRow = {
  id: string;
  at: number;
  kind: string;
  user_name: string | null;
  /** The person: issuer and subject, or the account. */
  person: string | null;
  address: string | null;
  subject: string | null;
  detail: string | null;
};

export type AuditTables = { audit_log: AuditRow };
