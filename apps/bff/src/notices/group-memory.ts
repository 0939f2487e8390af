import type { Steps } from '#in-chunks.ts';
import type { Group, Member } from './groups.ts';

/** Members on one line. */
const MEMBERS_A_LINE = 100;
/** A member; its key where that is not the key of its group. */
type MemberLine = [jobId: string, name: string, runId: string | null, since: number, key?: string];

/** The group on the first line, then its members: there may be thousands, and JSON of all would hold up everything else. */
export function* memoryOf(group: Group): Steps<string> {
  const lines = [JSON.stringify({ ...group, members: [], ended: [] })];
  let line: MemberLine[] = [];
  for (const { jobId, name, runId, since, key } of group.members.values()) {
    line.push(key === group.key ? [jobId, name, runId, since] : [jobId, name, runId, since, key]);
    if (line.length < MEMBERS_A_LINE) continue;
    lines.push(JSON.stringify(line));
    line = [];
    yield;
  }
  if (line.length > 0) lines.push(JSON.stringify(line));
  return lines.join('\n');
}

/** Written by `memoryOf` alone. */
export function* groupFrom(memory: string): Steps<Group> {
  const [head = '', ...lines] = memory.split('\n');
  const first: Group = JSON.parse(head);
  // Versions before this counted all jobs.
  const group = { ...first, counted: first.counted ?? first.announced };
  const members = new Map<string, Member>();
  for (const line of lines) {
    const some: MemberLine[] = JSON.parse(line);
    for (const [jobId, name, runId, since, key = group.key] of some)
      members.set(jobId, { key, jobId, name, runId, since });
    yield;
  }
  return { ...group, members };
}
