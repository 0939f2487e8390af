import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { createEnterpriseManager } from '@retry-desk/em-client';
import { makeCertificate } from '@retry-desk/test-provider';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createOidcProvider } from '#access/oidc-provider.ts';
import { offerStrongTlsOnly } from '#config/strong-tls.ts';
import { openStore } from '#store/open-store.ts';
import { createLogger } from '#telemetry/logger.ts';

let certificate: { cert: string; key: string };
beforeAll(async () => {
  certificate = await makeCertificate('localhost');
});

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A server that accepts TLS 1.2 with these suites alone, begins as PostgreSQL does or at once, and then stays silent;
 * with the result of each handshake.
 */
async function tlsServer(begins: 'at once' | 'as PostgreSQL', ciphers: string) {
  const shaken: string[] = [];
  const secureContext = tls.createSecureContext({ ...certificate, ciphers, maxVersion: 'TLSv1.2' });
  const server = createPlainServer((socket) => {
    socket.on('error', () => undefined);
    function shake(): void {
      const secure = new tls.TLSSocket(socket, { isServer: true, secureContext });
      secure.once('secure', () => {
        shaken.push(secure.getCipher().name);
        secure.destroy();
      });
      secure.once('error', () => shaken.push('no suite in common'));
    }
    if (begins === 'at once') return shake();
    // https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
    socket.once('data', () => {
      socket.write('S');
      shake();
    });
  });
  await once(server.listen(0, 'localhost'), 'listening');
  onTestFinished(() => void server.close());
  return { shaken, port: (server.address() as AddressInfo).port }; // a listening TCP server has a port
}

const strong = 'ECDHE-ECDSA-AES128-GCM-SHA256';
const weak = ['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA'];

const reached: Record<string, (port: number) => Promise<unknown>> = {
  'Enterprise Manager': (port) => {
    const own = { url: `https://localhost:${port}`, username: 'svc', password: () => 'x' };
    const em = createEnterpriseManager({ ...own, tls: { kind: 'ca', pem: certificate.cert } });
    return em.checkAccount('anna', 'x').finally(() => em.close());
  },
  'the provider': (port) => {
    const words = { clientId: 'a', clientSecret: 'b', scope: 'openid', groupsClaim: 'groups', nameClaim: 'name' };
    const options = { ...words, issuer: new URL(`https://localhost:${port}`), operatorGroups: [], viewerGroups: [] };
    return createOidcProvider(
      { ...options, ca: certificate.cert },
      new URL('http://localhost:8080'),
      createLogger('silent'),
    ).begin();
  },
  PostgreSQL: (port) => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'ca.pem'), certificate.cert);
    const trust = `sslmode=verify-full&sslrootcert=${join(folder, 'ca.pem')}`;
    return openStore({ databaseUrl: `postgres://desk:desk@localhost:${port}/desk?${trust}`, dataDir: folder });
  },
};

test.each(Object.entries(reached))('%s is spoken to by strong suites alone', async (name, reach) => {
  offerStrongTlsOnly();
  const begins = name === 'PostgreSQL' ? 'as PostgreSQL' : 'at once';
  for (const suite of [strong, ...weak]) {
    const { shaken, port } = await tlsServer(begins, suite);
    await expect(reach(port), suite).rejects.toThrow();
    await vi.waitFor(() => expect(shaken.length).toBeGreaterThan(0));
    expect(new Set(shaken), suite).toEqual(new Set([suite === strong ? strong : 'no suite in common']));
  }
});

test('the server is started that way, whatever options Node is given', { timeout: 120_000 }, async () => {
  const { shaken, port } = await tlsServer('at once', weak[0] ?? '');
  const folder = freshFolder();
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--tls-min-v1.0', '--tls-cipher-list=ALL', main], {
    env: {
      EM_URL: `https://localhost:${port}`,
      EM_USERNAME: 'svc',
      EM_PASSWORD: 'x',
      EM_CA_FILE: join(folder, 'ca.pem'),
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
    },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await vi.waitFor(() => expect(shaken.length).toBeGreaterThan(0), { timeout: 60_000 });
  expect(new Set(shaken)).toEqual(new Set(['no suite in common']));
});
