import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin } from './begin.ts';
import { basic, logOn, send } from './talk.ts';

/** The bytes that a call receives within a moment. */
function received(em: EnterpriseManagerSimulator): Promise<unknown> {
  return Promise.race([send(em, '/api/').then(({ status }) => status), wait(300, 'nothing')]);
}

test.each([
  ['expired', /expired/],
  ['other-host', /does not match certificate/],
] as const)('a certificate that is %s is all that is wrong', async (certificate, message) => {
  const em = await begin({ certificate });
  expect(await readFile(em.caFile, 'utf8')).toBe(em.caPem);
  await expect(send(em, '/api/')).rejects.toThrow(message);
});

test('after a renewal the old certificate is no longer shown', async () => {
  const em = await begin();
  expect((await send(em, '/api/')).status).toBe(200);
  await em.renewCertificate();
  await expect(send(em, '/api/')).rejects.toThrow(/certificate/);
});

test('a silent server takes connections and sends nothing until its time is over', async () => {
  const em = await begin();
  em.fallSilent(0.5);
  expect(await received(em)).toBe('nothing');
  await expect.poll(() => received(em)).toBe(200);
});

test('headers in drops arrive after a while, the body with them', async () => {
  const em = await begin();
  const whole = await send(em, '/api/');
  em.faults.add({ do: { kind: 'slow-headers', bytesPerSecond: 2000 } });
  const slow = await send(em, '/api/');
  expect([slow.status, slow.body, slow.headers['content-type']]).toEqual([
    200,
    whole.body,
    whole.headers['content-type'],
  ]);
});

test('a body in drops is the same body', async () => {
  const em = await begin();
  const { body } = await send(em, '/api/');
  em.faults.add({ do: { kind: 'drip', bytesPerSecond: 20_000 } });
  expect((await send(em, '/api/')).body).toBe(body);
});

test('a huge answer is as long as it declares', async () => {
  const em = await begin();
  em.faults.add({ do: { kind: 'huge', megabytes: 3 } });
  const { headers, body } = await send(em, '/api/');
  expect(body.length).toBeGreaterThan(3 * 1024 * 1024);
  expect(headers['content-length']).toBe(String(body.length));
});

test('a late answer was carried out at once', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Late', machines: ['m'], last: 'failed' });
  const headers = await logOn(em);
  em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'delay', ms: 300 } });
  const received = send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  await expect.poll(() => em.executions.length).toBe(1);
  expect(await Promise.race([received, 'waiting'])).toBe('waiting');
  expect((await received).status).toBe(202);
});

test('a held request is carried out although its client has gone', async () => {
  const em = await begin({ http: true });
  const job = em.world.addJob({ name: 'Held', machines: ['m'], last: 'failed' });
  const logon = await fetch(`${em.url}/api/sessionMngr/`, { method: 'POST', headers: basic(em, 'anna') });
  const headers = { 'X-RestSvcSessionId': logon.headers.get('X-RestSvcSessionId') ?? '' };
  em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'held', ms: 300 } });
  const asked = fetch(`${em.url}/api/agents/jobs/${job.id}?action=retry`, {
    method: 'POST',
    headers,
    signal: AbortSignal.timeout(100),
  });
  await expect(asked).rejects.toThrow(/timeout/);
  expect(em.executions).toHaveLength(0);
  await expect.poll(() => em.executions.length).toBe(1);
});

test('flaky leaves a client in doubt in every way and counts what was carried out', async () => {
  const em = await begin({ jobs: 0, scenario: 'flaky' });
  const jobs = Array.from({ length: 60 }, (_, n) =>
    em.world.addJob({ name: `Job ${n}`, machines: ['m'], last: 'failed' }),
  );
  const headers = await logOn(em);
  const came = jobs.map(() => 'late');
  for (const [index, { id }] of jobs.entries()) {
    const note = (what: string) => {
      came[index] = what;
    };
    send(em, `/api/agents/jobs/${id}?action=retry`, { method: 'POST', headers }).then(
      ({ status }) => note(String(status)),
      () => note('broken'),
    );
  }
  // Every answer without delay has come when nothing more came beside many later calls.
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    for (let n = 0; n < 10; n += 1) await logOn(em);
    now = came.filter((each) => each !== 'late').length;
  }
  const done = new Set(em.executions.map(({ jobId }) => jobId));
  const seen = new Map<string, number>();
  for (const [index, each] of came.entries()) {
    const kind = `${each} ${done.has(jobs[index]?.id ?? '') ? 'done' : 'not done'}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  expect([...seen.keys()].toSorted()).toEqual([
    '202 done',
    '500 done',
    '500 not done',
    'broken done',
    'broken not done',
    'late done',
  ]);
});
