import { EmError, isOver, type MachineResult, type Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import { applyVerdict } from './apply-verdict.ts';
import { carryOutCancel, holdsLogon } from './carry-out-cancel.ts';
import { type Checks, createChecks } from './checks.ts';
import { COLLECT_AFTER_MS, type CollectMemory, collectUnseen, isStill } from './collect-unseen.ts';
import { type DeskContext, FOLLOW_LEASE_MS, REFUSAL_PROOF_MS, STOP_WATCH_MS } from './desk-context.ts';
import {
  checkMachines,
  checkRuns,
  checkTask,
  checkTasks,
  hintedRun,
  needsTask,
  pickRun,
  searchTasks,
  seeksTask,
} from './em-checks.ts';
import { newRuns } from './evidence.ts';
import type { Followed } from './followed.ts';
import { moveRetry, readOpen } from './journal.ts';
import { mapLimited } from './map-limited.ts';
import { baselineOf } from './retry.ts';
import { leaseOpen } from './retry-leases.ts';
import { closeNeverSent } from './send.ts';
import { readRunOwners } from './task-ownership.ts';
import { nothingSeen, type View } from './view.ts';
import { isShown, waitingFor } from './view-words.ts';
import { createHeights, createWaitTimes, type WaitTimes } from './wait-times.ts';

/** Jobs checked in one cycle; with more retries open they take turns, and the mirror serves the others. */
const CHECKS_PER_CYCLE = 16;
const CHECKS_IN_FLIGHT = 4;

const RESULT_TRIES = 5;

/** The findings of one cycle about one retry. */
type Seen = Pick<View, 'task' | 'run' | 'response'> & {
  followed: Followed;
  /** The list of its job's runs was read, and shows no new one. */
  noNewRun: boolean;
};

export type FollowMemory = CollectMemory & {
  waitTimes: WaitTimes;
  heights: ReturnType<typeof createHeights>;
  checkedAt: Map<string, number>;
  resultTries: Map<string, number>;
  /** Since when, on the monotonic clock, no check has shown a run of a retry whose task was cancelled. */
  cancelledSince: Map<string, number>;
  /** Since when, on the monotonic clock, the end of a task has waited for the process that holds its logon session. */
  handedOverSince: Map<string, { request: string; at: number }>;
  /** Until when, on Enterprise Manager's clock, a request had not started its job. */
  notBefore: Map<string, number>;
};

/** The empty state that a process carries from cycle to cycle. */
export function createFollowMemory(): FollowMemory {
  return {
    waitTimes: createWaitTimes(),
    heights: createHeights(),
    checkedAt: new Map(),
    resultTries: new Map(),
    cancelledSince: new Map(),
    handedOverSince: new Map(),
    notBefore: new Map(),
    noted: new Set(),
    still: new Map(),
    outages: new Map(),
  };
}

/**
 * One cycle: checks Enterprise Manager once for all open retries, and moves those with new findings on. A failed check
 * hides nothing but its own subject.
 * @throws EmError when Enterprise Manager answered nothing at all.
 */
export async function followCycle(desk: DeskContext, memory: FollowMemory): Promise<void> {
  const rows = (await leaseOpen(desk)).filter((row) => !desk.inFlight.has(row.id));
  forget(memory, rows);
  const open = await closeUnsent(desk, rows);
  if (open.length === 0) return;
  for (const { row } of open) if (isOursToCancel(desk, memory, row)) await carryOutCancel(desk, row);
  const checks = createChecks();
  const seen = await checkAll(desk, memory, checks, open);
  const machines = await checkMachines(desk, checks, shownRuns(seen));
  const outOfSight: string[] = [];
  for (const one of seen) {
    const view = viewOf(desk, memory, one, (isShown(one.run) && machines.get(one.run.id)) || null);
    await applyVerdict(desk, one.followed, view);
    if (isOutOfSight(desk, memory, one, view)) outOfSight.push(one.followed.row.id);
  }
  if (!checks.answered && checks.silence !== null) throw checks.silence;
  await collectUnseen(desk, memory, await readOpen(desk, outOfSight));
}

/** An intent of a process that died, or one we know was never sent: closed as such. */
async function closeUnsent(desk: DeskContext, rows: readonly RetryRow[]): Promise<Followed[]> {
  const open: Followed[] = [];
  for (const row of rows) {
    const baseline = baselineOf(row);
    if (row.state === 'requested' && (row.phase === 'claimed' || desk.neverSent.has(row.id))) {
      await closeNeverSent(desk, row, 'nothing was sent: the server was interrupted before sending');
    } else if (baseline !== null) {
      open.push({ row, baseline });
    } else {
      desk.logger.error(
        { event: 'retry.baseline-unreadable', retry: row.id },
        'the baseline of a retry cannot be read',
      );
      const evidence = 'what Enterprise Manager listed before the request cannot be read any more';
      await moveRetry(desk, row, { to: 'unconfirmed', evidence }, desk.owner);
    }
  }
  return open;
}

/**
 * Whether this process has to cancel the task of a retry on request: it holds the task's logon session; or another
 * process holds it, which has had the time to follow the retry again and has not, and then nobody can. The embedded
 * journal has one process.
 */
function isOursToCancel(desk: DeskContext, { handedOverSince }: FollowMemory, row: RetryRow): boolean {
  if (row.cancel_phase !== 'requested') return false;
  if (holdsLogon(desk, row) || desk.store.kind === 'sqlite') return true;
  const request = `${row.id} ${row.cancelled_at}`;
  const since = handedOverSince.get(row.id);
  if (since?.request !== request) handedOverSince.set(row.id, { request, at: performance.now() });
  return since?.request === request && performance.now() - since.at >= (desk.settings.followLeaseMs ?? FOLLOW_LEASE_MS);
}

function takeTurns(open: readonly Followed[], { checkedAt }: FollowMemory): Followed[] {
  return [...open]
    .sort((a, b) => (checkedAt.get(a.row.id) ?? 0) - (checkedAt.get(b.row.id) ?? 0))
    .slice(0, CHECKS_PER_CYCLE);
}

function forget(memory: FollowMemory, rows: readonly RetryRow[]): void {
  const ids = new Set(rows.map((row) => row.id));
  memory.waitTimes.keepOnly(ids);
  memory.heights.keepOnly(ids);
  for (const map of [
    memory.checkedAt,
    memory.resultTries,
    memory.noted,
    memory.still,
    memory.cancelledSince,
    memory.handedOverSince,
    memory.notBefore,
  ])
    for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
}

/** Checks runs and tasks of the retries whose turn it is. */
async function checkAll(
  desk: DeskContext,
  memory: FollowMemory,
  checks: Checks,
  open: readonly Followed[],
): Promise<Seen[]> {
  const turn = takeTurns(open, memory);
  const checkedFrom = desk.em.serverNow();
  const { seen: tasks, isListed } = await checkTasks(desk, checks, open.map(({ row }) => row).filter(needsTask));
  const runs = new Map<string, Run[] | 'unavailable'>();
  await mapLimited(turn, CHECKS_IN_FLIGHT, async (followed) => {
    runs.set(followed.row.id, await checkRuns(desk, checks, followed));
    memory.checkedAt.set(followed.row.id, desk.clock.now());
  });
  const seekers = turn.filter(({ row }) => seeksTask(row));
  const searched = await searchTasks(desk, checks, seekers, (id) => asList(runs.get(id)));
  const hints = new Map(open.map(({ row }) => [row.id, desk.mirror.job(row.job_id)?.runs ?? []]));
  // Only what may be a run of these retries: a job has hundreds in its history.
  const maybe = open.flatMap(({ row, baseline }) =>
    newRuns(baseline, [...asList(runs.get(row.id)), ...(hints.get(row.id) ?? [])], nobodys),
  );
  const ownersOf = await readRunOwners(desk, [...new Set(maybe.map(({ id }) => id))]);

  const seen = await mapLimited(open, CHECKS_IN_FLIGHT, async (each): Promise<Seen> => {
    const followed = withStart(each, memory.notBefore.get(each.row.id));
    const { row, baseline } = followed;
    const owned = ownersOf(row);
    const known = searched.get(row.id) ?? tasks.get(row.id) ?? null;
    const list = runs.get(row.id);
    if (list === undefined) {
      const run = hintedRun(followed, hints.get(row.id) ?? [], known, owned);
      return { followed, task: known, run, response: null, noNewRun: false };
    }
    const task = known ?? (needsTask(row) ? await checkTask(desk, checks, row, isListed) : null);
    if (task === 'absent' && checkedFrom !== null) memory.notBefore.set(row.id, checkedFrom);
    const run = await pickRun(desk, checks, followed, list, task, owned);
    const isAnswered = list !== 'unavailable' || isAnswer(task) || isAnswer(run);
    const noNewRun = list !== 'unavailable' && newRuns(baseline, list, owned).length === 0;
    return { followed, task, run, response: isAnswered ? 'answered' : 'errors', noNewRun };
  });
  // That everything hangs is no answer; that one thing does while others are given is like an error.
  return checks.answered ? seen : seen.map((one) => ({ ...one, response: one.response && 'silence' }));
}

function withStart({ row, baseline }: Followed, notBefore: number | undefined): Followed {
  return notBefore === undefined ? { row, baseline } : { row, baseline: { ...baseline, emSentAt: notBefore } };
}

/** Whether this is an answer; a lost logon session is known without a request. */
function isAnswer(check: Seen['task'] | Seen['run']): boolean {
  return check !== null && check !== 'unavailable' && check !== 'lost';
}

const nobodys: ReadonlySet<string> = new Set();

function asList(runs: Run[] | 'unavailable' | undefined): Run[] {
  return runs === undefined || runs === 'unavailable' ? [] : runs;
}

function shownRuns(seen: readonly Seen[]): Run[] {
  return seen.flatMap(({ run }) => (isShown(run) ? run : []));
}

function viewOf(desk: DeskContext, memory: FollowMemory, seen: Seen, machines: readonly MachineResult[] | null): View {
  const { row } = seen.followed;
  const now = desk.clock.now();
  const { task, run, response } = seen;
  const view: View = {
    ...nothingSeen,
    task,
    run,
    response,
    notBefore: memory.notBefore.get(row.id) ?? null,
    machines,
    machinesPending: machines === null && mayComeYet(memory, seen),
    cancelled: isCancelled(desk, memory, seen),
    highest: isShown(run) ? memory.heights.of(row, run) : 0,
    runMs: isShown(run) ? (desk.em.serverNow() ?? now) - run.createdAt : 0,
  };
  if (response === null) return view;
  const ownError = row.em_status !== null && row.em_status >= 500 && row.em_message !== null;
  const isClean = task === 'absent' && seen.noNewRun && ownError && row.phase === 'unknown';
  const cleanSince = memory.waitTimes.clean(row, now, isClean);
  const provenRefusal = cleanSince !== null && now - cleanSince >= (desk.settings.refusalProofMs ?? REFUSAL_PROOF_MS);
  const waitsFor = waitingFor(row, view);
  if (waitsFor === null) {
    memory.waitTimes.interrupt(row.id);
    return view;
  }
  return { ...view, provenRefusal, waitedMs: memory.waitTimes.checkedInVain(row, waitsFor, now) };
}

/**
 * The task was cancelled on request, and is gone. The backup server may have accepted the job all the same: its run
 * would appear a moment later, and the desk watches for it that long.
 */
function isCancelled(desk: DeskContext, { cancelledSince }: FollowMemory, { followed, ...seen }: Seen): boolean {
  const { id, cancel_phase: phase } = followed.row;
  const isEnded =
    phase === 'answered'
      ? seen.task === 'deleted' || seen.task === 'lost' || seen.task === 'unavailable'
      : phase === 'unknown' && seen.task === 'deleted';
  if (!isEnded || seen.response !== 'answered') return false;
  if (!seen.noNewRun) {
    cancelledSince.delete(id);
    return false;
  }
  const since = cancelledSince.get(id) ?? performance.now();
  cancelledSince.set(id, since);
  return performance.now() - since >= (desk.settings.stopWatchMs ?? STOP_WATCH_MS);
}

/** The retry has triggered, or its task waits to be collected, and Enterprise Manager has shown nothing new of it for a while. */
function isOutOfSight(desk: DeskContext, memory: FollowMemory, seen: Seen, { waitedMs }: View): boolean {
  const { run, task, response, followed } = seen;
  const { id, state } = followed.row;
  if (response !== 'answered') return false;
  const isUncollected = typeof task === 'object' && task?.state === 'operation-finished';
  if (isShown(run) && !isUncollected) return !isOver(run) && isStill(memory, id, run.progress, desk.clock.now());
  if (state === 'requested' || (state === 'accepted' && !isUncollected)) return false;
  return state === 'unseen' || waitedMs >= (desk.settings.collectAfterMs ?? COLLECT_AFTER_MS);
}

/** Results of an ended run are requested a few times before the retry ends without them. */
function mayComeYet(memory: FollowMemory, { followed, run }: Seen): boolean {
  if (!isShown(run) || !isOver(run)) return false;
  const tries = (memory.resultTries.get(followed.row.id) ?? 0) + 1;
  memory.resultTries.set(followed.row.id, tries);
  return tries < RESULT_TRIES;
}

/** Whether a failed cycle only means that Enterprise Manager is not responding. */
export function isEmSilent(error: unknown): boolean {
  return error instanceof EmError && error.isSilence;
}
