import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import https from 'node:https';
import { expect, test } from 'vitest';
import { createEnterpriseManager, type ProxyAccess } from '../src/index.ts';
import { certificate, play, xml } from './played-server.ts';

async function statusOf({ target, agent, headers }: ProxyAccess): Promise<number | undefined> {
  const request = https.get(`${target}/agents/jobs`, { agent, headers });
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
}

test.each([
  ['its certificate', { kind: 'ca', pem: certificate('valid') }],
  ['its fingerprint', { kind: 'fingerprint', sha256: new X509Certificate(certificate('valid')).fingerprint256 }],
  ['nothing, as chosen', { kind: 'insecure' }],
] as const)('a proxy reads through the held session where the server is trusted by %s', async (_title, tls) => {
  const server = await play((_request, response) => xml(response, '<EntityReferences/>'), { tls: 'valid' });
  const em = createEnterpriseManager({ url: server.url, username: 'svc', password: 'p', tls });
  expect(await statusOf(await em.proxy())).toBe(200);
  expect(server.requests.at(-1)).toMatchObject({
    path: '/api/agents/jobs',
    headers: { 'x-restsvcsessionid': 'token-1' },
  });
  await em.close();
  await server.stop();
});

test('a proxy gets no connection to a server with another certificate', async () => {
  const server = await play((_request, response) => xml(response, '<EntityReferences/>'), { tls: 'other' });
  const trusted = await play((_request, response) => xml(response, '<EntityReferences/>'), { tls: 'valid' });
  const sha256 = new X509Certificate(certificate('valid')).fingerprint256;
  const em = createEnterpriseManager({
    url: trusted.url,
    username: 'svc',
    password: 'p',
    tls: { kind: 'fingerprint', sha256 },
  });
  const access = await em.proxy();
  await expect(statusOf({ ...access, target: `${server.url}/api` })).rejects.toThrow(/fingerprint/);
  expect(server.requests).toEqual([]);
  await em.close();
  await Promise.all([server.stop(), trusted.stop()]);
});

test('a proxied 401 renews the logon session, once for all who met it', async () => {
  const server = await play((_request, response) => xml(response, '<EntityReferences/>'), { tls: 'valid' });
  const em = createEnterpriseManager({ url: server.url, username: 'svc', password: 'p', tls: { kind: 'insecure' } });
  const first = await em.proxy();
  em.proxyLost(first.logonId);
  em.proxyLost(first.logonId);
  const [second, third] = await Promise.all([em.proxy(), em.proxy()]);
  expect(second.logonId).not.toBe(first.logonId);
  expect(third.logonId).toBe(second.logonId);
  em.proxyLost(first.logonId);
  expect(em.logonId).toBe(second.logonId);
  await em.close();
  await server.stop();
});
