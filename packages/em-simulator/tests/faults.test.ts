import { expect, test } from 'vitest';
import { SCENARIO_NAMES } from '#index.ts';
import { begin } from './begin.ts';
import { logOn, send } from './talk.ts';

test('a lost answer is carried out and a cut before it is not', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Lost', machines: ['m'], last: 'failed' });
  const headers = await logOn(em);
  const retry = () => send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'cut-before' } });
  await expect(retry()).rejects.toThrow();
  expect(em.executions).toHaveLength(0);
  em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'lose-answer' } });
  await expect(retry()).rejects.toThrow();
  expect(em.executions).toHaveLength(1);
  expect((await retry()).status).toBe(400);
});

test('stopped and started again on its port it keeps certificate and world', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Kept', machines: ['m'], last: 'failed' });
  const [headers, { url, fingerprint }] = [await logOn(em), em];
  await em.stop();
  await expect(send(em, '/api/')).rejects.toThrow();
  await em.start(Number(new URL(url).port));
  expect([em.url, em.fingerprint]).toEqual([url, fingerprint]);
  expect((await send(em, `/api/agents/jobs/${job.id}`, { headers })).status).toBe(200);
});

test('every scenario can be set one after the other', async () => {
  const em = await begin({ jobs: 20 });
  for (const name of SCENARIO_NAMES) em.setScenario(name);
  em.setScenario('healthy');
  expect((await send(em, '/api/')).status).toBe(200);
  expect(() => em.setScenario('no-such-thing')).toThrow('no-such-thing');
});
