import { auditList, newApiToken, sessionList } from '@retry-desk/contract';
import { expect, test, vi } from 'vitest';
import { createApiTokens } from '#access/api-tokens.ts';
import { createTokenWatch } from '#access/token-watch.ts';
import { createLogger } from '#telemetry/logger.ts';
import { type Browser, type HttpStage, httpStage, send } from './http-stage.ts';

async function makeToken(stage: HttpStage, as: Browser, role: 'operator' | 'viewer' = 'operator', days = 30) {
  const made = await stage.call('POST', '/api/tokens', { as, body: { name: 'nightly report', role, days } });
  expect(made.status).toBe(201);
  const { token, secret } = newApiToken.parse(made.json());
  return { token, secret, headers: { authorization: `Bearer ${secret}` } };
}

/** A script sends its key and nothing a browser would. */
function asScript(stage: HttpStage, method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const sent = body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  return send(stage.port, method, path, sent, body === undefined ? undefined : JSON.stringify(body));
}

test('a script reads, retries and reaches the gateway with its API token alone, without a CSRF token', async () => {
  const stage = await httpStage();
  const { em } = stage;
  const job = em.world.addJob({ name: 'Script me', machines: ['m1'], last: 'failed', outcome: 'success' });
  const { headers } = await makeToken(stage, await stage.signIn('anna'));
  await vi.waitFor(async () => expect((await asScript(stage, 'GET', '/readyz', {})).status).toBe(200));
  expect((await asScript(stage, 'GET', '/api/tasks', headers)).status).toBe(200);
  expect((await asScript(stage, 'GET', '/api/session', headers)).json()).toMatchObject({
    user: 'TECH\\anna',
    role: 'operator',
  });
  expect((await asScript(stage, 'GET', '/em/agents/jobs', headers)).status).toBe(200);
  const retried = await asScript(stage, 'POST', `/api/agents/jobs/${job.id}?action=retry`, headers, {});
  expect([retried.status, retried.json().requestedBy]).toEqual([202, 'TECH\\anna']);
  expect(em.executions).toHaveLength(1);
});

test('an API token has the role it was made with, makes no tokens or wall links, and revokes no session', async () => {
  const stage = await httpStage();
  const anna = await stage.signIn('anna');
  const viewer = await makeToken(stage, anna, 'viewer');
  const operator = await makeToken(stage, anna);
  expect((await asScript(stage, 'POST', '/api/collect', viewer.headers)).json()).toMatchObject({ code: 'forbidden' });
  const body = { name: 'another', role: 'operator', days: 1 };
  expect((await asScript(stage, 'POST', '/api/tokens', operator.headers, body)).status).toBe(403);
  expect((await asScript(stage, 'POST', '/api/wall-links', operator.headers, { name: 'x' })).status).toBe(403);
  expect((await asScript(stage, 'DELETE', '/api/session', operator.headers)).status).toBe(403);
  const { sessions } = sessionList.parse((await asScript(stage, 'GET', '/api/sessions', operator.headers)).json());
  const ending = await asScript(stage, 'DELETE', `/api/sessions/${sessions[0]?.id}`, operator.headers);
  expect([ending.status, ending.json().code]).toEqual([403, 'forbidden']);
  const henry = await stage.signIn('henry');
  expect((await stage.call('POST', '/api/tokens', { as: henry, body })).status).toBe(403);
});

test('revoked, expired or invented, an API token opens nothing, also beside a valid cookie', async () => {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  const anna = await stage.signIn('anna');
  const short = await makeToken(stage, anna, 'viewer', 1);
  const long = await makeToken(stage, anna, 'viewer', 30);
  const status = async (headers: Record<string, string>) =>
    (await asScript(stage, 'GET', '/api/tasks', headers)).status;
  expect([await status(short.headers), await status(long.headers)]).toEqual([200, 200]);
  expect((await stage.call('DELETE', `/api/tokens/${long.token.id}`, { as: anna })).status).toBe(204);
  expect([await status(short.headers), await status(long.headers)]).toEqual([200, 401]);
  expect((await stage.call('DELETE', `/api/tokens/${long.token.id}`, { as: anna })).status).toBe(404);
  for (const wrong of ['Bearer rdesk_x', `Bearer ${short.secret}x`, `bearer  ${'A'.repeat(49)}`]) {
    expect(await status({ authorization: wrong }), wrong).toBe(401);
    expect(await status({ authorization: wrong, cookie: anna.cookie }), wrong).toBe(401);
  }
  const logged = stage.logs.filter((line) => line.includes('access.token-refused')).map((line) => JSON.parse(line));
  expect(logged).toHaveLength(7);
  for (const line of logged) expect(line).toMatchObject({ level: 'warn', address: '127.0.0.1', path: '/api/tasks' });
  now += 24 * 3_600_000;
  expect(await status(short.headers)).toBe(401);
});

