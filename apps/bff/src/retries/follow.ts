import { EmError, type EmTask, type Run } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import { isOver, isSilence } from './baseline.ts';
import { readRunOwners, readTaskClaims } from './claims.ts';
import { COLLECT_AFTER_MS, type CollectMemory, collectUnseen, isStill } from './collect-unseen.ts';
import { type DeskContext, REFUSAL_PROOF_MS } from './desk-context.ts';
import { newRuns } from './evidence.ts';
import type { Followed } from './followed.ts';
import { readOpen } from './journal.ts';
import { leaseOpen } from './lease.ts';
import {
  findTask,
  hintedRun,
  lookAtMachines,
  lookAtOwnTask,
  lookAtRuns,
  lookAtTasks,
  needsTasks,
  pickRun,
  type TaskList,
  unlessSilent,
} from './look.ts';
import { mapLimited } from './map-limited.ts';
import type { Patience } from './patience.ts';
import { baselineOf } from './retry.ts';
import { closeNeverSent } from './send.ts';
import { settle } from './settle.ts';
import { isWaiting, type View } from './verdict.ts';

/** Jobs asked about in one round; with more retries open they take turns, and the board's news serves the others. */
const LOOKS_PER_ROUND = 16;
const LOOKS_IN_FLIGHT = 4;

const RESULT_TRIES = 5;

type Seen = {
  followed: Followed;
  task: EmTask | 'lost' | null;
  run: Run | 'gone' | null;
  clean: boolean;
  complete: boolean;
};

export type FollowMemory = CollectMemory & {
  patience: Patience;
  lookedAt: Map<string, number>;
  resultTries: Map<string, number>;
};

/**
 * One round: look at Enterprise Manager once for all open retries, and move on those it has news of.
 * @throws EmError when Enterprise Manager does not answer; nothing has been concluded then.
 */
export async function followRound(desk: DeskContext, memory: FollowMemory): Promise<void> {
  const rows = (await leaseOpen(desk)).filter((row) => !desk.inFlight.has(row.id));
  forget(memory, rows);
  const open = await closeUnsent(desk, rows);
  if (open.length === 0) return;
  try {
    const list = open.some(({ row }) => needsTasks(row)) ? await lookAtTasks(desk) : null;
    const turn = takeTurns(open, memory);
    const runs = new Map<string, Run[]>();
    await mapLimited(turn, LOOKS_IN_FLIGHT, async (followed) => {
      const read = await unlessSilent(() => lookAtRuns(desk, followed));
      if (read) runs.set(followed.row.id, read);
      memory.lookedAt.set(followed.row.id, desk.clock.now());
    });
    const seen = await interpret(desk, open, list, runs);
    const found = seen.flatMap(({ run }) => (run === null || run === 'gone' ? [] : run));
    const machines = await lookAtMachines(desk, found);
    const outOfSight: string[] = [];
    for (const one of seen) {
      const results = one.run === null || one.run === 'gone' ? null : (machines.get(one.run.id) ?? null);
      const view = viewOf(desk, memory, one, results);
      await settle(desk, one.followed, view);
      if (isOutOfSight(desk, memory, one, view)) outOfSight.push(one.followed.row.id);
    }
    const rows = await readOpen(desk, outOfSight);
    await collectUnseen(desk, memory, rows);
  } catch (error) {
    if (error instanceof EmError) for (const { row } of open) memory.patience.interrupt(row.id);
    throw error;
  }
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
    }
  }
  return open;
}

function takeTurns(open: readonly Followed[], { lookedAt }: FollowMemory): Followed[] {
  return [...open]
    .sort((a, b) => (lookedAt.get(a.row.id) ?? 0) - (lookedAt.get(b.row.id) ?? 0))
    .slice(0, LOOKS_PER_ROUND);
}

function forget(memory: FollowMemory, rows: readonly RetryRow[]): void {
  const ids = new Set(rows.map((row) => row.id));
  memory.patience.keepOnly(ids);
  for (const map of [memory.lookedAt, memory.resultTries, memory.noted, memory.still])
    for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
}

