import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin, handClock, runsOf } from './begin.ts';
import { logOn, send, textsOf } from './talk.ts';

test('a retry goes from Running over OperationFinished to Finished, and its run to the outcome', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const job = em.world.addJob({ name: 'Oracle Backup', machines: ['good', 'bad'], last: 'failed', outcome: 'success' });
  const headers = await logOn(em);
  const posted = await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  expect([posted.status, textsOf(posted.body, 'State'), textsOf(posted.body, 'TaskId')]).toEqual([
    202,
    ['Running'],
    ['task-1'],
  ]);
  const again = await send(em, `/api/agents/jobs/urn:veeam:AgentBackupJob:${job.id}?action=retry`, {
    method: 'POST',
    headers,
  });
  expect(again.status).toBe(400);
  const states = new Set<string>();
  for (let step = 0; step < 25; step += 1) {
    clock.at += 100;
    states.add(textsOf((await send(em, '/api/tasks/task-1', { headers })).body, 'State')[0] ?? '');
  }
  expect([...states]).toEqual(['Running', 'OperationFinished', 'Finished']);
  const finished = (await send(em, '/api/tasks/task-1', { headers })).body;
  expect(finished).toContain(
    '<Result Success="true"><Message>Job "Oracle Backup" triggered to retry.</Message></Result>',
  );
  const runPath = /Type="BackupJobSession" Href="[^"]*?(\/api\/backupSessions\/[^"]+)"/.exec(finished)?.[1] ?? '';
  const running = (await send(em, runPath, { headers })).body;
  expect([textsOf(running, 'Result'), textsOf(running, 'EndTimeUTC'), textsOf(running, 'IsRetry')]).toEqual([
    ['None'],
    [],
    ['true'],
  ]);
  clock.at += 61_000;
  const over = (await send(em, runPath, { headers })).body;
  expect([textsOf(over, 'State'), textsOf(over, 'Result'), textsOf(over, 'Progress')]).toEqual([
    ['Stopped'],
    ['Success'],
    ['100'],
  ]);
  expect(em.executions.map(({ operation, jobName }) => [operation, jobName])).toEqual([
    ['RetryAgentJob', 'Oracle Backup'],
  ]);
});

test('the machines of a failed run show why, and only those that did not succeed run again', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const machines = Array.from({ length: 30 }, (_, index) => `PC-${index}`);
  const job = em.world.addJob({ name: 'Sales', machines, last: 'failed', reason: 'The path "C:\\x" is <gone>.' });
  const headers = await logOn(em);
  const before = await newestTasks(em, job.id, headers);
  const failed = before.filter(([, result]) => result === 'Failed');
  expect(before).toHaveLength(30);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(30);
  expect(new Set(failed.map(([, , reason]) => reason))).toEqual(new Set(['The path "C:\\x" is &lt;gone&gt;.']));
  await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  clock.at += 90_000;
  const after = await newestTasks(em, job.id, headers);
  expect(after.map(([machine]) => machine).toSorted()).toEqual(failed.map(([machine]) => machine).toSorted());
});

async function newestTasks(
  em: EnterpriseManagerSimulator,
  id: string,
  headers: Record<string, string>,
): Promise<string[][]> {
  const run = /backupSessions\/([0-9a-f-]{36})/.exec((await send(em, runsOf(id), { headers })).body)?.[1];
  const { body } = await send(em, `/api/backupSessions/${run}/taskSessions?format=Entity`, { headers });
  return [...body.matchAll(/VmDisplayName="([^"]*)".*?<Result>(\w+)<\/Result><Reason(?: \/|>([^<]*)<\/Reason)>/g)].map(
    (match) => match.slice(1),
  );
}

test('with collections every 15 minutes a run appears only after one, or some time after collect is finished', async () => {
  const clock = handClock();
  const em = await begin({ clock, collectionMinutes: 15, collectionDelaySeconds: 30 });
  const job = em.world.addJob({ name: 'Late', machines: ['m'], last: 'success' });
  const headers = await logOn(em);
  const result = async () => textsOf((await send(em, runsOf(job.id), { headers })).body, 'Result')[0];
  clock.at += 60_000;
  em.world.fail(job, 'gone');
  expect(await result()).toBe('Success');
  const server = /backupServers\/([0-9a-f-]{36})/.exec(
    (await send(em, `/api/agents/jobs/${job.id}`, { headers })).body,
  )?.[1];
  expect((await send(em, `/api/backupServers/${server}?action=collect`, { method: 'POST', headers })).status).toBe(202);
  expect(await result()).toBe('Success');
  clock.at += 2001;
  expect((await send(em, '/api/tasks/task-1', { headers })).body).toContain('<Message>Data collection started. ');
  expect(await result()).toBe('Success');
  clock.at += 30_000;
  expect(await result()).toBe('Failed');
});

test('a task deleted before the backup server took it up leaves no run, one deleted later leaves its run alone', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const headers = await logOn(em);
  for (const [name, wait, runs] of [
    ['Early', 10, 1],
    ['Late', 1900, 2],
  ] as const) {
    const job = em.world.addJob({ name, machines: ['m'], last: 'failed' });
    const before = (await send(em, `/api/agents/jobs/${job.id}/backupSessions`, { headers })).body.split(
      '<Ref ',
    ).length;
    const posted = await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
    clock.at += wait;
    const id = textsOf(posted.body, 'TaskId')[0];
    expect((await send(em, `/api/tasks/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    clock.at += 90_000;
    const after = (await send(em, `/api/agents/jobs/${job.id}/backupSessions`, { headers })).body.split('<Ref ').length;
    expect([name, after - before]).toEqual([name, runs - 1]);
  }
});

test('both ways of refusing a retry', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const one = em.world.addJob({ name: 'One', machines: ['m'], last: 'failed', outcome: 'refuse-error' });
  const two = em.world.addJob({ name: 'Two', machines: ['m'], last: 'failed', outcome: 'refuse-result' });
  const headers = await logOn(em);
  expect((await send(em, `/api/agents/jobs/${one.id}?action=retry`, { method: 'POST', headers })).body).toContain(
    'StatusCode="400"',
  );
  expect((await send(em, `/api/agents/jobs/${two.id}?action=retry`, { method: 'POST', headers })).status).toBe(202);
  clock.at += 3000;
  expect((await send(em, '/api/tasks/task-1', { headers })).body).toContain('<Result Success="false">');
});
