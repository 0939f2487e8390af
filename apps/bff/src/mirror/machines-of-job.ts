import { historyDays } from '@retry-desk/contract';
import {
  type Guid,
  type Instant,
  isGood,
  isNotYet,
  isOver,
  type MachineResult,
  machineEndOf,
} from '@retry-desk/em-client';
import type { Runs } from './packed-runs.ts';
import type { RunRecord } from './run-record.ts';

/** Enterprise Manager lists results of machines for thirty days (reference 13.1, GET /backupTaskSessions). */
const LISTED_MS = historyDays * 24 * 60 * 60_000;
/** Runs of a job that are read next, until each machine's last good backup is known. */
const MOST_MISSING = 3;

/** The part of a machine result that a last good backup is found by. */
export type MachineOutcome = Pick<MachineResult, 'machine' | 'result' | 'endedAt' | 'reason'>;

/**
 * Results of a run as far as they are known. `unread`: they have not been read yet; `unlisted`: Enterprise Manager was asked for
 * them and lists none.
 */
export type RunOutcomes = readonly MachineOutcome[] | 'unread' | 'unlisted';

/**
 * When a machine's last good backup ended; null where the history holds none. `unread` while a newer run may hold one that has not
 * been read, `unlisted` where Enterprise Manager does not list what that run came to.
 */
export type LastGood = Instant | null | 'unread' | 'unlisted';

/** A machine in one job. `newest`: its newest known result. */
export type MachineOfJob = {
  key: string;
  machine: string;
  lastGood: LastGood;
  newest: { runId: Guid; result: MachineResult['result']; endedAt: Instant | null; reason: string | null };
};

/**
 * The machines of a job. `missing`: runs to be read next, newest first. `walked`: the runs that were needed, with their results.
 * `isKnown`: its machines are known, from a whole run and the attempts after it; where they are not, `gap` is the reason, null
 * where no run of it has ended.
 */
export type MachinesOfJob = {
  machines: MachineOfJob[];
  missing: RunRecord[];
  walked: { run: RunRecord; outcomes: RunOutcomes }[];
  isKnown: boolean;
  gap: Gap;
};

type Gap = 'unread' | 'unlisted' | null;
type Found = MachineOfJob & { isOpen: boolean; gap: Gap };

/** A job whose history is known since `readSince` only; null where the whole is. */
export type JobHistory = { runs: Runs; readSince: Instant | null; outcomesOf: (run: RunRecord) => RunOutcomes };

/**
 * The machines of a job, from its newest run back to the run by which the last good backup of each is known. An attempt holds
 * only machines that had failed before it. Pure.
 */
export function machinesOfJob({ runs, readSince, outcomesOf }: JobHistory, now: Instant): MachinesOfJob {
  const found = new Map<string, Found>();
  const [missing, walked]: [RunRecord[], MachinesOfJob['walked']] = [[], []];
  let gap: Gap = null;
  let isKnown = false;
  let isEnd = true;
  for (const run of runs) {
    const outcomes = outcomesOf(run);
    if (typeof outcomes === 'string' && run.createdAt < now - LISTED_MS) break;
    walked.push({ run, outcomes });
    if (typeof outcomes !== 'string') {
      for (const outcome of outcomes) take(found, run, outcome, gap, now);
      if (isOver(run) && !run.isRetry && outcomes.length > 0) isKnown = true;
    } else if (isOver(run)) {
      gap = gap === 'unread' ? gap : outcomes;
      if (outcomes === 'unread') missing.push(run);
    }
    const isEnough = isKnown && found.values().every(({ isOpen }) => !isOpen);
    if (isEnough || missing.length === MOST_MISSING) {
      isEnd = false;
      break;
    }
  }
  if (isEnd && readSince !== null) gap = 'unread';
  const machines = [...found.values()].map(({ isOpen, gap: ownGap, ...machine }) => ({
    ...machine,
    lastGood: isOpen ? (gap === 'unread' ? gap : (ownGap ?? gap)) : machine.lastGood,
  }));
  return { machines, missing, walked, isKnown, gap };
}

/** `gap`: a newer run of the job may hold a better result. */
function take(found: Map<string, Found>, run: RunRecord, outcome: MachineOutcome, gap: Gap, now: Instant): void {
  const { machine, result, reason } = outcome;
  const key = machine.toLowerCase();
  let known = found.get(key);
  if (known === undefined) {
    const newest = { runId: run.id, result, endedAt: machineEndOf(run, outcome, now), reason };
    known = { key, machine, lastGood: null, newest, isOpen: true, gap: null };
    found.set(key, known);
  }
  if (!known.isOpen) return;
  known.gap = worse(known.gap, gap);
  if (isGood(outcome)) {
    const end = machineEndOf(run, outcome, now) ?? run.createdAt;
    if (isNotYet(end, now)) return;
    known.lastGood = known.gap ?? end;
    known.isOpen = false;
  } else if (isOver(run) && result === 'unknown') {
    known.gap = worse(known.gap, 'unlisted');
  }
}

function worse(a: Gap, b: Gap): Gap {
  return a === 'unread' || b === null ? a : b;
}
