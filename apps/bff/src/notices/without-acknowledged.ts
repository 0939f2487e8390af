import type { Guid } from '@retry-desk/em-client';
import type { Announcement } from './groups.ts';

/**
 * The announcement with the jobs that nobody has acknowledged, and how many the others are. `others`: acknowledged jobs that
 * were never announced, by key. Those that left are all accounted for.
 */
export function withoutAcknowledged(
  announcement: Announcement,
  acknowledged: ReadonlySet<Guid>,
  others: ReadonlyMap<string, number>,
): Announcement {
  const members = announcement.members.filter(({ jobId }) => !acknowledged.has(jobId));
  const keys = new Set([announcement.key, ...announcement.members.map(({ key }) => key)]);
  const outside = [...keys].reduce((sum, key) => sum + (others.get(key) ?? 0), 0);
  return { ...announcement, members, acknowledged: announcement.members.length - members.length + outside };
}
