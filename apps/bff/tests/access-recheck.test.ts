import { expect, onTestFinished, test, vi } from 'vitest';
import { type Browser, type HttpStage, httpStage } from './http-stage.ts';
import { postgresBench } from './stores.ts';

async function statusOf(stage: HttpStage, as: Browser): Promise<number> {
  return (await stage.call('GET', '/api/session', { as })).status;
}

/** Waits until the origin of each role is stored: that happens beside the sign-in. */
async function signedIn(stage: HttpStage, name: string): Promise<Browser> {
  const browser = await stage.signIn(name);
  const { db } = stage.bff.context.store;
  await vi.waitFor(async () => {
    const rows = await db.selectFrom('browser_sessions').select('listed').where('role', '!=', 'wall').execute();
    expect(rows.every(({ listed }) => listed !== null)).toBe(true);
  });
  return browser;
}

test('a lost role in Enterprise Manager revokes its sessions, and the audit records it', async () => {
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
    { user: 'TECH\\anna', subject: 'TECH\\anna', detail: 'session: was operator; has Portal User now' },
  ]);
});

test('a higher role needs a new sign-in', async () => {
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

test('a role that the list came to give after a group did is judged by the list from then on', async () => {
  const stage = await httpStage();
  const { roles } = stage.bff.context.access;
  const ben = await signedIn(stage, 'ben');
  const opens = await tokenOf(stage, ben);
  stage.em.listAccount('TECH\\ben', 'Portal Administrator');
  await roles.check();
  expect([await opens(), await statusOf(stage, ben)]).toEqual([200, 200]);
  stage.em.listAccount('TECH\\ben', 'Portal User');
  await roles.check();
  expect([await opens(), await statusOf(stage, ben)]).toEqual([401, 401]);
});

const NS = 'xmlns="http://www.veeam.com/ent/v1.0"';

test.each([
  ['no account', `<EnterpriseAccounts ${NS}/>`],
  ['no reference', `<EntityReferences ${NS}/>`],
  [
    'nothing on its one page',
    `<QueryResult ${NS}><Entities/><PagingInfo PageNum="1" PageSize="100" PagesCount="1"/></QueryResult>`,
  ],
])('a list that holds %s ends nobody, and exempts nobody who signs in meanwhile', async (_what, list) => {
  const stage = await httpStage();
  const { roles } = stage.bff.context.access;
  const anna = await signedIn(stage, 'anna');
  const opens = await tokenOf(stage, anna);
  const path = /security\/accounts\?/;
  const forever = Number.POSITIVE_INFINITY;
  const end = stage.em.faults.add({ path, times: forever, do: { kind: 'body', transform: () => list } });
  const again = await stage.signIn('anna');
  await vi.waitFor(() => expect(stage.logs.join('')).toContain('could not be read at a sign-in'));
  await expect(roles.check()).rejects.toThrow('it lists no account');
  expect([await opens(), await statusOf(stage, anna), await statusOf(stage, again)]).toEqual([200, 200, 200]);
  end();
  stage.em.setRole('TECH\\anna', 'Portal User');
  await roles.check();
  expect([await opens(), await statusOf(stage, anna), await statusOf(stage, again)]).toEqual([401, 401, 401]);
});

test('a session whose role has no known origin is judged by what is listed now', async () => {
  const stage = await httpStage();
  const [anna, ben] = [await signedIn(stage, 'anna'), await signedIn(stage, 'ben')];
  await stage.bff.context.store.db.updateTable('browser_sessions').set({ listed: null }).execute();
  await stage.restart();
  stage.em.setRole('TECH\\anna', 'Restore Operators');
  await stage.bff.context.access.roles.check();
  expect([await statusOf(stage, anna), await statusOf(stage, ben)]).toEqual([401, 200]);
});

/** An API token made by this operator, and whether it still opens anything. */
async function tokenOf(stage: HttpStage, as: Browser): Promise<() => Promise<number>> {
  const made = await stage.call('POST', '/api/tokens', { as, body: { name: 'nightly', role: 'viewer', days: 9 } });
  const headers = { authorization: `Bearer ${made.json().secret}` };
  const status = async () => (await stage.call('GET', '/api/tasks', { headers })).status;
  expect(await status()).toBe(200);
  return status;
}

test.each([
  ['is no operator any more', 'Portal User', 'has Portal User now'],
  ['is not listed any more', null, 'is not listed any more'],
] as const)('the API tokens of somebody who %s are revoked', async (_title, role, now) => {
  const stage = await httpStage();
  const [anna, ben] = [await signedIn(stage, 'anna'), await signedIn(stage, 'ben')];
  const opens = await tokenOf(stage, anna);
  stage.em.listAccount('TECH\\anna', role);
  await stage.bff.context.access.roles.check();
  expect([await opens(), await statusOf(stage, anna)]).toEqual([401, 401]);
  const audit = await stage.call('GET', '/api/audit?kind=role-lost', { as: ben });
  expect(audit.json().entries).toMatchObject([
    { user: 'TECH\\anna', detail: `API token nightly: was operator; ${now}` },
    { user: 'TECH\\anna', detail: `session: was operator; ${now}` },
  ]);
});

test('an operator by group who is also listed with less keeps session and API tokens', async () => {
  const stage = await httpStage();
  stage.em.listAccount('TECH\\ben', 'Restore Operators');
  const ben = await signedIn(stage, 'ben');
  const opens = await tokenOf(stage, ben);
  await stage.bff.context.access.roles.check();
  expect([await opens(), await statusOf(stage, ben)]).toEqual([200, 200]);
});

test('an API token whose owner’s role has no known origin is judged by the present list, then like its owner', async () => {
  const stage = await httpStage();
  const { roles } = stage.bff.context.access;
  const [anna, ben] = [await signedIn(stage, 'anna'), await signedIn(stage, 'ben')];
  const [ofAnna, ofBen] = [await tokenOf(stage, anna), await tokenOf(stage, ben)];
  await stage.bff.context.store.db.updateTable('api_tokens').set({ listed: null }).execute();
  await roles.check();
  stage.em.listAccount('TECH\\ben', 'Portal User');
  stage.em.listAccount('TECH\\anna', null);
  await roles.check();
  expect([await ofAnna(), await ofBen()]).toEqual([401, 200]);
});

test.each([
  ['is gone since the list was read', { kind: 'status', status: 404 }],
  ['cannot be read', { kind: 'status', status: 500 }],
  ['is answered with something else', { kind: 'body', transform: () => '<Session/>' }],
] as const)('one account that %s keeps no other from being checked', async (_title, fault) => {
  const stage = await httpStage();
  const [anna, henry] = [await signedIn(stage, 'anna'), await signedIn(stage, 'henry')];
  stage.em.listAccount('TECH\\anna', 'Restore Operators');
  stage.em.listAccount('TECH\\henry', 'Portal Administrator');
  // Sessions are checked in the order of their last use: anna's is the one that fails.
  await statusOf(stage, anna);
  const path = /accounts\/[^/]+\/roles/;
  stage.em.faults.add({ path, times: fault.kind === 'status' && fault.status === 500 ? 3 : 1, do: fault });
  await expect(stage.bff.context.access.roles.check()).rejects.toThrow('TECH\\anna');
  expect([await statusOf(stage, anna), await statusOf(stage, henry)]).toEqual([200, 401]);
  expect(stage.logs.some((line) => line.includes('access.role-check-failed'))).toBe(true);
  await stage.bff.context.access.roles.check();
  expect(await statusOf(stage, anna)).toBe(401);
});

test('roles are checked when the server starts, every ten minutes, and a minute after a failed check', async () => {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  const [anna, henry] = [await signedIn(stage, 'anna'), await signedIn(stage, 'henry')];
  stage.em.listAccount('TECH\\anna', null);
  await stage.restart();
  await vi.waitFor(async () => expect(await statusOf(stage, anna)).toBe(401), { timeout: 60_000 });
  expect(await statusOf(stage, henry)).toBe(200);

  const checks = () => stage.em.requests.filter(({ path }) => path.startsWith('/api/security/accounts?')).length;
  const forever = Number.POSITIVE_INFINITY;
  stage.em.faults.add({ path: /security\/accounts/, times: forever, do: { kind: 'status', status: 500 } });
  stage.em.listAccount('TECH\\henry', null);
  // The first check may still be going on: the ten minutes count from its end.
  await vi.waitFor(
    () => {
      now += 10 * 60_000;
      expect(stage.logs.join('')).toContain('access.role-checks-failed');
    },
    { timeout: 60_000, interval: 1_000 },
  );
  expect(await statusOf(stage, henry)).toBe(200);
  stage.em.faults.clear();
  const before = checks();
  now += 60_000;
  await vi.waitFor(async () => expect(await statusOf(stage, henry)).toBe(401), { timeout: 60_000 });
  expect(checks()).toBe(before + 1);
});

test('of several processes the one that takes the leader lease checks at once', { timeout: 120_000 }, async () => {
  const postgres = postgresBench();
  await postgres.start();
  onTestFinished(() => postgres.stop());
  const environment = { DATABASE_URL: (await postgres.place()).databaseUrl ?? '' };
  const [first, second] = [await httpStage({ environment }), await httpStage({ environment })];
  const anna = await signedIn(first, 'anna');
  second.em.listAccount('TECH\\anna', null);
  expect([first.bff.context.lease?.state(), second.bff.context.lease?.state()]).toEqual(['mine', 'others']);
  expect(await statusOf(second, anna)).toBe(200);
  await first.bff.close();
  await vi.waitFor(async () => expect(await statusOf(second, anna)).toBe(401), { timeout: 20_000, interval: 100 });
});

test('with Enterprise Manager away no session is revoked, and the log has a line', async () => {
  const stage = await httpStage();
  const anna = await signedIn(stage, 'anna');
  await stage.em.stop();
  await expect(stage.bff.context.access.roles.check()).rejects.toThrow();
  expect(await statusOf(stage, anna)).toBe(200);
});

test.each([
  ['under the names of the schema', 'EnterpriseAccountEntity', 'EnterpriseRoleEntity'],
  ['under the names it has now', 'EnterpriseAccount', 'EnterpriseAccountInRole'],
])('accounts and roles %s show a lost role', async (_what, account, role) => {
  const stage = await httpStage();
  const transform = (text: string) =>
    text
      .replaceAll(/(<\/?)EnterpriseAccountInRole(?=[ >])/g, `$1${role}`)
      .replaceAll(/(<\/?)EnterpriseAccount(?=[ >])/g, `$1${account}`);
  const path = /security\/accounts/;
  stage.em.faults.add({ path, times: Number.POSITIVE_INFINITY, do: { kind: 'body', transform } });
  const anna = await signedIn(stage, 'anna');
  stage.em.setRole('TECH\\anna', 'Portal User');
  await stage.bff.context.access.roles.check();
  expect(await statusOf(stage, anna)).toBe(401);
});

test.each([
  [
    'has things of another name',
    { kind: 'body', transform: (text: string) => text.replaceAll('EnterpriseAccount', 'Person') },
  ],
  ['is refused', { kind: 'status', status: 403 }],
] as const)(
  'a list of accounts that %s is not "unchanged": operators sign in again, viewers stay',
  async (_what, fault) => {
    let now = Date.now();
    const stage = await httpStage({ overrides: { clock: { now: () => now } } });
    const [anna, henry] = [await signedIn(stage, 'anna'), await signedIn(stage, 'henry')];
    const { roles } = stage.bff.context.access;
    await roles.check();
    stage.em.faults.add({ path: /security\/accounts/, times: Number.POSITIVE_INFINITY, do: fault });
    stage.em.setRole('TECH\\anna', 'Portal User');
    await expect(roles.check()).rejects.toThrow();
    expect(await statusOf(stage, anna)).toBe(200);
    now += 16 * 60_000;
    await expect(roles.check()).rejects.toThrow();
    expect([await statusOf(stage, anna), await statusOf(stage, henry)]).toEqual([401, 200]);
    expect(stage.logs.join('')).toContain('access.role-unconfirmed');
  },
);

test('one account that cannot be read in the list is not called unlisted', async () => {
  const stage = await httpStage();
  const [anna, henry] = [await signedIn(stage, 'anna'), await signedIn(stage, 'henry')];
  const transform = (text: string) =>
    text.replaceAll(/<(?:Ref|EnterpriseAccount) [^>]*anna[^>]*>/g, (tag) =>
      tag.replaceAll(/ (?:UID|Href)="[^"]*"/g, ''),
    );
  stage.em.faults.add({
    path: /security\/accounts\?/,
    times: Number.POSITIVE_INFINITY,
    do: { kind: 'body', transform },
  });
  stage.em.listAccount('TECH\\henry', null);
  await expect(stage.bff.context.access.roles.check()).rejects.toThrow('TECH\\anna');
  expect([await statusOf(stage, anna), await statusOf(stage, henry)]).toEqual([200, 401]);
});
