import { type AgentJob, type Instant, isGood, isNotYet, isOver, machineEndOf } from '@retry-desk/em-client';
import type { RunRecord } from '#mirror/run-record.ts';
import type { Known } from './sources.ts';

/** Runs of a job whose machine results are read to find a machine's last good backup, in one go and in all. */
const RUNS_AT_ONCE = 10;
const MOST_RUNS = 40;

/**
 * The last good backup of a machine in one job: null where there is none. Not known where machine results of newer runs, or
 * older runs, have not been read; `missing` are those runs, newest first.
 */
type LastGood = { at: Instant | null } | { missing: RunRecord[] };

/** `key`: the machine's name in lower case. A run may have failed, and this machine not. */
function lastGoodIn(job: AgentJob, key: string, known: Known, now: Instant): LastGood {
  const missing: RunRecord[] = [];
  for (const run of known.runsOf(job.id)) {
    const results = known.machinesOf(run.id);
    if (results === undefined) {
      if (isOver(run)) missing.push(run);
      if (missing.length === RUNS_AT_ONCE) return { missing };
      continue;
    }
    const good = results.find((each) => each.machine.toLowerCase() === key && isGood(each));
    if (good === undefined) continue;
    const end = machineEndOf(run, good, now) ?? run.createdAt;
    if (!isNotYet(end, now)) return missing.length > 0 ? { missing } : { at: end };
  }
  const isRead = missing.length === 0 && (known.readSince?.(job.id) ?? null) === null;
  return isRead ? { at: null } : { missing };
}

/** Over all jobs of a machine; undefined where it is not known of one of them. */
export function lastGoodOver(
  jobs: readonly AgentJob[],
  key: string,
  known: Known,
  now: Instant,
): Instant | null | undefined {
  let last: Instant | null = null;
  for (const job of jobs) {
    const found = lastGoodIn(job, key, known, now);
    if ('missing' in found) return undefined;
    if (found.at !== null) last = Math.max(last ?? found.at, found.at);
  }
  return last;
}

/** Reads machine results until it is known of each of these, or too many would have to be read. @throws EmError */
export async function readLastGood(
  wanted: readonly { job: AgentJob; key: string }[],
  known: Known,
  now: Instant,
  read: (runs: readonly RunRecord[]) => Promise<void>,
): Promise<void> {
  for (let count = 0; count < MOST_RUNS; count += RUNS_AT_ONCE) {
    const missing = new Map<string, RunRecord>();
    for (const { job, key } of wanted) {
      const found = lastGoodIn(job, key, known, now);
      if ('missing' in found) for (const run of found.missing) missing.set(run.id, run);
    }
    if (missing.size === 0) return;
    await read([...missing.values()]);
  }
}
