import type { Outcome } from '@retry-desk/em-simulator';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '#route.ts';
import { becomes } from './becomes.ts';
import { boardScene } from './board-scene.ts';
import { openStage, type RetryStage } from './retries-stage.ts';

const anna = { requestedBy: 'TECH\\anna', from: '10.0.0.5' };
const retryCall = { method: 'POST', path: /action=retry/ };

let stage: RetryStage;
afterEach(() => stage.end());

function addFailedJob(name: string, outcome: Outcome): string {
  return stage.em.world.addJob({
    name,
    machines: ['ora01', 'ora02'],
    last: 'failed',
    reason: 'No space left.',
    outcome,
  }).id;
}

describe('a retry is followed to what the backup came to', () => {
  test.each([
    ['success', 'succeeded'],
    ['warning', 'warning'],
    ['failed', 'failed'],
  ] as const)('a job whose backup ends with %s ends as %s', async (outcome, state) => {
    stage = await openStage();
    const jobId = addFailedJob('Oracle "Backup" <ä>', outcome);
    const { desk } = await stage.begin();
    const asked = await desk.retry({ ...anna, jobId });
    expect(asked).toMatchObject({ state: 'accepted', em: { taskId: expect.stringMatching(/^task-/) } });
    const task = await becomes(desk, asked, state);
    expect(task.run).toMatchObject({ machinesTotal: expect.any(Number), endedAt: expect.any(String) });
    expect((task.run?.reasons.length ?? 0) > 0).toBe(outcome !== 'success');
    expect(task.em).toMatchObject({ state: 'Finished', success: true });
    expect(stage.em.executions.length).toBe(1);
    expect(desk.openRetry(jobId)).toBeNull();
  });

  test('a refusal of Enterprise Manager, at once or in its task, ends as refused with its message', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const atOnce = await desk.retry({ ...anna, jobId: addFailedJob('At once', 'refuse-error') });
    expect(atOnce.state).toBe('refused');
    expect(atOnce.em?.message).toBeTruthy();
    const later = await desk.retry({ ...anna, jobId: addFailedJob('Later', 'refuse-result') });
    const task = await becomes(desk, later, 'refused');
    expect(task.em).toMatchObject({ success: false, message: expect.any(String) });
  });

  test('a task whose result is empty, or asks back what nobody here can answer, ends as refused', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    for (const outcome of ['refuse-silent', 'needs-credentials', 'needs-confirmation'] as const) {
      const asked = await desk.retry({ ...anna, jobId: addFailedJob(outcome, outcome) });
      const { em } = await becomes(desk, asked, 'refused');
      expect([outcome, em?.message !== null]).toEqual([outcome, outcome !== 'refuse-silent']);
    }
  });

  test.each(['v12', 'v13'] as const)(
    'a task of %s that waits for the collection without a message leads to the reasons that hang on the children',
    async (flavour) => {
      const late = { collectionMinutes: 15, collectionDelaySeconds: 60, tasksWaitForCollection: true };
      const sparse = { taskMessages: false, taskSessionsOn: 'children', sessionJobLinks: false } as const;
      stage = await openStage({ flavour, ...late, ...sparse });
      const jobId = addFailedJob('Oracle', 'failed');
      stage.em.world.collect();
      const { desk } = await stage.begin();
      const task = await becomes(desk, await desk.retry({ ...anna, jobId }), 'failed');
      expect(task.steps.map(({ state }) => state)).not.toContain('refused');
      expect(task.run?.reasons[0]?.text).toBeTruthy();
      expect(task.em).toMatchObject({ state: 'Finished', success: true, message: null });
    },
  );

  test('fifty clicks at once reach Enterprise Manager once', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const jobId = addFailedJob('Oracle', 'success');
    const clicks = await Promise.allSettled(Array.from({ length: 50 }, () => desk.retry({ ...anna, jobId })));
    const refused = clicks.flatMap((click) => (click.status === 'rejected' ? [click.reason] : []));
    expect(refused.length).toBe(49);
    expect(refused.every((error) => error instanceof Refusal && error.code === 'retry-open')).toBe(true);
    expect(stage.em.executions.length).toBe(1);
  });

  test('of several jobs one whose runs are answered with 503 costs that one, and all others are sent', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const jobIds = Array.from({ length: 9 }, (_, n) => addFailedJob(`Job ${n}`, 'success'));
    const runsOfSecond = { method: 'GET', path: new RegExp(`JobUid.*${jobIds[1]}`), times: Number.POSITIVE_INFINITY };
    stage.em.faults.add({ ...runsOfSecond, do: { kind: 'status', status: 503 } });
    const { outcomes } = await desk.retryMany({ ...anna, jobIds });
    const reported = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.code : 'sent'));
    expect(reported).toEqual(jobIds.map((_, n) => (n === 1 ? 'em-unreachable' : 'sent')));
    expect(stage.em.executions).toHaveLength(8);
  });

  test('a run and its automatic attempt begun in one millisecond: the run on the board is the one that is retried', async () => {
    stage = await openStage();
    // Their ids stand in either order.
    const names = Array.from({ length: 8 }, (_, n) => `Job ${n}`);
    for (const name of names) {
      addFailedJob(name, 'success');
      stage.em.world.fail(name);
      stage.em.world.failAgainAtOnce(name);
    }
    const { board, read } = await boardScene({ sim: stage.em });
    await board.refreshNow();
    const shown = read().failed.map(({ id, run }) => ({ jobId: id, runId: run?.id }));
    expect(shown).toHaveLength(names.length);
    const { desk } = await stage.begin();
    const states = await Promise.all(shown.map((seen) => desk.retry({ ...anna, ...seen }).then(({ state }) => state)));
    expect(states).toEqual(names.map(() => 'accepted'));
  });

  test('a job that Enterprise Manager does not have is not found', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const jobId = '0a000000-0000-4000-8000-000000000001';
    await expect(desk.retry({ ...anna, jobId })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an answer that does not come', () => {
  test('a lost answer is found again by evidence, and nothing is sent again', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    stage.em.faults.add({ ...retryCall, times: 1, do: { kind: 'lose-answer' } });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'failed') });
    expect(asked.state).toBe('requested');
    const task = await becomes(desk, asked, 'failed');
    expect(task.steps.map(({ state }) => state)).toContain('accepted');
    expect(stage.em.executions.length).toBe(1);
  });

  test('two lost answers at once do not take each other’s task', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    stage.em.faults.add({ ...retryCall, times: 2, do: { kind: 'lose-answer' } });
    const asked = await Promise.all([
      desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'failed') }),
      desk.retry({ ...anna, jobId: addFailedJob('Oracle Archive', 'success') }),
    ]);
    expect((await becomes(desk, asked[0], 'succeeded', 'warning', 'failed', 'unconfirmed')).state).toBe('failed');
    expect((await becomes(desk, asked[1], 'succeeded', 'warning', 'failed', 'unconfirmed')).state).toBe('succeeded');
    expect(stage.em.executions.length).toBe(2);
  });

  test('a request that was cut off before it arrived ends as unconfirmed, and the job is free', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const jobId = addFailedJob('Oracle', 'success');
    stage.em.faults.add({ ...retryCall, times: 1, do: { kind: 'cut-before' } });
    const asked = await desk.retry({ ...anna, jobId });
    await becomes(desk, asked, 'unconfirmed');
    expect(stage.em.executions.length).toBe(0);
    await becomes(desk, await desk.retry({ ...anna, jobId }), 'succeeded');
    expect(stage.em.executions.length).toBe(1);
  });

  test('an error 500 after the job was started is no refusal', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    stage.em.faults.add({ ...retryCall, times: 1, do: { kind: 'status-after', status: 500 } });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'success') });
    await becomes(desk, asked, 'succeeded');
    expect(stage.em.executions.length).toBe(1);
  });

  test('an error 500 before anything was started ends as refused or unconfirmed, and nothing is sent again', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    stage.em.faults.add({ ...retryCall, times: 1, do: { kind: 'status', status: 500 } });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'success') });
    await becomes(desk, asked, 'refused', 'unconfirmed');
    expect(stage.em.executions.length).toBe(0);
  });
});

