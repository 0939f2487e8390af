import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, TestProvider } from '@retry-desk/test-provider';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readerOf } from '#config/environment.ts';
import { loadConfig } from '#config/load-config.ts';
import { forwardProxy } from './forward-proxy.ts';
import { type HttpStage, httpStage } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';
import { deskUrl, people, refusalOf, scene } from './oidc-scene.ts';

function secretFile(content: string): { path: string; write: (text: string) => void; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-reload-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'secret');
  const write = (text: string) => writeFileSync(path, `${text}\n`);
  write(content);
  return { path, write, remove: () => rmSync(path) };
}

/** The PEM of an authority that has signed nothing of what is tried here. */
async function otherAuthority(): Promise<string> {
  return (await makeCertificate('localhost')).cert;
}

function reload({ bff, environment }: HttpStage): void {
  bff.reload(() => loadConfig(readerOf(environment)));
}

test('after a reload the webhook signs with the secret that is in its file now; with a file that is gone it stays, with one line', async () => {
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  const file = secretFile('the first secret of sixteen');
  const stage = await httpStage({
    environment: { NOTIFY_WEBHOOK_URL: url.href, NOTIFY_WEBHOOK_SECRET_FILE: file.path },
  });
  const as = await stage.signIn('anna');
  /** Whether a notice that is sent now is signed with this secret. */
  async function isSignedWith(secret: string): Promise<boolean> {
    const before = received.length;
    await stage.call('POST', '/api/notices/test', { as, body: { channel: 'webhook' } });
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(before), { timeout: 30_000 });
    const last = received.at(-1);
    const signed = `${String(last?.headers['x-retry-desk-timestamp'])}.${last?.body}`;
    const signature = createHmac('sha256', secret).update(signed).digest('hex');
    return last?.headers['x-retry-desk-signature'] === `sha256=${signature}`;
  }
  expect(await isSignedWith('the first secret of sixteen')).toBe(true);
  file.write('the second secret of sixteen');
  expect(await isSignedWith('the first secret of sixteen')).toBe(true);
  reload(stage);
  expect(await isSignedWith('the second secret of sixteen')).toBe(true);
  file.remove();
  reload(stage);
  expect(await isSignedWith('the second secret of sixteen')).toBe(true);
  const refused = stage.logs.map((line) => JSON.parse(line)).filter(({ event }) => event === 'process.reload-refused');
  expect(refused).toMatchObject([{ level: 'error', why: expect.stringContaining('NOTIFY_WEBHOOK_SECRET_FILE') }]);
  expect(JSON.stringify(refused)).not.toContain('of sixteen');
});

test('after a reload people sign in with the client secret of the provider that is in its file now', async () => {
  const file = secretFile('not the secret of the provider');
  const { stage, provider, signIn } = await scene({ OIDC_CLIENT_SECRET: '', OIDC_CLIENT_SECRET_FILE: file.path });
  expect((await signIn('olga')).headers.location).toMatch(/^\/sign-in\?refused=/);
  file.write(provider.clientSecret);
  reload(stage);
  expect((await signIn('olga')).headers.location).toBe('/');
});

test('after a reload Enterprise Manager is trusted by the authority that is in EM_CA_FILE now: by polls and by /em, and no longer by the one before', async () => {
  const file = secretFile(await otherAuthority());
  const stage = await httpStage({ environment: { EM_CA_FILE: file.path, POLL_SECONDS: '1' } });
  const link = () => stage.bff.context.board.current().board.em.state;
  const { em } = stage.bff.context;
  const read = async (as: Awaited<ReturnType<typeof stage.signIn>>) =>
    (await stage.call('GET', '/em/agents/jobs', { as })).status;
  await expect.poll(link, { timeout: 30_000 }).toBe('down');
  file.write(readFileSync(stage.em.caFile, 'utf8'));
  await expect(em.agentJobs()).rejects.toMatchObject({ kind: 'tls' });
  reload(stage);
  await expect.poll(link, { timeout: 30_000 }).toBe('ok');
  const as = await stage.signIn('anna');
  expect(await read(as)).toBe(200);
  file.write('no certificate');
  reload(stage);
  expect(await em.agentJobs()).not.toHaveLength(0);
  expect(stage.logs.filter((line) => line.includes('process.reload-refused'))).toHaveLength(1);
  file.write(await otherAuthority());
  reload(stage);
  expect(await read(as)).toBe(503);
  await expect.poll(link, { timeout: 30_000 }).not.toBe('ok');
});

test('after a reload the token that is in METRICS_TOKEN_FILE now opens the details to other machines, and the one before does not', async () => {
  const file = secretFile('the first token of sixteen');
  const stage = await httpStage({ environment: { METRICS_TOKEN_FILE: file.path } });
  async function opened(): Promise<string[]> {
    const tokens = ['the first token of sixteen', 'the second token of sixteen'];
    const asked = tokens.map(async (token) => {
      const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': '10.0.0.5' };
      const metrics = await stage.call('GET', '/metrics', { headers });
      const ready = await stage.call('GET', '/readyz', { headers });
      expect(metrics.status).toBe('journal' in ready.json() ? 200 : 403);
      return metrics.status === 200 ? [token] : [];
    });
    return (await Promise.all(asked)).flat();
  }
  expect(await opened()).toEqual(['the first token of sixteen']);
  file.write('the second token of sixteen');
  reload(stage);
  expect(await opened()).toEqual(['the second token of sixteen']);
  file.write('too short');
  reload(stage);
  expect(await opened()).toEqual(['the second token of sixteen']);
});

