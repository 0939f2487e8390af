import { afterEach, describe, expect, test, vi } from 'vitest';
import { becomes } from './becomes.ts';
import { openStage, type RetryStage } from './retries-stage.ts';

const anna = { requestedBy: 'TECH\\anna', from: '10.0.0.5' };
const retryCall = { method: 'POST', path: /action=retry/ };
const FOREVER = Number.POSITIVE_INFINITY;

let stage: RetryStage;
afterEach(() => stage.end());

function addFailedJob(outcome: 'success' | 'failed' | 'refuse-result' = 'success'): string {
  return stage.em.world.addJob({ name: 'Oracle', machines: ['ora01'], last: 'failed', outcome }).id;
}

/** How the reference shows a task that is not collected yet (build 13.0, GET /tasks/{ID}): with a Result that is no verdict. */
function withResult(text: string): string {
  const result = '<Result Success="true"><Message>OperationFinished</Message></Result>';
  return text.replaceAll(
    /(<State>OperationFinished<\/State>\s*<Operation>[^<]*<\/Operation>)(?!\s*<Result)/g,
    `$1${result}`,
  );
}

describe('the task of a retry', () => {
  test('is read until it is finished, whatever Result it carries before', async () => {
    stage = await openStage({ speed: 4 });
    const { desk } = await stage.begin({ retryPollMs: 20 });
    stage.em.faults.add({ path: /tasks\/|type=Task/, times: FOREVER, do: { kind: 'body', transform: withResult } });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
    const words = new Set<string>();
    await vi.waitFor(
      async () => {
        const task = await desk.task(asked.taskId);
        words.add(`${task.em?.state} ${task.em?.success}`);
        expect(task.state).toBe('succeeded');
      },
      { timeout: 60_000, interval: 10 },
    );
    expect(words).toContain('OperationFinished null');
    expect(words).not.toContain('OperationFinished true');
    expect((await desk.task(asked.taskId)).em).toMatchObject({ state: 'Finished', success: true });
  });

  test.each([
    ['false', 'refused'],
    ['true', 'succeeded'],
  ] as const)(
    'that is finished with Success=%s in the very answer to the request decides at once',
    async (success, end) => {
      stage = await openStage();
      const { desk } = await stage.begin();
      stage.em.faults.add({
        ...retryCall,
        do: {
          kind: 'body',
          transform: (text) =>
            text
              .replace('<State>Running</State>', '<State>Finished</State>')
              .replace('</Operation>', `</Operation><Result Success="${success}"><Message>At once.</Message></Result>`),
        },
      });
      const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
      expect(asked.state).toBe(end === 'refused' ? 'refused' : 'triggered');
      expect((await becomes(desk, asked, end)).em?.message).toBe('At once.');
    },
  );

  test.each([500, 403])(
    'that is answered with %d for ever does not keep the backup’s result from the board',
    async (status) => {
      stage = await openStage();
      const { desk } = await stage.begin({ verdictMs: 400 });
      stage.em.faults.add({ method: 'GET', path: /tasks|type=Task/i, times: FOREVER, do: { kind: 'status', status } });
      const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
      const task = await becomes(desk, asked, 'succeeded');
      expect(task.em?.state ?? null).toBeNull();
      expect(desk.openRetry(task.jobId)).toBeNull();
    },
  );

  test.each([
    ['without its id', (text: string) => text.replaceAll(/<TaskId>[^<]*<\/TaskId>/g, '<TaskId/>')],
    ['called otherwise', (text: string) => text.replaceAll(/(<\/?)Task(?=[ >])/g, '$1EntityTask')],
    ['without its operation', (text: string) => text.replaceAll(/<Operation>[^<]*<\/Operation>/g, '')],
  ])('that is listed %s is not taken for absent: the request may have been carried out', async (_how, spoilt) => {
    stage = await openStage({ collectionMinutes: 6_000 });
    const { desk } = await stage.begin({ verdictMs: 400, refusalProofMs: 50, collectUnseen: false });
    stage.em.faults.add({ ...retryCall, do: { kind: 'status-after', status: 500 } });
    const lists = { method: 'GET', path: /tasks|type=Task/i, times: FOREVER };
    stage.em.faults.add({ ...lists, do: { kind: 'body', transform: spoilt } });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
    expect(stage.em.executions).toHaveLength(1);
    expect((await becomes(desk, asked, 'refused', 'unconfirmed')).state).toBe('unconfirmed');
  });

  test('that could not be distinguished from older ones leaves the retry unconfirmed, with the run that may be its own', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const counts = { method: 'GET', path: /tasks|type=Task/i, times: FOREVER };
    stage.em.faults.add({ ...counts, do: { kind: 'status', status: 500 } });
    stage.em.faults.add({ ...retryCall, do: { kind: 'lose-answer' } });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
    const task = await becomes(desk, asked, 'unconfirmed', 'succeeded');
    expect([task.state, task.steps.at(-1)?.evidence]).toEqual([
      'unconfirmed',
      expect.stringMatching(/a run of \S+ ended with Success, and whether it is this retry’s is not known/),
    ]);
    expect(task.run).toMatchObject({ result: 'success' });
    expect(desk.openRetry(task.jobId)).toBeNull();
  });

  test('that reports a failure wins over a scheduled run that began between the click and its result', async () => {
    stage = await openStage({ speed: 4 });
    const { desk } = await stage.begin({ retryPollMs: 20 });
    const jobId = addFailedJob('refuse-result');
    const asked = await desk.retry({ ...anna, jobId });
    stage.em.world.startRun('Oracle');
    const task = await becomes(desk, asked, 'refused');
    expect(task.run).toBeNull();
  });
});

