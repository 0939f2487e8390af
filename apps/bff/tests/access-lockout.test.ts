import { auditPage } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { httpStage } from './http-stage.ts';

const own = [
  'TECH\\svc-retrydesk',
  'TECH/svc-retrydesk',
  'SVC-RetryDesk@tech.local',
  'svc-retrydesk\\',
  'śvc-retrydesk',
  'svc\u200b-retrydesk',
];

test.each(own)(
  'the account of this server is never asked for, written as %j, and the answer is that of a wrong password',
  async (username) => {
    const { em, call } = await httpStage();
    const wrong = await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } });
    const before = em.requests.length;
    for (const password of ['guess', 'svc-demo']) {
      const reply = await call('POST', '/api/session', { body: { username, password } });
      expect([reply.status, reply.text]).toEqual([401, wrong.text]);
    }
    const refused = em.requests.slice(before).filter(({ path, status }) => /sessionMngr/i.test(path) && status === 401);
    for (const { account } of refused) expect(account ?? '').not.toMatch(/svc/i);
  },
);

test('the count of an account outlives the process, and ends after the window', async () => {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({
    environment: { DIRECTORY_LOCKOUT: '4/10' },
    overrides: { clock: { now: () => now } },
  });
  const guess = async () =>
    (await stage.call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } })).status;
  expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
  await stage.restart();
  expect(await guess()).toBe(429);
  now += 10 * 60_000;
  expect(await guess()).toBe(401);
});

test('a viewer is not told the account of this server, an operator is', async () => {
  const { call, signIn } = await httpStage();
  const seen = async (name: string) => (await call('GET', '/api/status', { as: await signIn(name) })).text;
  expect(await seen('anna')).toContain('svc-retrydesk');
  expect(await seen('henry')).not.toContain('svc-retrydesk');
});

test('what was typed as a name is neither in the audit nor in the log after a sign-in that failed', async () => {
  const { call, signIn, logs } = await httpStage();
  await call('POST', '/api/session', { body: { username: 'hunter2-typed-too-early', password: 'guess' } });
  const anna = await signIn('anna');
  await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } });
  const audit = await call('GET', '/api/audit', { as: anna });
  const subjects = auditPage
    .parse(audit.json())
    .entries.filter(({ kind }) => kind === 'sign-in-refused')
    .map(({ subject }) => subject);
  expect(subjects).toEqual(['TECH\\anna', 'not known']);
  expect(audit.text).not.toContain('hunter2');
  expect(logs.join('\n')).not.toContain('hunter2');
});
