import type { AgentJob, DiscoveredComputer, Guid, Instant } from '@retry-desk/em-client';
import { isGood } from '@retry-desk/em-client';
import { inChunks } from '#in-chunks.ts';
import type { LookedUp, NamedResult } from '#mirror/computers.ts';
import { type BackupAge, backupOf, type MachinesOfJobs } from './backup-ages.ts';

/** Names taken at once: some milliseconds of everybody's time. */
const AT_ONCE = 1_000;

/** A name up to its domain, in lower case. */
function shortNameOf(name: string): string {
  return name.toLowerCase().split('.', 1)[0] ?? '';
}

/** Computers of one name, in whichever case and group they are listed. */
export type ComputerNames = {
  /** One computer of each name. */
  byName: ReadonlyMap<string, DiscoveredComputer>;
  /** How many names there are that begin with this short one. */
  countOf: (shortName: string) => number;
};

/** The computers by their names, whichever groups have found them. */
export async function namesOf(computers: readonly DiscoveredComputer[]): Promise<ComputerNames> {
  const byName = new Map<string, DiscoveredComputer>();
  const counts = new Map<string, number>();
  await inChunks(computers, AT_ONCE, (computer) => {
    const name = computer.name.toLowerCase();
    if (byName.has(name)) return;
    byName.set(name, computer);
    const short = shortNameOf(name);
    counts.set(short, (counts.get(short) ?? 0) + 1);
  });
  return { byName, countOf: (short) => counts.get(short) ?? 0 };
}

/** A computer that stands in no newest run, and the names under which Enterprise Manager may list it. */
export type IdleComputer = { computer: DiscoveredComputer; names: readonly string[] };

/**
 * Enters each computer at the machine that it is. Returns the others: those that no job includes now, and those that cannot be
 * distinguished from another one, as `unclear`.
 */
export async function matchComputers(
  { byName, countOf }: ComputerNames,
  { byKey }: MachinesOfJobs,
): Promise<{ idle: IdleComputer[]; unclear: BackupAge[] }> {
  const idle: IdleComputer[] = [];
  const unclear: BackupAge[] = [];
  const byShort = new Map<string, BackupAge[]>();
  await inChunks([...byKey.values()], AT_ONCE, (age) => {
    const short = shortNameOf(age.key);
    const others = byShort.get(short);
    if (others === undefined) byShort.set(short, [age]);
    else others.push(age);
  });
  await inChunks([...byName], AT_ONCE, ([name, computer]) => {
    const short = shortNameOf(name);
    const machines = byShort.get(short) ?? [];
    const same = byKey.get(name);
    // Listed by its short name alone in one place, and with its domain in the other.
    const alike = machines.filter(({ key }) => key === short || name === short);
    if (same !== undefined) same.computer = computer;
    else if (alike.length === 0) idle.push({ computer, names: name === short ? [name] : [name, short] });
    else if (alike.length === 1 && countOf(short) === 1 && alike[0] !== undefined) alike[0].computer = computer;
    else unclear.push(ageOf(computer, 'unclear'));
  });
  return { idle, unclear };
}

function ageOf(computer: DiscoveredComputer, backup: BackupAge['backup'], jobs: AgentJob[] = []): BackupAge {
  return { key: computer.name.toLowerCase(), machine: computer.name, backup, lastGoodAt: null, jobs, computer };
}

export type LookUp = {
  /** Undefined while it has not been looked up. */
  lookedUp: (name: string) => LookedUp | undefined;
  /** The job of a run; undefined for one of no agent job that is known. */
  jobOf: (runId: Guid) => AgentJob | undefined;
  /** How many computers go by this short name. */
  countOf: (shortName: string) => number;
};

/** The age of a computer that stands in no newest run; not known while anything has not been read. */
export function idleAge({ computer, names }: IdleComputer, isAllRead: boolean, look: LookUp, now: Instant): BackupAge {
  if (!isAllRead) return ageOf(computer, 'unread');
  const results: NamedResult[] = [];
  let isWhole = true;
  for (const name of names) {
    const found = look.lookedUp(name);
    if (found === undefined) return ageOf(computer, 'unread');
    if (found === 'refused') return ageOf(computer, 'unlisted');
    const isShared = found.results.length > 0 && name === shortNameOf(name) && look.countOf(name) > 1;
    if (isShared) return ageOf(computer, 'unclear');
    results.push(...found.results);
    isWhole &&= found.isWhole;
  }
  if (results.length === 0) return ageOf(computer, isWhole ? 'never' : 'unlisted');
  return formerAge(computer, results, isWhole, look, now);
}

/** A computer that was in runs of agent jobs, and is in the newest of none. */
function formerAge(
  computer: DiscoveredComputer,
  results: readonly NamedResult[],
  isWhole: boolean,
  { jobOf }: LookUp,
  now: Instant,
): BackupAge {
  const ofJobs = results.flatMap((result) => {
    const job = jobOf(result.runId);
    return job === undefined ? [] : [{ result, job }];
  });
  const [newest] = ofJobs;
  // Results of something else under the same name: a virtual machine, or a job that is gone.
  if (newest === undefined) return ageOf(computer, 'unclear');
  const ends = ofJobs.flatMap(({ result }) =>
    isGood(result) && result.endedAt !== null && result.endedAt <= now ? [result.endedAt] : [],
  );
  const lastGood = ends.length > 0 ? Math.max(...ends) : isWhole ? null : 'unlisted';
  const { runId, result, endedAt, reason } = newest.result;
  return {
    ...ageOf(computer, 'none', [...new Set(ofJobs.map(({ job }) => job))]),
    ...backupOf(lastGood),
    newest: { jobId: newest.job.id, runId, result, endedAt, reason },
  };
}
