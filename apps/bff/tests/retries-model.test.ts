import { isOpen, type Task } from '@retry-desk/contract';
import { EmError } from '@retry-desk/em-client';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCards } from '#retries/cards.ts';
import type { DeskContext } from '#retries/desk-context.ts';
import { type FollowMemory, followRound } from '#retries/follow.ts';
import { takeOverAll } from '#retries/lease.ts';
import { allTasks } from '#retries/list-tasks.ts';
import { createPatience } from '#retries/patience.ts';
import { retryJob } from '#retries/retry-job.ts';
import { T0 } from '#retries/samples.ts';
import { Refusal } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { createModelEm, type Fate, type ModelEm } from './model-em.ts';
import { storeBenches } from './stores.ts';

const jobs = ['0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000002'] as const;
const VERDICT_MS = 120_000;
const POLL_MS = 2_000;

/** A desk whose rounds are made by hand, on a clock that stands still between them. */
type Stage = {
  clock: { at: number; now(): number };
  em: ModelEm;
  store: Store;
  desk: DeskContext;
  memory: FollowMemory;
};

function newDesk(store: Store, em: ModelEm, clock: Stage['clock']): Pick<Stage, 'desk' | 'memory'> {
  const quiet = { info() {}, warn() {}, error() {} };
  const desk: DeskContext = {
    store,
    em,
    clock,
    logger: quiet,
    board: { job: () => undefined, observeRuns: () => undefined },
    roleNow: async () => 'operator',
    settings: {
      retryPollMs: POLL_MS,
      verdictMs: VERDICT_MS,
      giveUpMs: VERDICT_MS,
      retriesPerJobHour: 1_000,
      retriesPerPersonHour: 1_000,
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
    memory: {
      patience: createPatience(),
      lookedAt: new Map(),
      resultTries: new Map(),
      cancelledSince: new Map(),
      noted: new Set(),
      still: new Map(),
    },
  };
}

type Action =
  | { do: 'click'; job: number; fate: Fate; outcome: 'success' | 'warning' | 'failed' }
  | { do: 'wait'; rounds: number }
  | { do: 'down' | 'up' | 'restart-em' | 'restart-desk' };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('click' as const),
      job: fc.nat(jobs.length - 1),
      fate: fc.constantFrom<Fate>(
        'accepted',
        'refused-400',
        'refused-result',
        'answer-lost',
        'cut-before',
        'error-done',
        'error-not-done',
        'done-late',
        'not-sent',
        'hangs-done',
        'hangs-not-done',
      ),
      outcome: fc.constantFrom('success' as const, 'warning' as const, 'failed' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), rounds: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('down' as const, 'up' as const, 'restart-em' as const, 'restart-desk' as const),
    }),
  },
);

const [bench] = storeBenches();
let store: Store;
beforeAll(async () => {
  await bench?.start();
  const place = await bench?.place();
  if (!place) throw new Error('no store to test on');
  store = await place.open();
});
afterAll(async () => {
  await store.close();
  await bench?.stop();
});

async function round(stage: Stage): Promise<void> {
  stage.clock.at += POLL_MS;
  await followRound(stage.desk, stage.memory).catch((error) => {
    if (!(error instanceof EmError)) throw error;
  });
}

async function restartDesk(stage: Stage): Promise<void> {
  Object.assign(stage, newDesk(stage.store, stage.em, stage.clock));
  await takeOverAll(stage.desk);
}

/** A request that hangs outlives its process: the desk is killed over it, as by kill -9. */
async function click(stage: Stage, { job, fate, outcome }: Extract<Action, { do: 'click' }>): Promise<void> {
  // Ids sort by the millisecond.
  stage.clock.at += 1;
  Object.assign(stage.em, { fate, outcome });
  const order = { jobId: jobs[job] ?? jobs[0], by: 'TECH\\anna', from: null };
  const before = stage.em.calls.length;
  const answer = retryJob(stage.desk, order, uuidv7({ msecs: stage.clock.at })).catch((error) => {
    if (!(error instanceof Refusal)) throw error;
  });
  if (!fate.startsWith('hangs') || stage.em.down) return void (await answer);
  await Promise.race([answer, reached(stage.em, before)]);
  if (stage.em.calls.length > before) await restartDesk(stage);
}

async function reached(em: ModelEm, before: number): Promise<void> {
  while (em.calls.length === before) await new Promise((resolve) => setImmediate(resolve));
}

async function play(stage: Stage, step: Action): Promise<void> {
  if (step.do === 'click') await click(stage, step);
  else if (step.do === 'wait') for (let n = 0; n < step.rounds; n += 1) await round(stage);
  else if (step.do === 'restart-em') stage.em.restart();
  else if (step.do === 'restart-desk') await restartDesk(stage);
  else stage.em.down = step.do === 'down';
}

/** The journal keeps what was sent; here every draw begins with an empty one. */
async function emptyJournal({ db }: Store): Promise<void> {
  await sql`drop trigger if exists retries_are_kept`.execute(db);
  await db.deleteFrom('retries').execute();
}

/** Why a retry's last state is not what really happened to its one request; null when it is. */
function untruth(task: Task, em: ModelEm, sent: ReadonlyMap<string, number>): string | null {
  const index = sent.get(task.taskId);
  const call = index === undefined ? undefined : em.calls[index];
  if (task.state === 'refused') return call?.executed ? `${task.taskId} refused, but carried out` : null;
  if (task.state === 'unconfirmed') return null;
  if (!call?.executed) return `${task.taskId} ${task.state}, but never carried out`;
  return task.run?.id === call.runId ? null : `${task.taskId} took the run of another for its own`;
}

test('whatever breaks in between, no retry is sent twice, none is left open, none ends as what it was not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 14 }), async (steps) => {
      await emptyJournal(store);
      const clock = { at: T0, now: () => clock.at };
      const em = createModelEm(clock, jobs);
      const stage: Stage = { clock, em, store, ...newDesk(store, em, clock) };
      clock.at += 60_000;
      for (const step of steps) await play(stage, step);

      em.down = false;
      for (let n = 0; n < 150; n += 1) await round(stage);

      const tasks = await allTasks(stage.desk, {}, 1_000);
      expect(tasks.filter((task) => isOpen(task.state)).map(({ state, steps: [...life] }) => [state, life])).toEqual(
        [],
      );
      const rows = await store.db.selectFrom('retries').select(['id', 'sent_at']).orderBy('id').execute();
      const sentRows = rows.filter((row) => row.sent_at !== null);
      expect(em.calls.length).toBe(sentRows.length);
      const sent = new Map(sentRows.map((row, index) => [row.id, index]));
      expect(tasks.flatMap((task) => untruth(task, em, sent) ?? [])).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