describe('a run', () => {
  test('that was over before the click, and is collected after it, is never taken for the retry’s', async () => {
    const clock = { ahead: -7_200_000, now: () => Date.now() + clock.ahead };
    stage = await openStage({ collectionMinutes: 6_000_000, speed: 10, clock });
    const { em } = stage;
    const jobId = addFailedJob();
    em.world.collect();
    // It ran and failed again an hour ago, after the last collection.
    clock.ahead = -3_600_000;
    em.world.fail('Oracle');
    clock.ahead = 0;
    const { desk } = await stage.begin({ verdictMs: 500, collectUnseen: false, retryPollMs: 20 });
    const asked = await desk.retry({ ...anna, jobId });
    em.world.collect();
    await becomes(desk, asked, 'unseen', 'running');
    await vi.waitFor(
      async () => {
        em.world.collect();
        const { state } = await desk.task(asked.taskId);
        expect(state).not.toBe('failed');
        expect(state).toBe('succeeded');
      },
      { timeout: 60_000, interval: 50 },
    );
  });

  test('that is over without a result was stopped by somebody', async () => {
    stage = await openStage({ speed: 2 });
    const { desk } = await stage.begin({ verdictMs: 400 });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
    await becomes(desk, asked, 'running');
    stage.em.faults.add({
      path: /backupSessions|BackupJobSession/,
      times: FOREVER,
      do: {
        kind: 'body',
        transform: (text) => text.replaceAll('<State>Working</State>', '<State>Stopped</State>'),
      },
    });
    await becomes(desk, asked, 'stopped');
  });

  test('that is stopped in Veeam by a person ends the retry as stopped', async () => {
    stage = await openStage({ speed: 2 });
    const { desk, client } = await stage.begin();
    const jobId = addFailedJob();
    const asked = await desk.retry({ ...anna, jobId });
    await becomes(desk, asked, 'running');
    await client.stop(jobId);
    const task = await becomes(desk, asked, 'stopped', 'failed');
    expect([task.state, task.stopRequestedBy]).toEqual(['stopped', null]);
  });
});

