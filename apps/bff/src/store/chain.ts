import { createHash, createHmac } from 'node:crypto';
import type { AuditRow } from './audit-tables.ts';
import type { ChainEntryRow, ChainName } from './chain-tables.ts';
import type { RetryRow } from './retry-tables.ts';

/** The key of the chains, and its name, which reveals nothing about it. */
export type ChainKey = { readonly bytes: Buffer; readonly id: string };

/** The head of a chain at some moment: with it, any change before it can be found. */
export type Head = { seq: number; mac: string };
export type Heads = Record<ChainName, Head>;

/** Made of SESSION_SECRET by a label that nothing else uses. */
export function chainKey(sessionSecret: string): ChainKey {
  const bytes = createHmac('sha256', sessionSecret).update('journal-chain').digest();
  return { bytes, id: createHmac('sha256', bytes).update('name').digest('hex').slice(0, 16) };
}

/**
 * The role of each column of a retry in the chain. `lasting`: a change of it is an entry. `fleeting`: shown while a
 * retry is open, replaced every few seconds; covered by the row's seal alone. `free`: records nothing that was done.
 */
const retryColumns: Record<keyof RetryRow, 'lasting' | 'fleeting' | 'free'> = {
  id: 'lasting',
  job_id: 'lasting',
  job_name: 'lasting',
  state: 'lasting',
  phase: 'lasting',
  requested_by: 'lasting',
  requested_person: 'lasting',
  requested_from: 'lasting',
  requested_at: 'lasting',
  note: 'lasting',
  attempt: 'lasting',
  sent_at: 'lasting',
  baseline: 'lasting',
  logon_id: 'lasting',
  em_task_id: 'lasting',
  em_state: 'lasting',
  em_success: 'lasting',
  em_message: 'lasting',
  em_status: 'lasting',
  run_id: 'lasting',
  run: 'fleeting',
  waited_ms: 'fleeting',
  waited_for: 'fleeting',
  ended_at: 'lasting',
  stop_phase: 'lasting',
  stop_by: 'lasting',
  stop_at: 'lasting',
  cancel_phase: 'lasting',
  cancelled_by: 'lasting',
  cancelled_at: 'lasting',
  steps_hash: 'lasting',
  version: 'lasting',
  seal: 'free',
  lease_owner: 'free',
  lease_until: 'free',
};

const auditColumns: Record<keyof AuditRow, true> = {
  id: true,
  at: true,
  kind: true,
  user_name: true,
  person: true,
  address: true,
  subject: true,
  detail: true,
};

/**
 * The content of a row, column by column in a fixed order, without empty ones: a column added later changes no hash.
 */
export type RowContent = [column: string, value: unknown][];

function contentOf(row: object, columns: readonly string[]): RowContent {
  return columns.flatMap((column): RowContent => {
    const value: unknown = Reflect.get(row, column);
    return value === null || value === undefined ? [] : [[column, value]];
  });
}

const coveredOfRetry = Object.entries(retryColumns).flatMap(([column, part]) => (part === 'free' ? [] : column));
const coveredOfAudit = Object.keys(auditColumns);

export function retryContent(row: RetryRow): RowContent {
  return contentOf(row, coveredOfRetry);
}

export function auditContent(row: AuditRow): RowContent {
  return contentOf(row, coveredOfAudit);
}

/** Whether a change of these columns is an entry of the chain. */
export function isLasting(columns: readonly string[]): boolean {
  const parts = new Map<string, string>(Object.entries(retryColumns));
  return columns.some((column) => parts.get(column) === 'lasting');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function digestOf(content: RowContent): string {
  return sha256(JSON.stringify(content));
}

/** Too short to prove anything; they show which column does not match the digest. */
export function partsOf(content: RowContent): string {
  return JSON.stringify(
    Object.fromEntries(content.map(([column, value]) => [column, sha256(JSON.stringify(value)).slice(0, 8)])),
  );
}

/** The columns of a row that are not what an entry has of them. */
export function changedColumns(content: RowContent, parts: string): string[] {
  const then = partsIn(parts);
  const now = partsIn(partsOf(content));
  return [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((column) => then[column] !== now[column]);
}

/** The `parts` of an entry; empty where somebody has made it unreadable. */
export function partsIn(parts: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(parts));
  } catch {
    return {};
  }
}

/** Proves that a row of the table of retries, as it stands, was written by who has the key. */
export function sealOf(key: ChainKey, row: RetryRow): string {
  return createHmac('sha256', key.bytes)
    .update(`retry\n${digestOf(retryContent(row))}`)
    .digest('hex');
}

/** The hash of an entry: over its whole content and the entry before it (`''` for the first). */
export function macOf(key: ChainKey, before: string, entry: Omit<ChainEntryRow, 'mac'>): string {
  const { chain, seq, at, kind, subject, version, digest, parts } = entry;
  const text = JSON.stringify([before, chain, seq, at, kind, subject, version, digest, parts]);
  return createHmac('sha256', key.bytes).update(`entry\n${text}`).digest('hex');
}

/** As it stands in the log, and as `journal:check` takes it. */
export function headText(chain: ChainName, { seq, mac }: Head): string {
  return `${chain}:${seq}:${mac}`;
}

/** @throws Error in words where this is no head */
export function readHead(text: string): { chain: ChainName } & Head {
  const [, chain, seq, mac] = /^(retries|audit):([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if ((chain !== 'retries' && chain !== 'audit') || mac === undefined)
    throw new Error(`${JSON.stringify(text)} is no head of a chain: give it as the log has it, retries:12:0123abcd….`);
  return { chain, seq: Number(seq), mac };
}
