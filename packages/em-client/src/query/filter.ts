import type { Guid, Instant } from '../records.ts';

type Operator = '==' | '!=' | '>' | '<' | '>=' | '<=';

/** One comparison; a value with anything but letters, digits and `.:-` is quoted, a quote in it doubled. */
export function compare(field: string, operator: Operator, value: string): string {
  const plain = /^[\w.:-]+$/.test(value);
  return `${field}${operator}${plain ? value : `"${value.replaceAll('"', '""')}"`}`;
}

/** All of these; `;` is AND in EM's query language (reference 13.0, Queries). */
export function allOf(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(';');
}

/** Any of these, grouped where there are several; `,` is OR. */
export function anyOf(...parts: readonly string[]): string {
  return parts.length > 1 ? `(${parts.join(',')})` : (parts[0] ?? '');
}

/** A moment as query fields take it: UTC with milliseconds. */
export function filterMoment(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** A run's id as a query value. */
export function runUid(id: Guid): string {
  return `urn:veeam:BackupJobSession:${id}`;
}
