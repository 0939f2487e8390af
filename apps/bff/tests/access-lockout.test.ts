import { auditList } from '@retry-desk/contract';
import { describe, expect, test } from 'vitest';
import { type HttpStage, httpStage, type Reply } from './http-stage.ts';

const own = [
  'TECH\\svc-retrydesk',
  'TECH/svc-retrydesk',
  'SVC-RetryDesk@tech.local',
  'svc-retrydesk\\',
  'śvc-retrydesk',
  'svc\u200b-retrydesk',
];

test.each(own)(
  'the account of this server is never tried, written as %j, and the answer is that of a wrong password',
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
    environment: { DIRECTORY_LOCKOUT: '5/10' },
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

describe('guesses at an account', () => {
  /** The cookie by which a browser is recognised: name and value. */
  function deviceOf({ headers }: Reply): string {
    const line = headers['set-cookie']?.find((each) => each.startsWith('retry-desk-device='));
    return line?.split(';')[0] ?? '';
  }

  /** A sign-in from an address of its own, on a browser with this cookie. */
  function tries(call: HttpStage['call']) {
    let addresses = 0;
    return (name: string, password: string, cookie = '') => {
      addresses += 1;
      const headers = { cookie, 'x-forwarded-for': `203.0.113.${addresses}` };
      return call('POST', '/api/session', { headers, body: { username: `TECH\\${name}`, password } });
    };
  }

  test('leave a place to the browser on which it has signed in, and more than three reach nobody', async () => {
    const { em, call, logs } = await httpStage({ environment: { TRUST_PROXY: 'loopback' } });
    const attempt = tries(call);
    const [anna, ben] = [await attempt('anna', 'anna-demo'), await attempt('ben', 'ben-demo')];
    const before = em.requests.length;
    const guesses: number[] = [];
    for (let n = 0; n < 80; n += 1) guesses.push((await attempt('anna', 'guess')).status);
    expect(guesses.filter((status) => status === 401)).toHaveLength(2);
    expect((await attempt('anna', 'anna-demo')).status).toBe(429);
    for (const other of [
      deviceOf(ben),
      'retry-desk-device=20000.made-up',
      `${deviceOf(anna)}x`,
      deviceOf(anna).replace(/.\./, '0.'),
    ])
      expect((await attempt('anna', 'anna-demo', other)).status, other).toBe(429);
    const back = await attempt('anna', 'anna-demo', deviceOf(anna));
    expect(back.status).toBe(200);
    expect((await attempt('anna', 'guess', deviceOf(back))).status).toBe(401);
    expect((await attempt('anna', 'anna-demo', deviceOf(back))).status).toBe(429);
    const refused = em.requests.slice(before).filter(({ path, status }) => /sessionMngr/i.test(path) && status === 401);
    expect(refused).toHaveLength(3);
    const waits = logs.filter((line) => line.includes('access.sign-in-limited')).map((line) => JSON.parse(line));
    expect(waits).toHaveLength(84);
    expect(waits.at(-1)).toMatchObject({ level: 'warn', address: '203.0.113.90', device: 'known' });
  });

  test('from the very address of its owner leave that browser its tries, too', async () => {
    const { call } = await httpStage();
    const body = { username: 'TECH\\anna', password: 'anna-demo' };
    const cookie = deviceOf(await call('POST', '/api/session', { body }));
    for (let n = 0; n < 40; n += 1)
      await call('POST', '/api/session', { body: { username: `TECH\\user${n}`, password: 'guess' } });
    expect((await call('POST', '/api/session', { body })).status).toBe(429);
    expect((await call('POST', '/api/session', { body, headers: { cookie } })).status).toBe(200);
  });

  test('recognise a browser that several people share, for half a year, by a cookie that reveals nothing', async () => {
    let now = Date.parse('2026-03-02T08:00:00Z');
    const stage = await httpStage({
      environment: { TRUST_PROXY: 'loopback', PUBLIC_URL: 'https://retry.example.local' },
      overrides: { clock: { now: () => now } },
    });
    const attempt = tries(stage.call);
    const set = (reply: Reply) => reply.headers['set-cookie']?.[1] ?? '';
    const first = set(await attempt('anna', 'anna-demo'));
    expect(first).toMatch(
      /^__Host-retry-desk-device=\d+\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=15552000$/,
    );
    const both = set(await attempt('ben', 'ben-demo', first.split(';')[0])).split(';')[0] ?? '';
    async function isKnown(name: string): Promise<boolean> {
      for (let n = 0; n < 2; n += 1) await attempt(name, 'guess');
      return (await attempt(name, `${name}-demo`, both)).status === 200;
    }
    expect([await isKnown('anna'), await isKnown('ben')]).toEqual([true, true]);
    now += 181 * 24 * 60 * 60_000;
    expect([await isKnown('anna'), await isKnown('ben')]).toEqual([false, false]);
  });
});

test('a viewer does not see the account of this server, an operator does', async () => {
  const { call, signIn } = await httpStage();
  const seen = async (name: string) => (await call('GET', '/api/status', { as: await signIn(name) })).text;
  expect(await seen('anna')).toContain('svc-retrydesk');
  expect(await seen('henry')).not.toContain('svc-retrydesk');
});

test('a name typed in a failed sign-in is neither in the audit nor in the log', async () => {
  const { call, signIn, logs } = await httpStage();
  await call('POST', '/api/session', { body: { username: 'hunter2-typed-too-early', password: 'guess' } });
  const anna = await signIn('anna');
  await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } });
  const audit = await call('GET', '/api/audit', { as: anna });
  const subjects = auditList
    .parse(audit.json())
    .entries.filter(({ kind }) => kind === 'sign-in-refused')
    .map(({ subject }) => subject);
  expect(subjects).toEqual(['TECH\\anna', 'not known']);
  expect(audit.text).not.toContain('hunter2');
  expect(logs.join('\n')).not.toContain('hunter2');
});