describe('a way out', () => {
  test('an operator frees the job of any open retry, with name and note', async () => {
    stage = await openStage({ speed: 2 });
    const { desk, store } = await stage.begin();
    const jobId = addFailedJob();
    const asked = await desk.retry({ ...anna, jobId });
    await desk.release({ taskId: asked.taskId, requestedBy: 'TECH\\ben', from: '10.0.0.7', note: 'INC-4711' });
    const lines = store.db.selectFrom('audit_log').select(['user_name', 'address', 'subject', 'detail']);
    expect(await lines.where('kind', '=', 'task-ended').execute()).toEqual([
      {
        user_name: 'TECH\\ben',
        address: '10.0.0.7',
        subject: 'Oracle',
        detail: `task ${asked.taskId}, released: INC-4711`,
      },
    ]);
    const task = await desk.task(asked.taskId);
    expect([task.state, task.steps.at(-1)?.evidence]).toEqual(['unconfirmed', 'released by TECH\\ben: INC-4711']);
    expect(desk.openRetry(jobId)).toBeNull();
    const again = desk.release({ taskId: asked.taskId, requestedBy: 'TECH\\ben', from: null, note: 'again' });
    await expect(again).rejects.toMatchObject({ code: 'too-late' });
  });

  test('a request on its way is not released: a second one could be sent beside it', async () => {
    stage = await openStage();
    const { desk } = await stage.begin();
    const jobId = addFailedJob();
    stage.em.faults.add({ ...retryCall, do: { kind: 'delay', ms: 1_500 } });
    const asked = desk.retry({ ...anna, jobId });
    const taskId = await vi.waitFor(() => desk.openRetry(jobId)?.taskId ?? expect.unreachable('not claimed yet'));
    const early = desk.release({ taskId, requestedBy: 'TECH\\ben', from: null, note: 'impatient' });
    await expect(early).rejects.toMatchObject({ code: 'too-late' });
    await becomes(desk, await asked, 'succeeded');
  });
});

describe('ending a task', () => {
  test('is written down with the name before it is sent, so that a lost answer hides nobody', async () => {
    stage = await openStage({ speed: 0.5 });
    const { desk } = await stage.begin({ stopWatchMs: 100, retryPollMs: 20 });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob('refuse-result') });
    stage.em.faults.add({ method: 'DELETE', path: /\/tasks\//, do: { kind: 'lose-answer' } });
    await expect(desk.cancelTask({ taskId: asked.taskId, requestedBy: 'TECH\\ben', from: null })).resolves.toBe(
      'stopped',
    );
    const evidence = (await desk.task(asked.taskId)).steps.map((step) => step.evidence).join('\n');
    expect(evidence).toMatch(/TECH\\ben requested to cancel the task[\s\S]+was lost[\s\S]+was cancelled by TECH\\ben/);
  });

  test('that never arrived leaves the task going, and the retry with it', async () => {
    stage = await openStage();
    const { desk } = await stage.begin({ stopWatchMs: 100 });
    const asked = await desk.retry({ ...anna, jobId: addFailedJob() });
    stage.em.faults.add({ method: 'DELETE', path: /\/tasks\//, do: { kind: 'cut-before' } });
    await desk.cancelTask({ taskId: asked.taskId, requestedBy: 'TECH\\ben', from: null }).catch(() => undefined);
    const task = await becomes(desk, asked, 'succeeded');
    expect(task.steps.map((step) => step.evidence).join('\n')).toContain('TECH\\ben requested to cancel the task');
  });

  test('a task that has finished without success does not count as triggered', async () => {
    stage = await openStage();
    const { desk, client } = await stage.begin({ retryPollMs: 60_000 });
    const { taskId, em } = await desk.retry({ ...anna, jobId: addFailedJob('refuse-result') });
    const ref = { taskId: em?.taskId ?? '', logonId: client.logonId ?? '' };
    await vi.waitFor(async () => expect((await client.task(ref)).state).toBe('finished'), { timeout: 60_000 });
    const refused = desk.cancelTask({ taskId, requestedBy: 'TECH\\ben', from: null });
    await expect(refused).rejects.toMatchObject({
      code: 'too-late',
      detail: expect.stringContaining('without success'),
    });
  });
});
