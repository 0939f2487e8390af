import type { Task } from '@retry-desk/contract';
import { EmError } from '@retry-desk/em-client';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { createCards } from '#retries/cards.ts';
import type { DeskContext, DeskSettings } from '#retries/desk-context.ts';
import { createFollowMemory, type FollowMemory, followCycle } from '#retries/follow.ts';
import { takeOverAll } from '#retries/retry-leases.ts';
import { T0 } from '#retries/samples.ts';
import type { Store } from '#store/open-store.ts';
import { createModelEm, type ModelEm } from './model-em.ts';

export const jobs = ['0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000002'] as const;
export const VERDICT_MS = 120_000;
export const POLL_MS = 2_000;

/** A desk whose cycles are started by hand, on a clock that stands still between them. */
export type Stage = {
  clock: { at: number; now(): number };
  em: ModelEm;
  store: Store;
  settings: Partial<DeskSettings>;
  desk: DeskContext;
  memory: FollowMemory;
};

/** A desk on an empty journal, before an Enterprise Manager in which all jobs failed a minute ago. */
export async function openByHand(store: Store, settings: Partial<DeskSettings> = {}): Promise<Stage> {
  await emptyJournal(store);
  const clock = { at: T0, now: () => clock.at };
  const em = createModelEm(clock, jobs);
  clock.at += 60_000;
  return { clock, em, store, settings, ...newDesk(store, em, clock, settings) };
}

function newDesk(
  store: Store,
  em: ModelEm,
  clock: Stage['clock'],
  settings: Partial<DeskSettings>,
): Pick<Stage, 'desk' | 'memory'> {
  const quiet = { info() {}, warn() {}, error() {} };
  const desk: DeskContext = {
    store,
    em,
    clock,
    logger: quiet,
    mirror: { job: () => undefined, observeRuns: () => undefined, veeamRetriesAt: () => null },
    roleNow: async () => 'operator',
    settings: {
      retryPollMs: POLL_MS,
      verdictMs: VERDICT_MS,
      giveUpMs: VERDICT_MS,
      retriesPerJobHour: 1_000,
      retriesPerPersonHour: 1_000,
      ...settings,
    },
    owner: uuidv7(),
    cards: createCards(clock),
    inFlight: new Set(),
    neverSent: new Set(),
    wake: () => undefined,
    stopping: () => false,
  };
  return {
    desk,
    memory: createFollowMemory(),
  };
}

/** One check of everything, a poll later. */
export async function cycle(stage: Stage): Promise<void> {
  stage.clock.at += POLL_MS;
  await followCycle(stage.desk, stage.memory).catch((error) => {
    if (!(error instanceof EmError)) throw error;
  });
}

export async function restartDesk(stage: Stage): Promise<void> {
  Object.assign(stage, newDesk(stage.store, stage.em, stage.clock, stage.settings));
  await takeOverAll(stage.desk);
}

/** The journal keeps what was sent; here every draw begins with an empty one. */
export async function emptyJournal({ db }: Store): Promise<void> {
  await sql`drop trigger if exists retries_are_kept`.execute(db);
  await db.deleteFrom('retries').execute();
}

const ends = { succeeded: 'success', warning: 'warning', failed: 'failed', stopped: 'none' } as const;

/** Why a retry's last state is not what really happened to its one request; null when it is. */
export function untruth(task: Task, em: ModelEm, sent: ReadonlyMap<string, number>): string | null {
  const index = sent.get(task.taskId);
  const call = index === undefined ? undefined : em.calls[index];
  if (task.state === 'refused') return call?.executed ? `${task.taskId} refused, but carried out` : null;
  if (task.state === 'unconfirmed') return null;
  if (!call?.executed) return `${task.taskId} ${task.state}, but never carried out`;
  if (task.run?.id !== call.runId) return `${task.taskId} took the run of another for its own`;
  const end = Object.entries(ends).find(([state]) => state === task.state)?.[1];
  const really = em.outcomeOf(call.runId);
  return end === really ? null : `${task.taskId} ${task.state}, but its run came to ${really}`;
}
