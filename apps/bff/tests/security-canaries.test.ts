import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { httpStage, type Reply } from './http-stage.ts';

/** Everything people and failures do, so that every kind of line is written and every kind of answer given. */
async function busyDay() {
  const stage = await httpStage({ logLevel: 'trace' });
  const { em, call } = stage;
  const replies: Reply[] = [];
  const note = async (reply: Promise<Reply>) => replies[replies.push(await reply) - 1] as Reply; // just pushed
  const wrong = { username: 'TECH\\anna', password: 'canary-typed-wrong' };
  await note(call('POST', '/api/session', { body: wrong }));
  await note(call('POST', '/api/session', { body: { ...wrong, remember: 'canary-unknown-field' } }));
  const anna = await stage.signIn('anna');
  const wall = await stage.openWall(anna);
  await vi.waitFor(async () => expect((await call('GET', '/readyz')).status).toBe(200));
  for (const path of [
    '/api/session',
    '/api/board',
    '/api/status',
    '/api/tasks',
    '/api/agents/jobs',
    '/api/wall-links',
    '/em/agents/jobs',
    '/em/tasks',
  ]) {
    await note(call('GET', path, { as: anna }));
  }
  await note(call('GET', `/wall/${wall.token}x`));
  await note(call('GET', `//wall/${wall.token}`));
  await note(call('POST', '/api/collect', { as: anna }));
  em.faults.add({ path: /agents\/jobs\?cut/, do: { kind: 'cut-in-body', bytes: 50 } });
  await note(call('GET', '/em/agents/jobs?cut', { as: anna }));
  em.expireSessions();
  await note(call('GET', '/em/agents/jobs', { as: anna }));
  const port = Number(new URL(em.url).port);
  await em.stop();
  await note(call('POST', '/api/session', { body: { username: 'TECH\\ben', password: 'canary-while-away' } }));
  await note(call('GET', '/em/agents/jobs', { as: anna }));
  await em.start(port);
  await note(call('DELETE', '/api/session', { as: anna }));
  await stage.restart();
  return { stage, replies, anna, wall };
}

/** Secrets of Enterprise Manager as it saw them on the wire. */
function emSecrets(requests: { headers: Record<string, string | string[] | undefined> }[]): string[] {
  const sent = requests.flatMap(({ headers }) => [headers['x-restsvcsessionid'], headers.authorization]);
  const found = new Set(sent.flat().filter((value) => value !== undefined));
  return [...found].map((value) => value.replace(/^Basic /, ''));
}

test('no secret is in a log line, in an answer it does not belong to, or in the store', async () => {
  const { stage, replies, anna, wall } = await busyDay();
  const ofEm = emSecrets(stage.em.requests);
  expect(ofEm.length).toBeGreaterThan(3);
  const passwords = ['svc-demo', 'anna-demo', 'canary-typed-wrong', 'canary-while-away', 'canary-unknown-field'];
  const ours = [anna.cookie.split('=')[1] ?? '', wall.cookie.split('=')[1] ?? '', wall.token, anna.csrf, wall.csrf];
  expect(ours.every((secret) => secret.length === 43)).toBe(true);

  expect(stage.logs.length).toBeGreaterThan(20);
  const logs = stage.logs.join('');
  for (const secret of [...ofEm, ...passwords, ...ours]) expect(logs).not.toContain(secret);

  const answers = replies.map(({ text, headers }) => `${JSON.stringify(headers)}${text}`).join('\n');
  for (const secret of [...ofEm, ...passwords]) expect(answers).not.toContain(secret);
  const bodies = replies.map(({ text }) => text).join('\n');
  // Cookies stand in Set-Cookie alone.
  for (const { cookie } of [anna, wall]) expect(bodies).not.toContain(cookie.split('=')[1]);
  expect(answers).not.toMatch(/node_modules|\.ts:\d+|at \w+ \(/);

  const folder = stage.environment.DATA_DIR;
  const stored = readdirSync(folder).filter((name) => name.startsWith('retry-desk'));
  expect(stored.length).toBeGreaterThan(0);
  for (const name of stored) {
    const bytes = readFileSync(join(folder, name), 'latin1');
    for (const secret of [...ofEm, ...passwords, ...ours]) expect(bytes.includes(secret), name).toBe(false);
  }
});

test('a name cannot forge a log line', async () => {
  const { call, logs } = await httpStage();
  const forged = 'anna\n{"level":60,"msg":"forged"}\r\u2028\u001b[31m';
  await call('POST', '/api/session', { body: { username: forged, password: 'x' } });
  await call('GET', `/nothing/${encodeURIComponent(forged)}`);
  const lines = logs.filter((line) => /forged|sign-in refused|\/nothing/.test(line));
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.trimEnd().split(/[\r\n]/)).toHaveLength(1);
    expect(line).not.toContain('\u001b');
    expect(JSON.parse(line).msg).not.toBe('forged');
  }
});
