import { auditList, sessionList, session as sessionSchema, task as taskSchema } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scene, sessionOf } from './oidc-scene.ts';
import { storeBenches } from './stores.ts';

const NAME = 'sam@tech.local';

describe.each(storeBenches())('people of one name, with $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  /** Two people of the provider and an account of Enterprise Manager, all called the same, all operators. */
  async function threeSams() {
    const { databaseUrl } = await bench.place();
    const environment: Record<string, string> = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
    const { stage, provider, signIn } = await scene({ ...environment, RETRIES_PER_PERSON_HOUR: '1' });
    const groups = ['backup-admins'];
    for (const subject of ['sam-1', 'sam-2']) provider.people[subject] = { groups, preferred_username: NAME };
    const csrfOf = async (cookie: string) => {
      const session = sessionSchema.parse((await stage.call('GET', '/api/session', { headers: { cookie } })).json());
      expect(session.user).toBe(NAME);
      return { cookie, csrf: session.csrfToken, personId: session.personId };
    };
    const one = await csrfOf(sessionOf(await signIn('sam-1')).cookie);
    const two = await csrfOf(sessionOf(await signIn('sam-2')).cookie);
    const transform = (text: string) => text.replace('TECH\\anna', NAME);
    // The service account logs on as well: the words of its logon do not hold the name.
    stage.em.faults.add({ method: 'POST', path: /sessionMngr/, times: 9, do: { kind: 'body', transform } });
    const { cookie } = await stage.signIn('anna');
    return { stage, issuer: provider.issuer, sams: [one, two, await csrfOf(cookie)] };
  }

  test('share neither limits nor tokens nor tasks, and the audit distinguishes them', {
    timeout: 120_000,
  }, async () => {
    const { stage, sams, issuer } = await threeSams();
    const key = '4c6f1c53-6f8e-4f0e-9d6a-3f5f6c1f9a10';
    const jobs = sams.map((_, n) => stage.em.world.addJob({ name: `Job ${n}`, machines: ['m'], last: 'failed' }));
    const retry = (n: number, job: number, headers: Record<string, string> = {}) =>
      stage.call('POST', `/api/agents/jobs/${jobs[job]?.id}?action=retry`, { as: sams[n] ?? null, body: {}, headers });

    const first = await retry(0, 0, { 'idempotency-key': key });
    expect(first.status).toBe(202);
    expect((await retry(0, 1)).json().code).toBe('retry-limit');
    expect((await retry(1, 0, { 'idempotency-key': key })).json().code).toBe('idempotency-mismatch');
    const second = await retry(1, 1);
    const third = await retry(2, 2);
    expect([second.status, third.status]).toEqual([202, 202]);

    const tasks = [first, second, third].map((reply) => taskSchema.parse(reply.json()));
    expect(tasks.map(({ requestedBy }) => requestedBy)).toEqual([NAME, NAME, NAME]);
    expect(tasks.map(({ requestedById }) => requestedById)).toEqual(sams.map(({ personId }) => personId));
    expect(new Set(sams.map(({ personId }) => personId)).size).toBe(3);

    const as = sams[0] ?? null;
    const { entries } = auditList.parse((await stage.call('GET', '/api/audit?kind=retry', { as })).json());
    expect(entries.map(({ person }) => person)).toEqual([`em ${NAME}`, `oidc ${issuer} sam-2`, `oidc ${issuer} sam-1`]);
    const persons = [`em ${NAME}`, `oidc ${issuer} sam-2`, `oidc ${issuer} sam-1`];
    for (const path of ['/api/tasks', '/api/audit?kind=retry']) {
      const table = (await stage.call('GET', path, { as, headers: { accept: 'text/csv' } })).text;
      expect(table, path).toMatch(/^[^\r]*,person\r\n/);
      expect(
        [...table.matchAll(/,([^,\r]*)\r\n/g)].slice(1).map(([, last]) => last),
        path,
      ).toEqual(persons);
    }
    const listed = sessionList.parse((await stage.call('GET', '/api/sessions', { as })).json());
    expect(listed.sessions.filter(({ own }) => own)).toHaveLength(1);
    expect(new Set(listed.sessions.map(({ personId }) => personId)).size).toBe(3);
  });

  test('a restart keeps them apart', { timeout: 120_000 }, async () => {
    const { stage, sams } = await threeSams();
    await stage.restart();
    for (const { cookie, personId } of sams) {
      const session = await stage.call('GET', '/api/session', { headers: { cookie } });
      expect(session.json().personId).toBe(personId);
    }
  });
});
