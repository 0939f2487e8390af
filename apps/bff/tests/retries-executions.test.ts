import { isOpen } from '@retry-desk/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { Refusal } from '#route.ts';
import { piecesOf } from './pieces.ts';
import type { DeskProcess } from './retries-process.ts';
import { openStage, type RetryStage } from './retries-stage.ts';

const JOBS = 150;
const CLICKS = 3;
const outcomes = ['success', 'warning', 'failed', 'success', 'refuse-result', 'refuse-error'] as const;
const verdictOf = {
  success: 'succeeded',
  warning: 'warning',
  failed: 'failed',
  'refuse-result': 'refused',
  'refuse-error': 'refused',
} as const;

let stage: RetryStage;
afterEach(() => stage.end());

/** Fewer than half of the requests go well; some meet two faults at once. */
function makeFlaky(): void {
  const call = { method: 'POST', path: /action=retry/, times: Number.POSITIVE_INFINITY };
  const { faults } = stage.em;
  faults.add({ ...call, probability: 0.25, do: { kind: 'lose-answer' } });
  faults.add({ ...call, probability: 0.15, do: { kind: 'cut-before' } });
  faults.add({ ...call, probability: 0.1, do: { kind: 'status-after', status: 500 } });
  faults.add({ ...call, probability: 0.1, do: { kind: 'status', status: 500 } });
  // Carried out after our deadline has passed.
  faults.add({ ...call, probability: 0.1, do: { kind: 'held', ms: 700 } });
}

async function clickAll(begun: DeskProcess, jobIds: readonly string[]): Promise<void> {
  const clicks = jobIds.flatMap((jobId) =>
    Array.from({ length: CLICKS }, (_, n) => ({ jobId, requestedBy: `TECH\\p${n}`, from: null })),
  );
  const answers = await Promise.allSettled(clicks.map((click) => begun.desk.retry(click)));
  for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(Refusal);
}

test('of 150 jobs on a lossy line none is sent twice, none stays undecided, none ends as what it was not', async () => {
  stage = await openStage({ speed: 2_000 });
  const outcomeOf = new Map(
    Array.from({ length: JOBS }, (_, n) => {
      const outcome = outcomes[n % outcomes.length] ?? 'success';
      const { id } = stage.em.world.addJob({ name: `Job ${n}`, machines: [`host${n}`], last: 'failed', outcome });
      return [id, outcome];
    }),
  );
  const jobIds = [...outcomeOf.keys()];
  const settings = { verdictMs: 2_500, giveUpMs: 2_500 };
  makeFlaky();

  const first = await stage.begin(settings, 500);
  for (let n = 0; n < JOBS / 2; n += 15) await clickAll(first, jobIds.slice(n, n + 15));
  await first.end();
  const second = await stage.begin(settings, 500);
  for (let n = JOBS / 2; n < JOBS; n += 15) await clickAll(second, jobIds.slice(n, n + 15));
  stage.em.faults.clear();

  await vi.waitFor(() => expect(second.desk.cards().filter(({ state }) => isOpen(state))).toEqual([]), {
    timeout: 200_000,
    interval: 100,
  });
  const tasks = (await piecesOf(second.desk.tasksForExport({}))).flat();
  const executions = Map.groupBy(stage.em.executions, ({ jobId }) => jobId);
  const twice = [...executions].filter(([, times]) => times.length > 1);
  expect(twice).toEqual([]);
  const untrue = jobIds.flatMap((jobId) => {
    const states = tasks.filter((task) => task.jobId === jobId).map(({ state }) => state);
    const seen = states.filter((state) => state !== 'unconfirmed' && state !== 'refused');
    const outcome = outcomeOf.get(jobId) ?? 'success';
    const expected = executions.has(jobId) && verdictOf[outcome] !== 'refused' ? [verdictOf[outcome]] : [];
    return JSON.stringify(seen) === JSON.stringify(expected) ? [] : [{ jobId, outcome, states }];
  });
  expect(untrue).toEqual([]);
}, 300_000);
