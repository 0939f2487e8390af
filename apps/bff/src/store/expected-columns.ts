import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import { StoreOpenError } from './store-error.ts';

type Columns = { [Table in keyof Database]: Record<keyof Database[Table], true> };

/** The columns that the code reads and writes; the compiler compares them with the types of the tables. */
const expected: Columns = {
  retries: {
    id: true,
    job_id: true,
    job_name: true,
    state: true,
    phase: true,
    requested_by: true,
    requested_person: true,
    requested_from: true,
    requested_at: true,
    note: true,
    attempt: true,
    sent_at: true,
    baseline: true,
    logon_id: true,
    em_task_id: true,
    em_state: true,
    em_success: true,
    em_message: true,
    em_status: true,
    run_id: true,
    run: true,
    waited_ms: true,
    ended_at: true,
    stop_phase: true,
    stop_by: true,
    stop_at: true,
    waited_for: true,
    cancel_phase: true,
    cancelled_by: true,
    cancelled_at: true,
    steps_hash: true,
    version: true,
    seal: true,
    lease_owner: true,
    lease_until: true,
  },
  retry_steps: { retry_id: true, seq: true, state: true, at: true, evidence: true, hash: true },
  retry_keys: { key: true, fingerprint: true, retry_id: true, refusal: true, at: true },
  browser_sessions: {
    id_hash: true,
    user_name: true,
    person: true,
    role: true,
    source: true,
    listed: true,
    sealed_id_token: true,
    wall_link_id: true,
    created_at: true,
    seen_at: true,
    expires_at: true,
  },
  wall_links: {
    id: true,
    name: true,
    token_hash: true,
    created_by: true,
    created_at: true,
    seen_at: true,
    servers: true,
    reasons: true,
    screens: true,
    opened_at: true,
  },
  wall_pairings: {
    id: true,
    code_hash: true,
    person: true,
    created_at: true,
    expires_at: true,
    screen_hash: true,
    screen_address: true,
    screen_since: true,
    wall_link_id: true,
  },
  api_tokens: {
    id: true,
    name: true,
    token_hash: true,
    user_name: true,
    person: true,
    source: true,
    listed: true,
    role: true,
    created_at: true,
    seen_at: true,
    expires_at: true,
  },
  audit_log: {
    id: true,
    at: true,
    kind: true,
    user_name: true,
    person: true,
    address: true,
    subject: true,
    detail: true,
  },
  chain_entries: {
    chain: true,
    seq: true,
    at: true,
    kind: true,
    subject: true,
    version: true,
    digest: true,
    parts: true,
    mac: true,
  },
  cause_sightings: { run_id: true, cause_key: true, job_id: true, at: true },
  retry_causes: { retry_id: true, cause_key: true, title: true, family: true, machines: true, outcome: true },
  acknowledgements: {
    id: true,
    job_id: true,
    job_name: true,
    kinds: true,
    over_run_id: true,
    cause_keys: true,
    note: true,
    ticket: true,
    until_at: true,
    acknowledged_by: true,
    person: true,
    at: true,
    ended_at: true,
    end_reason: true,
    ended_by: true,
  },
  job_schedules: { job_id: true, first_seen_at: true, schedule: true, schedule_since: true },
  collections: { server_id: true, requested_at: true, answer: true },
  outages: { id: true, what: true, from_at: true, until_at: true },
  desk_alive: { name: true, at: true },
  shift_visits: { person: true, at: true, previous_at: true },
  chain_heads: { chain: true, seq: true, mac: true, key_id: true },
  duties: { name: true, owner: true, until: true },
  em_news: { seq: true, at: true, body: true },
  shared_secrets: { name: true, value: true },
  sign_in_tries: { key: true, points: true, expire: true },
};

/** Every table there is. */
export const tableNames: readonly string[] = Object.keys(expected);

/** Compares the store with what the code expects of it. @throws StoreOpenError that names what is missing */
export async function checkColumns<T>(db: Kysely<T>): Promise<void> {
  const tables = await db.introspection.getTables();
  const there = new Set(tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)));
  const missing = Object.entries(expected)
    .flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`))
    .filter((column) => !there.has(column));
  if (missing.length === 0) return;
  throw new StoreOpenError(
    `The journal lacks ${missing.join(', ')}, although it is marked as up to date: restore it from a backup, or start ` +
      'the version of Retry Desk that it was made with.',
  );
}