test('after a reload the heartbeat goes to the address that is in its file now, and trusts the authority in NOTIFY_CA_FILE', async () => {
  const own = await makeCertificate('localhost');
  const first = await receiver((response) => response.writeHead(200).end());
  const second = await receiver((response) => response.writeHead(200).end(), own);
  const address = secretFile(first.url.href);
  const authority = secretFile(await otherAuthority());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const stage = await httpStage({
    environment: { NOTIFY_HEARTBEAT_URL_FILE: address.path, NOTIFY_CA_FILE: authority.path, POLL_SECONDS: '1' },
  });
  await expect.poll(() => stage.bff.context.mirror.ready).toBe(true);
  /** Lets minutes go by until there is a heartbeat more. */
  async function next({ received }: typeof first): Promise<void> {
    const before = received.length;
    await vi.waitFor(
      () => {
        vi.advanceTimersByTime(60_000);
        expect(received.length).toBeGreaterThan(before);
      },
      { timeout: 30_000, interval: 200 },
    );
  }
  await next(first);
  address.write(second.url.href);
  reload(stage);
  await vi.waitFor(
    () => {
      vi.advanceTimersByTime(60_000);
      expect(stage.logs.join('')).toContain('its certificate is not trusted');
    },
    { timeout: 30_000, interval: 200 },
  );
  authority.write(own.cert);
  reload(stage);
  await next(second);
});

test('after a reload a channel of notices trusts the authority that is in NOTIFY_CA_FILE now, and no longer the one before', async () => {
  const own = await makeCertificate('localhost');
  const { url, received } = await receiver((response) => response.writeHead(204).end(), own);
  const file = secretFile(await otherAuthority());
  const stage = await httpStage({ environment: { NOTIFY_WEBHOOK_URL: url.href, NOTIFY_CA_FILE: file.path } });
  const as = await stage.signIn('anna');
  /** Sends a test, and returns what became of the channel. */
  async function tested(): Promise<unknown> {
    await stage.call('POST', '/api/notices/test', { as, body: { channel: 'webhook' } });
    return (await stage.call('GET', '/api/notices', { as })).json().channels;
  }
  const failing = [{ state: 'failing', error: { text: 'its certificate is not trusted: give NOTIFY_CA_FILE' } }];
  await expect.poll(tested, { timeout: 30_000 }).toMatchObject(failing);
  file.write(own.cert);
  reload(stage);
  await expect.poll(tested, { timeout: 30_000 }).toMatchObject([{ state: 'working' }]);
  expect(received).not.toHaveLength(0);
  file.write(await otherAuthority());
  reload(stage);
  await expect.poll(tested, { timeout: 30_000 }).toMatchObject(failing);
});

test('after a reload the OpenID provider is trusted by the authority that is in OIDC_CA_FILE now, and no longer by the one before', async () => {
  const provider = new TestProvider(deskUrl, people, { tls: true });
  await provider.start();
  onTestFinished(() => provider.stop());
  const file = secretFile(await otherAuthority());
  const stage = await httpStage({
    environment: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_VIEWER_GROUPS: 'helpdesk',
      OIDC_CA_FILE: file.path,
    },
  });
  const begin = () => stage.call('GET', '/auth/oidc/login');
  expect(refusalOf(await begin())).toBe('provider-away');
  file.write(provider.ca ?? '');
  expect(refusalOf(await begin())).toBe('provider-away');
  reload(stage);
  expect((await begin()).headers.location).toContain(`${provider.issuer}/auth?`);
  file.write(await otherAuthority());
  reload(stage);
  expect(refusalOf(await begin())).toBe('provider-away');
});

test('after a reload notices and the OpenID provider are reached through the proxy that is in HTTPS_PROXY_FILE now', async () => {
  const [before, after] = [await forwardProxy(), await forwardProxy(502)];
  const file = secretFile(before.url.href);
  const stage = await httpStage({
    environment: {
      HTTPS_PROXY_FILE: file.path,
      NOTIFY_WEBHOOK_URL: 'https://hooks.example.local/',
      OIDC_ISSUER: 'https://login.example.local',
      OIDC_CLIENT_ID: 'desk',
      OIDC_CLIENT_SECRET: 'secret of the desk',
      OIDC_VIEWER_GROUPS: 'helpdesk',
    },
  });
  const as = await stage.signIn('anna');
  file.write(after.url.href);
  reload(stage);
  await stage.call('POST', '/api/notices/test', { as, body: { channel: 'webhook' } });
  await stage.call('GET', '/auth/oidc/login');
  const targets = () => after.passed.map(({ target }) => target).toSorted();
  await expect.poll(targets).toEqual(['hooks.example.local:443', 'login.example.local:443']);
  expect(before.passed).toEqual([]);
});
