import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readerOf } from '#config/environment.ts';
import { loadConfig } from '#config/load-config.ts';
import { type HttpStage, httpStage } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';
import { scene } from './oidc-scene.ts';

function secretFile(content: string): { path: string; write: (text: string) => void; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-reload-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'secret');
  const write = (text: string) => writeFileSync(path, `${text}\n`);
  write(content);
  return { path, write, remove: () => rmSync(path) };
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
