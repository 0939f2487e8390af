import type { BackupState } from '@retry-desk/contract';
import type { AgentJob, DiscoveredComputer, Guid, Instant } from '@retry-desk/em-client';
import { TimeSlice } from '#in-chunks.ts';
import type { LastGood, MachineOfJob, MachinesOfJob } from '#mirror/machines-of-job.ts';

/** Milliseconds of everybody's time in one go. */
const SLICE_MS = 8;

/** A machine with its last good backup over all its jobs. */
export type BackupAge = {
  /** Its name in lower case. */
  key: string;
  machine: string;
  backup: BackupState;
  /** Null where `backup` is not `good`. */
  lastGoodAt: Instant | null;
  jobs: AgentJob[];
  newest?: MachineOfJob['newest'] & { jobId: Guid };
  computer?: DiscoveredComputer;
};

/** Machines of all jobs by their names; `unreadJobs`, `unlistedJobs`: how many jobs something is missing of, and why. */
export type MachinesOfJobs = { byKey: Map<string, BackupAge>; unreadJobs: number; unlistedJobs: number };

type OfJob = { job: AgentJob; found: MachineOfJob };

/**
 * The machines of all jobs, each once. `sharesName`: whether several computers go by this short name; then the machines of
 * different jobs are not taken for one.
 */
export async function machinesOfJobs(
  jobs: readonly AgentJob[],
  machinesOf: (jobId: Guid) => MachinesOfJob,
  sharesName: (key: string) => boolean,
): Promise<MachinesOfJobs> {
  const byKey = new Map<string, OfJob[]>();
  let [unreadJobs, unlistedJobs] = [0, 0];
  const slice = new TimeSlice(SLICE_MS);
  for (const job of jobs) {
    if (slice.isOver()) await slice.next();
    const { machines, isKnown, gap } = machinesOf(job.id);
    if (machines.some(({ lastGood }) => lastGood === 'unread') || (!isKnown && gap === 'unread')) unreadJobs += 1;
    else if (!isKnown && gap === 'unlisted') unlistedJobs += 1;
    for (const found of machines) {
      const key = sharesName(found.key) ? `${found.key} ${job.id}` : found.key;
      const others = byKey.get(key);
      if (others === undefined) byKey.set(key, [{ job, found }]);
      else others.push({ job, found });
    }
  }
  const ages = new Map<string, BackupAge>();
  for (const [key, parts] of byKey) {
    if (slice.isOver()) await slice.next();
    const age = ageOf(parts);
    if (age !== null) ages.set(key, age);
  }
  return { byKey: ages, unreadJobs, unlistedJobs };
}

function ageOf(parts: readonly OfJob[]): BackupAge | null {
  const [first] = parts;
  if (first === undefined) return null;
  let newest = first;
  let lastGood: LastGood = first.found.lastGood;
  for (const part of parts.slice(1)) {
    lastGood = laterOf(lastGood, part.found.lastGood);
    if (endOf(part) > endOf(newest)) newest = part;
  }
  return {
    key: first.found.key,
    machine: newest.found.machine,
    ...backupOf(lastGood),
    jobs: parts.map(({ job }) => job),
    newest: { ...newest.found.newest, jobId: newest.job.id },
  };
}

/** A result without an end is of a run that goes on: the newest. */
function endOf({ found }: OfJob): number {
  return found.newest.endedAt ?? Number.POSITIVE_INFINITY;
}

/** A gap in one job is a gap over all of them. */
function laterOf(a: LastGood, b: LastGood): LastGood {
  if (a === 'unread' || b === 'unread') return 'unread';
  if (a === 'unlisted' || b === 'unlisted') return 'unlisted';
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** The state of a machine that is in a run. */
export function backupOf(lastGood: LastGood): Pick<BackupAge, 'backup' | 'lastGoodAt'> {
  if (typeof lastGood === 'string') return { backup: lastGood, lastGoodAt: null };
  return { backup: lastGood === null ? 'none' : 'good', lastGoodAt: lastGood };
}

/** Whether it is known of a machine. */
export function isBackupKnown({ backup }: Pick<BackupAge, 'backup'>): boolean {
  return backup === 'good' || backup === 'none' || backup === 'never';
}

/** Where a machine stands: `rank` 0 without a good backup, 1 with one, 2 where it is not known; `name` also holds its first job. */
export type Place = { rank: number; at: number; name: string };

/** Machines of one name are distinguished by their jobs. */
export function placeOf(age: BackupAge): Place {
  const rank = age.backup === 'good' ? 1 : isBackupKnown(age) ? 0 : 2;
  return { rank, at: age.lastGoodAt ?? 0, name: `${age.key} ${age.jobs[0]?.id ?? ''}` };
}

/** Machines without a good backup first, then the oldest; those of which it is not known last. */
export function comparePlaces(a: Place, b: Place): number {
  return a.rank - b.rank || a.at - b.at || (a.name === b.name ? 0 : a.name < b.name ? -1 : 1);
}