describe('Enterprise Manager comes and goes', () => {
  test.each(['expireSessions', 'restart'] as const)(
    'after %s in the middle the result is still found',
    async (event) => {
      stage = await openStage();
      const { desk } = await stage.begin();
      const asked = await desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'warning') });
      stage.em[event]();
      await becomes(desk, asked, 'warning');
      expect(stage.em.executions.length).toBe(1);
    },
  );

  test('while it is away nothing changes, and what was open is followed on when it is back', async () => {
    stage = await openStage();
    const { desk } = await stage.begin({ verdictMs: 600 });
    const port = Number(new URL(stage.em.url).port);
    const asked = await desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'success') });
    await stage.em.stop();
    const before = await desk.task(asked.taskId);
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(before.requestedAt) + 1_500), {
      timeout: 5_000,
    });
    expect(await desk.task(asked.taskId)).toEqual(before);
    const jobId = addFailedJob('Mail', 'success');
    await expect(desk.retry({ ...anna, jobId })).rejects.toMatchObject({ code: 'em-unreachable' });
    expect(desk.openRetry(jobId)).toBeNull();
    await stage.em.start(port);
    await becomes(desk, asked, 'succeeded');
  });

  test('a run that is collected late is unseen for a while, then found', async () => {
    stage = await openStage({ collectionMinutes: 6000, speed: 300 });
    const { em } = stage;
    const { desk } = await stage.begin({ verdictMs: 300, collectUnseen: false });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob('Oracle', 'success') });
    await becomes(desk, asked, 'unseen');
    await vi.waitFor(
      async () => {
        em.world.collect();
        expect((await desk.task(asked.taskId)).state).toBe('succeeded');
      },
      { timeout: 60_000, interval: 20 },
    );
  });
});
