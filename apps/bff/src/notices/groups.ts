import type { NoticeEnd, RowCause } from '@retry-desk/contract';
import type { Guid, Instant } from '@retry-desk/em-client';

/** Troubles of jobs. */
export type JobTrouble = 'failed' | 'overdue' | 'hung';
/** Troubles of Enterprise Manager itself: they have no jobs. */
export type EmTrouble = 'unreachable' | 'silent';

/** The things that the jobs of a group share: the cause, where it is one of failures, and the backup server. */
export type Shared = { cause: Pick<RowCause, 'key' | 'title' | 'family'> | null; server: string | null };

/** A job that needs somebody for good. */
export type Candidate = {
  trouble: JobTrouble;
  /** The trouble, the cause and the backup server. */
  key: string;
  shared: Shared;
  jobId: Guid;
  name: string;
  /** The failed or hung run; null for a start that did not come. */
  runId: Guid | null;
  since: Instant;
};

/** A job of a group. `key`: that of its candidate, which may differ from that of its group. */
export type Member = Pick<Candidate, 'key' | 'jobId' | 'name' | 'runId' | 'since'>;

/** How a job left its group. */
export type Ending = { kind: NoticeEnd; runId: Guid | null; at: Instant };
export type EndedMember = Member & { end: Ending };

/** All that is announced, or will be, under one key. */
export type Group = {
  event: JobTrouble | EmTrouble;
  key: string;
  shared: Shared;
  /** Announcements since it fires; 0 while there is none. */
  number: number;
  since: Instant;
  firstJoinedAt: Instant;
  lastJoinedAt: Instant;
  /** The first announcement and the last one; null while there is none. */
  firedAt: Instant | null;
  announcedAt: Instant | null;
  /** The jobs that the number now is compared with, acknowledged or not: an acknowledgement changes neither. */
  announced: number;
  /** The jobs that the last announcement counted, without those that were acknowledged. */
  counted: number;
  members: ReadonlyMap<Guid, Member>;
  /** Those that left it since the last announcement. */
  ended: readonly EndedMember[];
};

/** Groups by key. */
export type Groups = ReadonlyMap<string, Group>;

/** A notice to be written. */
export type Announcement = {
  event: Group['event'];
  key: string;
  shared: Shared;
  status: 'firing' | 'resolved';
  number: number;
  since: Instant;
  /** Without those that are acknowledged. */
  members: readonly Member[];
  acknowledged: number;
  ended: readonly EndedMember[];
  /** The jobs that the announcement before counted; 0 without one. */
  before: number;
};

/** The key of what is too much for one notice each. */
export const moreCausesKey = 'failed:more-causes';
export const emKeys: Record<EmTrouble, string> = { unreachable: 'enterprise-manager', silent: 'collection' };

export const nothingShared: Shared = { cause: null, server: null };

export function emptyGroup(
  { event, key, shared, since }: Pick<Group, 'event' | 'key' | 'shared' | 'since'>,
  now: Instant,
): Group {
  return {
    event,
    key,
    shared,
    since,
    number: 0,
    firstJoinedAt: now,
    lastJoinedAt: now,
    firedAt: null,
    announcedAt: null,
    announced: 0,
    counted: 0,
    members: new Map(),
    ended: [],
  };
}
