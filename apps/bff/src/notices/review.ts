import type { Guid, Instant } from '@retry-desk/em-client';
import {
  type Announcement,
  type Candidate,
  type EmTrouble,
  type EndedMember,
  type Ending,
  emKeys,
  emptyGroup,
  type Group,
  type Groups,
  type JobTrouble,
  type Member,
  moreCausesKey,
  nothingShared,
} from './groups.ts';

/** The state of everything now. Moments are milliseconds of one clock. */
export type Situation = {
  now: Instant;
  /** Whether the jobs could be read: where they could not, nothing is concluded from what is not there. */
  isRead: boolean;
  candidates: readonly Candidate[];
  /** How a job that is no candidate left; null while it may still need somebody. */
  endOf(trouble: JobTrouble, member: Member): Ending | null;
  /** Since when; null where it is not so; undefined while that is not known. */
  em: Record<EmTrouble, Instant | null | undefined>;
};

export type NoticeLimits = {
  /** No job may have joined for so long, or the first has waited `longestDebounceMs`. */
  debounceMs: number;
  longestDebounceMs: number;
  /** The least time between two notices that fire for a key. */
  updateMs: number;
  /** How long Enterprise Manager must be in trouble. */
  emMs: number;
  /** So many causes begin to fire within `floodMs`; the others fire as one. */
  mostCauses: number;
  floodMs: number;
};

const MINUTE_MS = 60_000;
export const noticeLimits: NoticeLimits = {
  debounceMs: MINUTE_MS,
  longestDebounceMs: 5 * MINUTE_MS,
  updateMs: 15 * MINUTE_MS,
  emMs: 5 * MINUTE_MS,
  mostCauses: 20,
  floodMs: 15 * MINUTE_MS,
};
/** A number of jobs has changed by a lot where it has grown by a quarter or fallen to half. */
const GROWN = 1.25;
const FALLEN = 0.5;

type Draft = Omit<Group, 'members' | 'ended'> & { members: Map<Guid, Member>; ended: EndedMember[] };

/**
 * Decides what has to be announced: what fires, whose number of jobs has changed by a lot, and what is resolved. Pure:
 * returns the groups as they are then, and leaves those given as they are.
 */
export function review(
  before: Groups,
  situation: Situation,
  limits: NoticeLimits = noticeLimits,
): { groups: Groups; announcements: Announcement[] } {
  const drafts = new Map<string, Draft>();
  for (const [key, group] of before) drafts.set(key, draftOf(group));
  const announcements: Announcement[] = [];
  for (const trouble of ['unreachable', 'silent'] as const)
    announcements.push(...reviewEm(drafts, trouble, situation, limits));
  if (situation.isRead) {
    takeCandidates(drafts, situation);
    announcements.push(...resolveEmpty(drafts), ...announceChanged(drafts, situation.now, limits));
    announcements.push(...fire(drafts, situation.now, limits));
  }
  return { groups: drafts, announcements };
}

function draftOf(group: Group): Draft {
  return { ...group, members: new Map(group.members), ended: [...group.ended] };
}

/** Clocks may be set back: a moment that lies ahead is as long ago. */
function isOlder(at: Instant, ms: number, now: Instant): boolean {
  return Math.abs(now - at) >= ms;
}

function reviewEm(
  drafts: Map<string, Draft>,
  trouble: EmTrouble,
  { now, em }: Situation,
  { emMs }: NoticeLimits,
): Announcement[] {
  const key = emKeys[trouble];
  const since = em[trouble];
  const firing = drafts.get(key);
  if (firing !== undefined && since === null) {
    drafts.delete(key);
    return [announcementOf(firing, 'resolved')];
  }
  if (firing !== undefined || since === null || since === undefined || !isOlder(since, emMs, now)) return [];
  const group = draftOf(emptyGroup({ event: trouble, key, shared: nothingShared, since }, now));
  drafts.set(key, group);
  return [announce(group, now)];
}

/** Puts each job where it belongs now. */
function takeCandidates(drafts: Map<string, Draft>, { now, candidates, endOf }: Situation): void {
  const placeOf = new Map<string, { draft: Draft; member: Member }>();
  for (const draft of drafts.values())
    for (const member of draft.members.values()) placeOf.set(idOf(draft.event, member.jobId), { draft, member });
  const more = new Set(
    drafts
      .get(moreCausesKey)
      ?.members.values()
      .map(({ key }) => key),
  );
  for (const candidate of candidates) {
    const id = idOf(candidate.trouble, candidate.jobId);
    const place = placeOf.get(id);
    placeOf.delete(id);
    if (place !== undefined && place.member.key === candidate.key) {
      place.draft.members.set(candidate.jobId, memberOf(candidate));
      continue;
    }
    if (place !== undefined) leave(place, { kind: 'another-cause', runId: candidate.runId, at: now });
    if (!candidate.isAcknowledged)
      join(drafts, more.has(candidate.key) ? moreCausesKey : candidate.key, candidate, now);
  }
  for (const place of placeOf.values()) {
    if (place.draft.event === 'unreachable' || place.draft.event === 'silent') continue;
    const end = endOf(place.draft.event, place.member);
    if (end !== null) leave(place, end);
  }
}

