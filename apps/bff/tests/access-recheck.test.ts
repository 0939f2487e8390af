import { expect, test, vi } from 'vitest';
import { type Browser, type HttpStage, httpStage } from './http-stage.ts';

async function statusOf(stage: HttpStage, as: Browser): Promise<number> {
  return (await stage.call('GET', '/api/session', { as })).status;
}

/** Until it is known where each role comes from: that is looked up beside the sign-in. */
async function signedIn(stage: HttpStage, name: string): Promise<Browser> {
  const browser = await stage.signIn(name);
  const { db } = stage.bff.context.store;
  await vi.waitFor(async () => {
    const rows = await db.selectFrom('browser_sessions').select('listed').where('role', '!=', 'wall').execute();
    expect(rows.every(({ listed }) => listed !== null)).toBe(true);
  });
  return browser;
}

test('who loses a role in Enterprise Manager loses the session begun with it, and what it says is written down', async () => {
  const stage = await httpStage();
  const [anna, ben, henry] = [
    await signedIn(stage, 'anna'),
    await signedIn(stage, 'ben'),
    await signedIn(stage, 'henry'),
  ];
  const { roles } = stage.bff.context.access;
  await roles.check();
  expect([await statusOf(stage, anna), await statusOf(stage, ben), await statusOf(stage, henry)]).toEqual([
    200, 200, 200,
  ]);
  stage.em.setRole('TECH\\anna', 'Portal User');
  await roles.check();
  expect([await statusOf(stage, anna), await statusOf(stage, ben), await statusOf(stage, henry)]).toEqual([
    401, 200, 200,
  ]);
  const audit = await stage.call('GET', '/api/audit?kind=role-lost', { as: ben });
  expect(audit.json().entries).toMatchObject([
    { user: 'TECH\\anna', subject: 'TECH\\anna', detail: 'was operator; has Portal User now' },
  ]);
});

test('who gets more has to sign in again to have it', async () => {
  const stage = await httpStage();
  const henry = await signedIn(stage, 'henry');
  stage.em.setRole('TECH\\henry', 'Portal Administrator');
  await stage.bff.context.access.roles.check();
  expect(await statusOf(stage, henry)).toBe(401);
});

test('a role that comes from a group is not judged by the list: the absolute limit decides', async () => {
  const stage = await httpStage();
  const ben = await signedIn(stage, 'ben');
  stage.em.setRole('TECH\\ben', 'Portal User');
  await stage.bff.context.access.roles.check();
  expect(await statusOf(stage, ben)).toBe(200);
});

test('a session of which nobody knows where its role came from is judged by what is listed now', async () => {
  const stage = await httpStage();
  const [anna, ben] = [await signedIn(stage, 'anna'), await signedIn(stage, 'ben')];
  await stage.bff.context.store.db.updateTable('browser_sessions').set({ listed: null }).execute();
  await stage.restart();
  stage.em.setRole('TECH\\anna', 'Restore Operators');
  await stage.bff.context.access.roles.check();
  expect([await statusOf(stage, anna), await statusOf(stage, ben)]).toEqual([401, 200]);
});

test('the keys of somebody who is no operator any more are revoked', async () => {
  const stage = await httpStage();
  const anna = await signedIn(stage, 'anna');
  const made = await stage.call('POST', '/api/tokens', { as: anna, body: { name: 'x', role: 'viewer', days: 9 } });
  const headers = { authorization: `Bearer ${made.json().secret}` };
  expect((await stage.call('GET', '/api/tasks', { headers })).status).toBe(200);
  stage.em.setRole('TECH\\anna', 'Portal User');
  await stage.bff.context.access.roles.check();
  expect((await stage.call('GET', '/api/tasks', { headers })).status).toBe(401);
});

test('with Enterprise Manager away nobody is sent away, and it is said', async () => {
  const stage = await httpStage();
  const anna = await signedIn(stage, 'anna');
  await stage.em.stop();
  await expect(stage.bff.context.access.roles.check()).rejects.toThrow();
  expect(await statusOf(stage, anna)).toBe(200);
});
