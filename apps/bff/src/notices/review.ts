import type { Guid, Instant } from '@retry-desk/em-client';
import type { Steps } from '#in-chunks.ts';
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
import { type NoticeLimits, noticeLimits, type Situation } from './situation.ts';
import { withoutAcknowledged } from './without-acknowledged.ts';

/** A number of jobs has changed by a lot where it has grown by a quarter or fallen to half. */
const GROWN = 1.25;
const FALLEN = 0.5;

type Draft = Omit<Group, 'members' | 'ended'> & { members: Map<Guid, Member>; ended: EndedMember[] };

/**
 * Decides what has to be announced: what fires, whose number of jobs has changed by a lot, and what is resolved. Pure:
 * returns the groups as they are then, and leaves those given as they are.
 */
export function* review(
  before: Groups,
  situation: Situation,
  limits: NoticeLimits = noticeLimits,
): Steps<{ groups: Groups; announcements: Announcement[] }> {
  const drafts = new Map<string, Draft>();
  for (const [key, group] of before) {
    drafts.set(key, draftOf(group));
    yield;
  }
  const announcements: Announcement[] = [];
  for (const trouble of ['unreachable', 'silent'] as const)
    announcements.push(...reviewEm(drafts, trouble, situation, limits));
  if (situation.isRead) {
    const others = yield* takeCandidates(drafts, situation);
    const all = [
      ...(yield* resolveEmpty(drafts, situation.now, limits)),
      ...announceChanged(drafts, situation, limits),
      ...(yield* fire(drafts, situation, limits)),
    ];
    for (const each of all) {
      const announcement = withoutAcknowledged(each, situation.acknowledged, others);
      const draft = drafts.get(each.key);
      if (draft !== undefined && each.status === 'firing') draft.counted = announcement.members.length;
      announcements.push(announcement);
      yield;
    }
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

/** Puts each job where it belongs now. Returns how many stay outside, by key, because they are acknowledged. */
function* takeCandidates(drafts: Map<string, Draft>, situation: Situation): Steps<Map<string, number>> {
  const { candidates, acknowledged } = situation;
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    found.set(idOf(candidate.trouble, candidate.jobId), candidate);
    yield;
  }
  const placed = new Set<Candidate>();
  for (const draft of drafts.values()) {
    if (!isOfJobs(draft.event)) continue;
    for (const member of draft.members.values()) {
      const candidate = found.get(idOf(draft.event, member.jobId));
      const isPlaced = candidate !== undefined && placed.has(candidate);
      if (stays(draft, member, candidate, isPlaced, situation)) placed.add(candidate);
      yield;
    }
  }
  const more = new Set(
    drafts
      .get(moreCausesKey)
      ?.members.values()
      .map(({ key }) => key),
  );
  const others = new Map<string, number>();
  for (const candidate of candidates) {
    yield;
    if (placed.has(candidate)) continue;
    const { key, jobId } = candidate;
    if (acknowledged.has(jobId)) others.set(key, (others.get(key) ?? 0) + 1);
    else join(drafts, more.has(key) ? moreCausesKey : key, candidate, situation);
  }
  return others;
}

/** Whether the job stays in its group. One that a restart finds in two, having moved since the first was written, leaves one. */
function stays(
  draft: Draft,
  member: Member,
  candidate: Candidate | undefined,
  isPlaced: boolean,
  { now, endOf, acknowledged }: Situation,
): candidate is Candidate {
  if (draft.number === 0 && acknowledged.has(member.jobId)) {
    draft.members.delete(member.jobId);
    return false;
  }
  if (candidate === undefined) {
    const end = isOfJobs(draft.event) ? endOf(draft.event, member) : null;
    if (end !== null) leave({ draft, member }, end);
    return false;
  }
  if (candidate.key !== member.key || isPlaced) {
    leave({ draft, member }, { kind: 'another-cause', runId: candidate.runId, at: now });
    return false;
  }
  // A start that did not come is expected again and again: it holds since the first.
  const since = member.runId === candidate.runId ? Math.min(member.since, candidate.since) : candidate.since;
  draft.members.set(member.jobId, { ...memberOf(candidate), since });
  return true;
}

function idOf(event: Group['event'], jobId: Guid): string {
  return `${event} ${jobId}`;
}

function memberOf({ key, jobId, name, runId, since }: Candidate): Member {
  return { key, jobId, name, runId, since };
}

function join(
  drafts: Map<string, Draft>,
  key: string,
  candidate: Candidate,
  { now, acknowledged }: Pick<Situation, 'now' | 'acknowledged'>,
): void {
  const { trouble: event, since } = candidate;
  const shared = key === moreCausesKey ? nothingShared : candidate.shared;
  const group = drafts.get(key) ?? draftOf(emptyGroup({ event, key, shared, since }, now));
  if (group.members.size === 0) Object.assign(group, { shared, since, firstJoinedAt: now });
  // The first that needs somebody beside acknowledged ones: however few it makes more of them, it is announced.
  if (group.announced > 0 && areAcknowledged(group, acknowledged)) group.announced = 0;
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

/** A group that is resolved is remembered for as long as it may not fire again. */
function* resolveEmpty(drafts: Map<string, Draft>, now: Instant, { updateMs }: NoticeLimits): Steps<Announcement[]> {
  const announcements: Announcement[] = [];
  for (const group of drafts.values()) {
    yield;
    if (!isOfJobs(group.event) || group.members.size > 0) continue;
    if (group.number > 0) {
      announcements.push(announcementOf(group, 'resolved'));
      Object.assign(group, { number: 0, announced: 0, counted: 0, ended: [] });
    }
    if (isRested(group, now, updateMs)) drafts.delete(group.key);
  }
  return announcements;
}

/** Whether a key may fire again: one whose jobs fail and recover by turns is no flood. */
function isRested({ announcedAt }: Draft, now: Instant, updateMs: number): boolean {
  return announcedAt === null || isOlder(announcedAt, updateMs, now);
}

function isOfJobs(event: Group['event']): event is JobTrouble {
  return event !== 'unreachable' && event !== 'silent';
}

function announceChanged(
  drafts: Map<string, Draft>,
  { now, acknowledged }: Situation,
  { updateMs }: NoticeLimits,
): Announcement[] {
  const changed = [...drafts.values()].filter((group) => {
    const { event, number, announced, members } = group;
    if (!isOfJobs(event) || number === 0 || !isRested(group, now, updateMs)) return false;
    return members.size >= announced * GROWN || members.size <= announced * FALLEN;
  });
  return changed.flatMap((group) => {
    if (!areAcknowledged(group, acknowledged)) return [announce(group, now)];
    group.announced = group.members.size;
    return [];
  });
}

function areAcknowledged({ members }: Draft, acknowledged: ReadonlySet<Guid>): boolean {
  return members.size > 0 && members.keys().every((jobId) => acknowledged.has(jobId));
}

/** Announces the groups that nothing joins any more, those with the most jobs first. */
function* fire(drafts: Map<string, Draft>, situation: Situation, limits: NoticeLimits): Steps<Announcement[]> {
  const { mostCauses, floodMs } = limits;
  const { now } = situation;
  const ready: Draft[] = [];
  let room = mostCauses;
  for (const group of drafts.values()) {
    yield;
    if (isReady(group, now, limits)) ready.push(group);
    if (isCause(group) && group.firedAt !== null && !isOlder(group.firedAt, floodMs, now)) room -= 1;
  }
  ready.sort((a, b) => b.members.size - a.members.size || (a.key < b.key ? -1 : 1));
  const announcements: Announcement[] = [];
  for (const group of ready) {
    yield;
    if (!isCause(group) || room > 0) announcements.push(announce(group, now));
    else moveToMore(drafts, group, situation);
    if (isCause(group)) room -= 1;
  }
  // Causes that were moved there just now are announced at once: they have been ready.
  const more = drafts.get(moreCausesKey);
  if (more !== undefined && more.number === 0 && more.members.size > 0 && isRested(more, now, limits.updateMs))
    announcements.push(announce(more, now));
  return announcements;
}

function isReady(group: Draft, now: Instant, { debounceMs, longestDebounceMs, updateMs }: NoticeLimits): boolean {
  const { number, members, firstJoinedAt, lastJoinedAt } = group;
  if (number > 0 || members.size === 0 || !isRested(group, now, updateMs)) return false;
  return isOlder(lastJoinedAt, debounceMs, now) || isOlder(firstJoinedAt, longestDebounceMs, now);
}

function isCause({ event, key }: Draft): boolean {
  return event === 'failed' && key !== moreCausesKey;
}

function moveToMore(drafts: Map<string, Draft>, group: Draft, situation: Situation): void {
  drafts.delete(group.key);
  for (const member of group.members.values())
    join(drafts, moreCausesKey, { ...member, trouble: 'failed', shared: nothingShared }, situation);
}

function announce(group: Draft, now: Instant): Announcement {
  group.number += 1;
  const announcement = announcementOf(group, 'firing');
  if (group.number === 1) group.firedAt = now;
  group.announcedAt = now;
  group.announced = group.members.size;
  group.ended = [];
  return announcement;
}

function announcementOf(group: Draft, status: Announcement['status']): Announcement {
  const { event, key, shared, since, counted } = group;
  const number = status === 'firing' ? group.number : group.number + 1;
  const members = [...group.members.values()];
  const ended = [...group.ended];
  return { event, key, shared, status, number, since, members, acknowledged: 0, ended, before: counted };
}