function idOf(event: Group['event'], jobId: Guid): string {
  return `${event} ${jobId}`;
}

function memberOf({ key, jobId, name, runId, since }: Candidate): Member {
  return { key, jobId, name, runId, since };
}

function join(drafts: Map<string, Draft>, key: string, candidate: Candidate, now: Instant): void {
  const { trouble: event, since } = candidate;
  const shared = key === moreCausesKey ? nothingShared : candidate.shared;
  const group = drafts.get(key) ?? draftOf(emptyGroup({ event, key, shared, since }, now));
  group.members.set(candidate.jobId, memberOf(candidate));
  group.lastJoinedAt = now;
  // The beginning that has been announced stays.
  if (group.number === 0) group.since = Math.min(group.since, since);
  drafts.set(key, group);
}

function leave({ draft, member }: { draft: Draft; member: Member }, end: Ending): void {
  draft.members.delete(member.jobId);
  if (draft.number > 0) draft.ended.push({ ...member, end });
}

function resolveEmpty(drafts: Map<string, Draft>): Announcement[] {
  const empty = [...drafts.values()].filter(({ event, members }) => isOfJobs(event) && members.size === 0);
  for (const { key } of empty) drafts.delete(key);
  return empty.filter(({ number }) => number > 0).map((group) => announcementOf(group, 'resolved'));
}

function isOfJobs(event: Group['event']): event is JobTrouble {
  return event !== 'unreachable' && event !== 'silent';
}

function announceChanged(drafts: Map<string, Draft>, now: Instant, { updateMs }: NoticeLimits): Announcement[] {
  return [...drafts.values()]
    .filter(({ event, announcedAt, announced, members }) => {
      if (!isOfJobs(event) || announcedAt === null || !isOlder(announcedAt, updateMs, now)) return false;
      return members.size >= announced * GROWN || members.size <= announced * FALLEN;
    })
    .map((group) => announce(group, now));
}

/** Announces the groups that nothing joins any more, those with the most jobs first. */
function fire(drafts: Map<string, Draft>, now: Instant, limits: NoticeLimits): Announcement[] {
  const { debounceMs, longestDebounceMs, mostCauses, floodMs } = limits;
  const all = [...drafts.values()];
  const ready = all
    .filter(({ number, firstJoinedAt, lastJoinedAt }) => {
      if (number > 0) return false;
      return isOlder(lastJoinedAt, debounceMs, now) || isOlder(firstJoinedAt, longestDebounceMs, now);
    })
    .sort((a, b) => b.members.size - a.members.size || (a.key < b.key ? -1 : 1));
  const lately = all.filter(
    ({ event, key, firedAt }) =>
      event === 'failed' && key !== moreCausesKey && firedAt !== null && !isOlder(firedAt, floodMs, now),
  );
  let room = mostCauses - lately.length;
  const announcements: Announcement[] = [];
  for (const group of ready) {
    const isCause = group.event === 'failed' && group.key !== moreCausesKey;
    if (!isCause || room > 0) announcements.push(announce(group, now));
    else moveToMore(drafts, group, now);
    if (isCause) room -= 1;
  }
  // Causes that were moved there just now are announced at once: they have ready.
  const more = drafts.get(moreCausesKey);
  if (more !== undefined && more.number === 0) announcements.push(announce(more, now));
  return announcements;
}

function moveToMore(drafts: Map<string, Draft>, group: Draft, now: Instant): void {
  drafts.delete(group.key);
  for (const member of group.members.values())
    join(drafts, moreCausesKey, { ...member, trouble: 'failed', shared: nothingShared, isAcknowledged: false }, now);
}

function announce(group: Draft, now: Instant): Announcement {
  group.number += 1;
  const announcement = announcementOf(group, 'firing');
  group.firedAt ??= now;
  group.announcedAt = now;
  group.announced = group.members.size;
  group.ended = [];
  return announcement;
}

function announcementOf(group: Draft, status: Announcement['status']): Announcement {
  const { event, key, shared, since, announced } = group;
  const number = status === 'firing' ? group.number : group.number + 1;
  const members = [...group.members.values()];
  return { event, key, shared, status, number, since, members, ended: [...group.ended], before: announced };
}
