import type { AcknowledgementEnd, Outage } from '@retry-desk/contract';

/** An acknowledgement of a job. At most one of a job is open. Moments are milliseconds since 1970 UTC. */
type AcknowledgementRow = {
  id: string;
  job_id: string;
  job_name: string;
  /** JSON: the kinds of trouble, that which the row shows first. */
  kinds: string;
  /** The newest run that was over then; null where there was none. */
  over_run_id: string | null;
  /** JSON: the causes of the failed run; empty where none was known. */
  cause_keys: string;
  note: string;
  ticket: string | null;
  /** Null until the next success. */
  until_at: number | null;
  acknowledged_by: string;
  person: string;
  at: number;
  ended_at: number | null;
  end_reason: AcknowledgementEnd | null;
  ended_by: string | null;
};

/** Since when a job is known, and since when its schedule is as it is. */
type JobScheduleRow = { job_id: string; first_seen_at: number; schedule: string; schedule_since: number };

/** The last collection that was requested from a backup server to be sure of a missed start; `answer` is null until there is one. */
type CollectionRow = { server_id: string; requested_at: number; answer: 'accepted' | 'refused' | null };

/** At most one of a kind is open. */
type OutageRow = { id: string; what: Outage['what']; from_at: number; until_at: number | null };

/** When any process of ours was last alive. */
type DeskAliveRow = { name: string; at: number };

/** When a person looked at the hand-over last, and the visit before that one. */
type ShiftVisitRow = { person: string; at: number; previous_at: number | null };

/** No retry depends on these, so no chain covers them; who acknowledged what stands in the audit log besides. */
export type AttentionTables = {
  acknowledgements: AcknowledgementRow;
  job_schedules: JobScheduleRow;
  collections: CollectionRow;
  outages: OutageRow;
  desk_alive: DeskAliveRow;
  shift_visits: ShiftVisitRow;
};
