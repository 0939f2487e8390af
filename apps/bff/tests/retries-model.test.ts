import { isOpen } from '@retry-desk/contract';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { readTaskList, taskPages } from '#retries/list-tasks.ts';
import { retryJob } from '#retries/retry-job.ts';
import { Refusal } from '#route.ts';
import type { ModelEm } from './model-em.ts';
import { type Fate, type Subject, subjects, type Trouble, troubles } from './model-failures.ts';
import { piecesOf } from './pieces.ts';
import { cycle, jobs, openByHand, restartDesk, type Stage, untruth } from './retries-by-hand.ts';
import { sharedStore } from './stores.ts';

/** Half a minute on a quiet machine; on a busy one it only takes longer. */
const BUSY_MS = 600_000;

type Action =
  | { do: 'click'; job: number; fate: Fate; outcome: 'success' | 'warning' | 'failed' }
  | { do: 'wait'; cycles: number }
  | { do: 'foreign run'; job: number; outcome: 'success' | 'warning' | 'failed'; seconds: number }
  | { do: 'stop in Veeam'; job: number }
  | { do: 'trouble'; subject: Subject; kind: Trouble | null }
  | { do: 'collect' }
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
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), cycles: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('down' as const, 'up' as const, 'restart-em' as const, 'restart-desk' as const),
    }),
  },
);

const outcome = fc.constantFrom('success' as const, 'warning' as const, 'failed' as const);
/** Events beside us, and facts that Enterprise Manager does not show. */
const elsewhere: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('foreign run' as const),
      job: fc.nat(jobs.length - 1),
      outcome,
      seconds: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop in Veeam' as const), job: fc.nat(jobs.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('collect' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('trouble' as const),
      subject: fc.constantFrom(...subjects),
      kind: fc.constantFrom(null, ...troubles),
    }),
  },
);

/** How this Enterprise Manager shows what it does. */
const manner = fc.record({
  collection: fc.constantFrom('at once' as const, 'by hand' as const),
  links: fc.boolean(),
  names: fc.boolean(),
});

const store = sharedStore();

/** A request that hangs outlives its process: the desk is killed over it, as by kill -9. */
async function click(stage: Stage, { job, fate, outcome }: Extract<Action, { do: 'click' }>): Promise<void> {
  // Ids sort by the millisecond.
  stage.clock.at += 1;
  Object.assign(stage.em, { fate, outcome });
  const order = { jobId: jobs[job] ?? jobs[0], requestedBy: 'TECH\\anna', from: null };
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
  else if (step.do === 'wait') for (let n = 0; n < step.cycles; n += 1) await cycle(stage);
  else if (step.do === 'restart-em') stage.em.restart();
  else if (step.do === 'foreign run') beginForeignRun(stage, step);
  else if (step.do === 'stop in Veeam') stage.em.stopRun(jobs[step.job] ?? jobs[0]);
  else if (step.do === 'collect') stage.em.collectNow();
  else if (step.do === 'trouble') {
    if (step.kind === null) stage.em.trouble.delete(step.subject);
    else stage.em.trouble.set(step.subject, step.kind);
  } else if (step.do === 'restart-desk') await restartDesk(stage);
  else stage.em.down = step.do === 'down';
}

/** A job that runs is not started again by its schedule. */
function beginForeignRun(
  { em, clock }: Stage,
  { job, outcome, seconds }: Extract<Action, { do: 'foreign run' }>,
): void {
  clock.at += 1;
  const id = jobs[job] ?? jobs[0];
  if (!em.isRunning(id)) em.addRun(id, outcome, seconds * 1_000);
}

/** Plays the steps, lets calm return, and holds every retry against what really happened. */
async function holdsTrue(steps: readonly Action[], how: Partial<ModelEm>): Promise<void> {
  const stage = await openByHand(store());
  const { em } = stage;
  Object.assign(em, how);
  em.collectNow();
  for (const step of steps) await play(stage, step);

  em.down = false;
  em.trouble.clear();
  for (let n = 0; n < 200 && (await readTaskList(stage.desk, { state: 'open' }, 1)).tasks.length > 0; n += 1) {
    em.collectNow();
    await cycle(stage);
  }

  const tasks = (await piecesOf(taskPages(stage.desk, {}))).flat();
  expect(tasks.filter((task) => isOpen(task.state)).map(({ state, steps: [...life] }) => [state, life])).toEqual([]);
  const rows = await store().db.selectFrom('retries').select(['id', 'sent_at']).orderBy('id').execute();
  const sentRows = rows.filter((row) => row.sent_at !== null);
  expect(em.calls.length).toBe(sentRows.length);
  const sent = new Map(sentRows.map((row, index) => [row.id, index]));
  expect(tasks.flatMap((task) => untruth(task, em, sent) ?? [])).toEqual([]);
}

test(
  'whatever breaks in between, no retry is sent twice, none is left open, none ends as what it was not',
  async () => {
    const plays = fc.array(action, { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(plays, (steps) => holdsTrue(steps, {})),
      { numRuns: 60 },
    );
  },
  BUSY_MS,
);

test(
  'in whatever order tasks, runs of others and late collections come into view, no retry ends as what it was not',
  async () => {
    const step = fc.oneof({ weight: 4, arbitrary: action }, { weight: 5, arbitrary: elsewhere });
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }), manner, holdsTrue), {
      numRuns: 100,
    });
  },
  BUSY_MS,
);
