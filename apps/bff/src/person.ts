import { createHash } from 'node:crypto';

/**
 * The identity of a person: an account of Enterprise Manager by the name that Enterprise Manager returns, compared
 * without case; a person of the provider by issuer and subject (OpenID Connect Core 1.0, 5.7: nothing else is unique
 * and stays).
 */
export function personOfEm(user: string): string {
  return `em ${user.normalize('NFC').toLowerCase()}`;
}

export function personOfProvider(issuer: string, subject: string): string {
  return `oidc ${issuer} ${subject}`;
}

/** The person of a session or token; those begun before persons were written down are known by name within their way in. */
export function personOfRow(row: { person: string | null; source: string; user_name: string }): string {
  if (row.person !== null) return row.person;
  return row.source === 'em' ? personOfEm(row.user_name) : `oidc by name ${row.user_name}`;
}

/** A person as other people and pages may see it: distinguishes two of one name, and reveals nothing else. */
export function personId(person: string): string {
  return createHash('sha256').update(person).digest('base64url').slice(0, 16);
}
