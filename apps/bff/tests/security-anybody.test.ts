import type { Fault } from '@retry-desk/em-simulator';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type HttpStage, httpStage } from './http-stage.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** Every answer that somebody without an account, or a wall on a corridor, can request. */
async function askedByAnybody(stage: HttpStage, wall: string | null): Promise<string> {
  const { call } = stage;
  const body = { username: 'TECH\\anna', password: 'anna-demo' };
  const open = stage.bff.routes.filter(({ method, access }) => method === 'GET' && access === 'public');
  const paths = open.map(({ path }) => path.replace('{token}', 'zzz'));
  const replies = [
    await call('POST', '/api/session', { body }),
    ...(await Promise.all(
      [...paths, '/', '/sign-in', '/wall', '/api/board', '/em/agents/jobs', '/api/nothing'].map((path) =>
        // From elsewhere: on this machine itself /metrics shows more.
        call('GET', path, { headers: { 'x-forwarded-for': '203.0.113.8' } }),
      ),
    )),
  ];
  if (wall !== null) {
    for (const path of ['/api/board', '/api/session', '/api/status'])
      replies.push(await call('GET', path, { headers: { cookie: wall } }));
  }
  return replies.map(({ status, headers, text }) => `${status} ${JSON.stringify(headers)} ${text}`).join('\n');
}

/** Host and port as they may be written: no answer of ours has a reason for either. */
function placesOf({ url }: { url: string }): RegExp {
  const { hostname, port } = new URL(url);
  return new RegExp(`${hostname.replaceAll('.', '\\.')}|\\b${port}\\b|em-in-the-cellar|9398`, 'i');
}

const quotes = (host: string) =>
  `<Error xmlns="http://www.veeam.com/ent/v1.0" Message="Cannot reach em-in-the-cellar (${host})" StatusCode="500"/>`;

const faults: [string, (host: string) => Fault][] = [
  ['an error that names it', (host) => ({ kind: 'status', status: 500, body: quotes(host) })],
  ['a refusal that names it', (host) => ({ kind: 'status', status: 403, body: quotes(host) })],
  [
    'a page of a proxy',
    (host) => ({ kind: 'status', status: 200, contentType: 'text/html', body: `<html>${host}</html>` }),
  ],
  ['another place to go', (host) => ({ kind: 'status', status: 302, headers: { location: `https://${host}/` } })],
  ['no answer', () => ({ kind: 'cut-before' })],
];

test.each(faults)(
  'with %s nobody without an account, and no wall, sees the address of Enterprise Manager',
  async (_, fault) => {
    const stage = await httpStage({ environment: { TRUST_PROXY: 'loopback', POLL_SECONDS: '1' } });
    const { host } = new URL(stage.em.url);
    const anna = await stage.signIn('anna');
    const henry = await stage.signIn('henry');
    const wall = await stage.openWall(anna);
    const known = stage.em.requests.length;
    stage.em.faults.add({ path: /./, times: FOREVER, do: fault(host) });
    await vi.waitFor(() => expect(stage.em.requests.length).toBeGreaterThan(known + 2), { timeout: 30_000 });
    expect(await askedByAnybody(stage, wall.cookie)).not.toMatch(placesOf(stage.em));
    expect(await askedByAnybody(stage, wall.cookie)).not.toMatch(/EM_(URL|CA_FILE|USERNAME|PASSWORD|FINGERPRINT)/);
    // The board of an operator shows it, and no other: a viewer can do nothing about it.
    await vi.waitFor(async () => expect((await stage.call('GET', '/api/board', { as: anna })).text).toMatch(host), {
      timeout: 30_000,
    });
    for (const path of ['/api/board', '/api/agents/jobs', '/api/machines?q=em', '/em/agents/jobs']) {
      expect((await stage.call('GET', path, { as: henry })).text).not.toMatch(
        /em-in-the-cellar|EM_[A-Z]+|GET \/api|%3D|Portal Administrator/,
      );
    }
    expect((await stage.call('GET', '/api/board', { as: henry })).json().em).toMatchObject({ message: null });
  },
);

test('a certificate that is not trusted is explained in the log, and to nobody without an account', async () => {
  const other = new EnterpriseManagerSimulator({ seed: 9, jobs: 1 });
  await other.start(0);
  onTestFinished(() => other.stop());
  const stage = await httpStage({ environment: { EM_CA_FILE: other.caFile, TRUST_PROXY: 'loopback' } });
  const received = await askedByAnybody(stage, null);
  expect(received).toContain('"code":"em-unreachable"');
  expect(received).not.toMatch(/EM_FINGERPRINT|EM_CA_FILE|certificate/);
  expect(received).not.toMatch(placesOf(stage.em));
  // Nobody can sign in, not even an operator: the administrator of the server reads it there.
  await vi.waitFor(() => expect(stage.logs.join('\n')).toMatch(/EM_FINGERPRINT/), { timeout: 10_000 });
});
