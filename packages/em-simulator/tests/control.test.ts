import { request as httpsRequest } from 'node:https';
import { expect, test } from 'vitest';
import { type EnterpriseManagerSimulator, SCENARIO_NAMES } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { logOn, send, textsOf } from './talk.ts';

type Answer = { status: number; content: unknown };

/** One call of the test API. */
function control(em: EnterpriseManagerSimulator, method: string, path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpsRequest(`${em.url}/__simulator/${path}`, { ca: em.caPem, agent: false, method }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, content: JSON.parse(text) }));
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

test('a fault, a scenario and an outcome are set from outside', async () => {
  const em = await begin({ jobs: 20 });
  const job = em.world.addJob({ name: 'Outside', machines: ['m'], last: 'success' });
  expect((await control(em, 'POST', 'fail', { job: 'Outside', reason: 'Gone.' })).status).toBe(200);
  expect((await control(em, 'POST', 'outcome', { job: 'Outside', outcome: 'refuse-error' })).status).toBe(200);
  const headers = await logOn(em);
  const retry = () => send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  expect((await retry()).status).toBe(400);
  await control(em, 'POST', 'outcome', { job: 'Outside', outcome: 'success' });
  await control(em, 'POST', 'faults', { method: 'POST', path: 'action=retry', do: { kind: 'status', status: 503 } });
  expect((await retry()).status).toBe(503);
  expect((await retry()).status).toBe(202);
  const { content } = await control(em, 'GET', 'executions');
  expect(content).toMatchObject([{ operation: 'RetryAgentJob', jobName: 'Outside' }]);
  await control(em, 'POST', 'scenario', { name: 'empty' });
  expect((await control(em, 'GET', 'jobs')).content).toEqual([]);
});

test('old tasks are added from outside, of operations that there are', async () => {
  const em = await begin();
  const headers = await logOn(em);
  expect((await control(em, 'POST', 'old-tasks', { count: 2, operation: 'StartJob' })).status).toBe(200);
  expect((await control(em, 'POST', 'old-tasks', { count: 1 })).status).toBe(200);
  for (const wrong of [{ operation: 'StartJob' }, { count: 1, operation: 'Dance' }]) {
    expect((await control(em, 'POST', 'old-tasks', wrong)).status).toBe(400);
  }
  const { body } = await send(em, '/api/tasks', { headers });
  expect(textsOf(body, 'Operation')).toEqual(['StartJob', 'StartJob', 'CollectingBackupServer']);
});

test('a job misses its starts, and collection stands still, until asked from outside to go on', async () => {
  const clock = handClock();
  const em = await begin({ jobs: 0, clock, runsSchedules: true });
  em.world.addJob({ name: 'Outside', machines: ['m'], last: 'success', startMinute: 600 });
  const hour = 3_600_000;
  const newest = async () => {
    const { body } = await send(
      em,
      '/api/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime&pageSize=1',
      {
        headers: await logOn(em),
      },
    );
    return textsOf(body, 'CreationTimeUTC')[0]?.slice(0, 10);
  };
  await control(em, 'POST', 'miss-starts', { job: 'Outside', nextRun: 'moves-on' });
  clock.at += 24 * hour;
  expect(await newest()).toBe('2026-03-10');
  await control(em, 'POST', 'start-again', { job: 'Outside' });
  await control(em, 'POST', 'stop-collecting');
  clock.at += 24 * hour;
  expect(await newest()).toBe('2026-03-10');
  await control(em, 'POST', 'collect-again');
  expect(await newest()).toBe('2026-03-12');
});

test('an oddity lasts until it is taken away when asked to', async () => {
  const em = await begin();
  await control(em, 'POST', 'faults', { path: '/api/', times: 0, do: { kind: 'oddity', name: 'html' } });
  for (let again = 0; again < 3; again += 1) expect((await send(em, '/api/')).body).toContain('<html>');
  await control(em, 'DELETE', 'faults');
  expect((await send(em, '/api/')).body).not.toContain('<html>');
});

test('logon sessions vanish, a role changes, Enterprise Manager starts again and collects', async () => {
  const em = await begin({ collectionMinutes: 15 });
  const headers = await logOn(em, 'anna');
  expect((await send(em, '/api/agents/jobs', { headers })).status).toBe(200);
  await control(em, 'POST', 'role', { username: 'TECH\\anna', role: 'Portal User' });
  expect((await send(em, '/api/agents/jobs', { headers })).status).toBe(403);
  await control(em, 'POST', 'expire-sessions');
  expect((await send(em, '/api/tasks', { headers })).status).toBe(401);
  expect((await control(em, 'POST', 'restart')).status).toBe(200);
  expect((await control(em, 'POST', 'collect')).status).toBe(200);
});

test.each([
  ['scenario', { name: 'no-such-thing' }, /healthy, monday-morning/],
  ['outcome', { job: 'No such job', outcome: 'success' }, /No such job/],
  ['outcome', { job: 'x', outcome: 'rain' }, /rain/],
  ['role', { username: 'anna', role: 'King' }, /Portal Administrator/],
  ['miss-starts', { job: 'x', nextRun: 'flies' }, /stays or moves-on/],
  ['start-again', { job: 'No such job' }, /No such job/],
  ['faults', { do: { kind: 'oddity', name: 'none' } }, /gzip-bomb/],
  ['faults', { do: { kind: 'status' } }, /status status/],
])('a wrong wish at %s is answered with what would be right', async (path, body, message) => {
  const em = await begin({ jobs: 1 });
  const { status, content } = await control(em, 'POST', path, body);
  expect(status).toBe(400);
  expect(content).toMatchObject({ error: expect.stringMatching(message) });
});

test('the page offers every scenario', async () => {
  const em = await begin();
  const { body, headers } = await send(em, '/__simulator/');
  expect(headers['content-type']).toContain('text/html');
  for (const name of SCENARIO_NAMES) expect(body).toContain(`>${name}</button>`);
  expect(em.requests).toEqual([]);
});
