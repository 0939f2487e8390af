import { expect, test } from 'vitest';
import { begin } from './begin.ts';
import { ids, logOn, send, textsOf } from './talk.ts';

test('a method that a resource does not have gets 405, an action that is not played 501', async () => {
  const em = await begin({ jobs: 1 });
  const headers = await logOn(em);
  const id = em.world.jobs()[0]?.id;
  expect((await send(em, '/api/agents/jobs', { method: 'PUT', headers })).status).toBe(405);
  const toggle = `/api/agents/jobs/${id}?action=toggleScheduleEnabled`;
  expect((await send(em, toggle, { method: 'POST', headers })).status).toBe(501);
  expect((await send(em, `/api/agents/jobs/${id}?action=dance`, { method: 'POST', headers })).status).toBe(400);
});

test.each([
  ['POST', '/'],
  ['OPTIONS', '/'],
  ['GET', '/sessionMngr/'],
  ['DELETE', '/agents/jobs'],
  ['PUT', '/tasks'],
  ['PATCH', '/query?type=Task'],
])('%s %s is no method of that address: 405, and 405 without a session where none is needed', async (method, path) => {
  const em = await begin({ jobs: 1 });
  const isOpen = path === '/' || path.startsWith('/sessionMngr');
  const { status, body } = await send(em, `/api${path}`, { method, headers: isOpen ? {} : await logOn(em) });
  expect([status, textsOf(body, 'FirstChanceExceptionMessage')]).toEqual([405, []]);
  expect(body).toContain(`Message="Method ${method} is not allowed." StatusCode="405"`);
});

test.each([
  ['POST', '/backupServers?action=create'],
  ['PUT', '/backupServers/{server}'],
  ['DELETE', '/backupServers/{server}'],
  ['POST', '/backupServers/{server}?action=veeamzip'],
  ['POST', '/backupServers/{server}?action=quickbackup'],
  ['POST', '/backupServers/{server}/credentials?action=create'],
  ['PUT', '/jobs/{job}?action=edit'],
  ['POST', '/jobs/{job}/includes'],
  ['POST', '/security/accounts'],
  ['POST', '/security/accounts?action=rebuildScope'],
  ['POST', '/security/accounts/{account}'],
  ['DELETE', '/security/accounts/{account}'],
  ['POST', '/security/accounts/{account}/roles'],
  ['DELETE', '/security/accounts/{account}/roles/{account}'],
  ['POST', '/security/accounts/{account}/scopes'],
  ['PUT', '/failoverPlans/{job}'],
])('%s %s is documented and not played: 501', async (method, path) => {
  const em = await begin({ jobs: 20 });
  const headers = await logOn(em);
  const first = async (place: string) => (await ids(em, `/api${place}`, headers))[0] ?? '';
  const filled = path
    .replace('{server}', await first('/backupServers'))
    .replace('{job}', await first('/jobs'))
    .replaceAll('{account}', await first('/security/accounts'));
  expect((await send(em, `/api${filled}`, { method, headers })).status).toBe(501);
});