async function interpret(
  desk: DeskContext,
  open: readonly Followed[],
  list: TaskList | null,
  looked: ReadonlyMap<string, Run[]>,
): Promise<Seen[]> {
  const hints = new Map(open.map(({ row }) => [row.id, desk.board.job(row.job_id)?.runs ?? []]));
  const runIds = [...looked.values(), ...hints.values()].flat().map((run) => run.id);
  const ownersOf = await readRunOwners(desk, [...new Set(runIds)]);
  const seekersThere = list?.logonId && open.some(({ row }) => row.state === 'requested');
  const claims = seekersThere && list.logonId !== null ? await readTaskClaims(desk, list.logonId) : null;
  return mapLimited(open, LOOKS_IN_FLIGHT, async (followed): Promise<Seen> => {
    const { row, baseline } = followed;
    const owned = ownersOf(row);
    const runs = looked.get(row.id);
    const fresh = newRuns(baseline, runs ?? [], owned);
    const search = row.state === 'requested' && list && claims ? findTask(followed, list, claims, fresh) : null;
    if (runs === undefined) {
      const task = search?.task ?? listed(list, row);
      const run = hintedRun(followed, hints.get(row.id) ?? [], owned);
      return { followed, task, run, clean: false, complete: false };
    }
    const answer = await unlessSilent(async () => {
      const own = row.state === 'accepted' && list ? await lookAtOwnTask(desk, row, list) : listed(list, row);
      const task = search?.task ?? own;
      return { task, run: await pickRun(desk, followed, runs, task, owned) };
    });
    if (answer === undefined) return { followed, task: null, run: null, clean: false, complete: false };
    return { followed, ...answer, clean: search?.noneNew === true && answer.run === null, complete: true };
  });
}

/** The retry's task where the list already shows it; that it does not proves nothing here. */
function listed(list: TaskList | null, row: RetryRow): EmTask | null {
  const own = list?.tasks?.find((task) => task.ref.taskId === row.em_task_id && task.ref.logonId === row.logon_id);
  return own ?? null;
}

function viewOf(desk: DeskContext, memory: FollowMemory, seen: Seen, machines: View['machines']): View {
  const { row } = seen.followed;
  const now = desk.clock.now();
  const { task, run, complete } = seen;
  const view: View = {
    task,
    run,
    complete,
    machines,
    machinesPending: machines === null && mayComeYet(memory, seen),
    provenRefusal: false,
    waitedMs: row.waited_ms,
  };
  if (!seen.complete) return view;
  const ownError = row.em_status !== null && row.em_status >= 500 && row.em_message !== null;
  const cleanSince = memory.patience.clean(row, now, seen.clean && ownError && row.phase === 'unknown');
  const provenRefusal = cleanSince !== null && now - cleanSince >= (desk.settings.refusalProofMs ?? REFUSAL_PROOF_MS);
  if (!isWaiting(row, view)) {
    memory.patience.interrupt(row.id);
    return view;
  }
  return { ...view, provenRefusal, waitedMs: memory.patience.lookedInVain(row, now) };
}

/** The retry has triggered, and Enterprise Manager has not shown its run, or nothing new of it, for a while. */
function isOutOfSight(desk: DeskContext, memory: FollowMemory, seen: Seen, { waitedMs }: View): boolean {
  const { run, complete, followed } = seen;
  const { id, state } = followed.row;
  if (!complete) return false;
  if (run !== null && run !== 'gone') return !isOver(run) && isStill(memory, id, run.progress, desk.clock.now());
  if (state !== 'triggered' && state !== 'unseen') return false;
  return state === 'unseen' || waitedMs >= (desk.settings.collectAfterMs ?? COLLECT_AFTER_MS);
}

/** Results of a run that is over are asked for a few times before the retry ends without them. */
function mayComeYet(memory: FollowMemory, { followed, run }: Seen): boolean {
  if (run === null || run === 'gone' || !isOver(run)) return false;
  const tries = (memory.resultTries.get(followed.row.id) ?? 0) + 1;
  memory.resultTries.set(followed.row.id, tries);
  return tries < RESULT_TRIES;
}

/** Whether a failed round only means that Enterprise Manager does not answer. */
export function isEmSilent(error: unknown): boolean {
  return error instanceof EmError && isSilence(error);
}
