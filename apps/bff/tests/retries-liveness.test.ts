import { isOpen, openRetryStates, type RetryState } from '@retry-desk/contract';
import { describe, expect, test } from 'vitest';
import { readRetry } from '#retries/journal.ts';
import { presentTask } from '#retries/present.ts';
import { retryJob } from '#retries/retry-job.ts';
import { subjects, troubles } from './model-failures.ts';
import { cycle, jobs, openByHand, POLL_MS, restartDesk, type Stage, untruth } from './retries-by-hand.ts';
import { sharedStore } from './stores.ts';

const bounds = { verdictMs: 10_000, giveUpMs: 20_000, stillMs: 40_000 };
/** All limits one after the other, and a few cycles for repeated requests. */
const MOST_CYCLES = (2 * (bounds.verdictMs + bounds.giveUpMs) + bounds.stillMs) / POLL_MS + 10;
const id = '019c1311-0000-7000-8000-000000000001';
const order = { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null };

const store = sharedStore();

async function stateOf({ desk }: Stage): Promise<RetryState> {
  const retry = await readRetry(desk, id);
  if (!retry) throw new Error('there is no retry');
  return retry.row.state;
}

/** A retry in this state, whose backup is really carried out. */
async function bringTo(state: RetryState): Promise<Stage> {
  const stage = await openByHand(store(), bounds);
  const { em } = stage;
  em.names = true;
  if (state === 'requested') em.fate = 'answer-lost';
  await retryJob(stage.desk, order, id);
  em.hidesRuns = state === 'triggered' || state === 'unseen';
  for (let n = 0; n < MOST_CYCLES && (await stateOf(stage)) !== state; n += 1) await cycle(stage);
  expect(await stateOf(stage)).toBe(state);
  em.hidesRuns = false;
  return stage;
}

describe.each(openRetryStates)('a retry that is %s', (state) => {
  test.each([
    ...subjects.flatMap((subject) => troubles.map((trouble) => [[subject], trouble] as const)),
    ...troubles.map((trouble) => [subjects, trouble] as const),
  ])('ends in a true word though questions for %j are answered with %s for ever', async (asked, trouble) => {
    const stage = await bringTo(state);
    for (const subject of asked) stage.em.trouble.set(subject, trouble);
    for (let n = 0; n < MOST_CYCLES && isOpen(await stateOf(stage)); n += 1) await cycle(stage);
    const retry = await readRetry(stage.desk, id);
    const task = retry && presentTask(retry);
    expect(task && isOpen(task.state), JSON.stringify(task?.steps)).toBe(false);
    expect(task && untruth(task, stage.em, new Map([[id, 0]]))).toBeNull();
    // A single failure hides nothing else: the result of the backup is found all the same.
    const needed = state === 'requested' ? ['tasks', 'runs', 'run'] : ['runs', 'run'];
    if (!asked.some((subject) => needed.includes(subject))) expect(task?.state).toBe('succeeded');
  });
});

describe('a retry ends', () => {
  test('when its run shows nothing new for very long', async () => {
    const stage = await bringTo('running');
    stage.em.hangRuns();
    for (let n = 0; n < MOST_CYCLES && isOpen(await stateOf(stage)); n += 1) await cycle(stage);
    expect(await stateOf(stage)).toBe('unconfirmed');
  });

  test('when its run swings up and down for very long, and comes to nothing new', async () => {
    const stage = await bringTo('running');
    stage.em.hangRuns();
    for (let n = 0; n < MOST_CYCLES && isOpen(await stateOf(stage)); n += 1) {
      stage.em.showProgress(jobs[0], n % 2 === 0 ? 40 : 60);
      await cycle(stage);
      if (n % 12 === 11) await restartDesk(stage);
    }
    expect(await stateOf(stage)).toBe('unconfirmed');
  });

  test('when its run goes on beyond all measure, though it shows progress all the time', async () => {
    const stage = await bringTo('running');
    stage.em.hangRuns();
    Object.assign(stage.desk.settings, { longestRunMs: 3 * bounds.stillMs });
    for (let n = 0; n < 2 * MOST_CYCLES && isOpen(await stateOf(stage)); n += 1) {
      stage.em.showProgress(jobs[0], n / 10);
      await cycle(stage);
    }
    expect(await stateOf(stage)).toBe('unconfirmed');
  });

  test('as stopped when somebody stopped its run in Veeam', async () => {
    const stage = await bringTo('running');
    stage.em.stopRun(jobs[0]);
    for (let n = 0; n < MOST_CYCLES && isOpen(await stateOf(stage)); n += 1) await cycle(stage);
    expect(await stateOf(stage)).toBe('stopped');
  });

  test('when its job and everything of it has been deleted', async () => {
    for (const state of openRetryStates) {
      const stage = await bringTo(state);
      stage.em.forgetJob(jobs[0]);
      for (let n = 0; n < MOST_CYCLES && isOpen(await stateOf(stage)); n += 1) await cycle(stage);
      expect(isOpen(await stateOf(stage)), state).toBe(false);
    }
  });
});