test('a header that is not for us opens nothing and closes nothing', async () => {
  const stage = await httpStage();
  const anna = await stage.signIn('anna');
  const { headers } = await makeToken(stage, anna);
  expect((await stage.call('GET', '/api/tasks', { as: anna, headers: { authorization: 'Basic YTpi' } })).status).toBe(
    200,
  );
  expect((await asScript(stage, 'GET', '/settings', headers)).status).toBe(200);
});

test('a browser on another site cannot use an API token it has found', async () => {
  const stage = await httpStage();
  const { headers } = await makeToken(stage, await stage.signIn('anna'));
  const reply = await stage.call('POST', '/api/collect', { headers: { ...headers, origin: 'https://evil.example' } });
  expect([reply.status, reply.json().code]).toEqual([403, 'csrf']);
});

test('the secret is shown once, and the store does not hold it', async () => {
  const stage = await httpStage();
  const anna = await stage.signIn('anna');
  const { token, secret, headers } = await makeToken(stage, anna, 'viewer', 7);
  expect(secret).toMatch(/^rdesk_[\w-]{43}$/);
  await asScript(stage, 'GET', '/api/tasks', headers);
  const list = await stage.call('GET', '/api/tokens', { as: anna });
  expect(list.json().tokens).toMatchObject([
    { id: token.id, name: 'nightly report', user: 'TECH\\anna', role: 'viewer', lastSeenAt: expect.any(String) },
  ]);
  const rows = JSON.stringify(await stage.bff.context.store.db.selectFrom('api_tokens').selectAll().execute());
  for (const text of [list.text, rows, stage.logs.join('')]) expect(text).not.toContain(secret.slice(6));
});

test.each([
  {},
  { name: '', role: 'viewer', days: 1 },
  { name: 'x', role: 'wall', days: 1 },
  { name: 'x', role: 'viewer', days: 0 },
  { name: 'x', role: 'viewer', days: 91 },
  { name: 'x', role: 'viewer', days: 1.5 },
])('an API token requested as %j is refused with the wrong field', async (body) => {
  const stage = await httpStage();
  const reply = await stage.call('POST', '/api/tokens', { as: await stage.signIn('anna'), body });
  expect([reply.status, reply.json().code]).toEqual([400, 'bad-request']);
});

test('a renewed API token has a new secret, the same name and role, and the name of who renewed it; the old one opens nothing', async () => {
  const stage = await httpStage();
  const [anna, ben] = [await stage.signIn('anna'), await stage.signIn('ben')];
  const { token, headers } = await makeToken(stage, anna, 'viewer', 1);
  expect((await asScript(stage, 'GET', '/api/tasks', headers)).status).toBe(200);
  const path = `/api/tokens/${token.id}?action=renew`;
  const answer = await stage.call('POST', path, { as: ben, body: { days: 30 } });
  expect(answer.status).toBe(200);
  const renewed = newApiToken.parse(answer.json());
  expect(renewed.token).toMatchObject({ id: token.id, name: token.name, role: 'viewer', user: 'TECH\\ben' });
  expect(Date.parse(renewed.token.expiresAt) - Date.now()).toBeGreaterThan(29 * 86_400_000);
  const again = { authorization: `Bearer ${renewed.secret}` };
  expect((await asScript(stage, 'GET', '/api/tasks', headers)).status).toBe(401);
  expect((await asScript(stage, 'GET', '/api/session', again)).json()).toMatchObject({
    user: 'TECH\\ben',
    role: 'viewer',
  });
  const { entries } = auditList.parse((await stage.call('GET', '/api/audit?kind=token-renewed', { as: anna })).json());
  expect(entries).toMatchObject([{ user: 'TECH\\ben', subject: token.name, detail: 'viewer, 30 days' }]);
  // A leaked token would live on in itself.
  const operator = await makeToken(stage, anna);
  const byScript = await asScript(stage, 'POST', path, operator.headers, { days: 30 });
  expect(byScript.json()).toMatchObject({ code: 'forbidden' });
  await stage.call('DELETE', `/api/tokens/${token.id}`, { as: anna });
  expect((await stage.call('POST', path, { as: anna, body: { days: 30 } })).status).toBe(404);
});

test('an API token that ends soon is in the log, one that ends later is not', async () => {
  const logs: string[] = [];
  const stage = await httpStage();
  const anna = await stage.signIn('anna');
  for (const [name, days] of [
    ['soon', 13],
    ['later', 15],
  ] as const)
    await stage.call('POST', '/api/tokens', { as: anna, body: { name, role: 'viewer', days } });
  const { store } = stage.bff.context;
  const watch = createTokenWatch({
    tokens: createApiTokens({ store, clock: store.clock, key: store.secret }),
    clock: store.clock,
    logger: createLogger('info', { write: (line) => void logs.push(line) }),
    isPoller: () => true,
    firstMs: 0,
  });
  watch.start();
  await vi.waitFor(() => expect(logs.length).toBeGreaterThan(0));
  watch.stop();
  expect(logs.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', event: 'access.token-ends-soon', name: 'soon', user: 'TECH\\anna', days: 12 },
  ]);
});
