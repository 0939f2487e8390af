import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type HttpStage, httpStage, send } from './http-stage.ts';

/** A proxy that sends a given X-Forwarded-For, as Azure's gateway and IIS do with the port of the client. */
async function proxyBefore(stage: HttpStage, forwarded: (count: number) => string): Promise<number> {
  let count = 0;
  const proxy = createServer((asked, answer) => {
    const headers = { ...asked.headers, 'x-forwarded-for': forwarded(count) };
    count += 1;
    const { method, url: path } = asked;
    const upward = request({ host: '127.0.0.1', port: stage.port, method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 0, reply.headers);
      reply.pipe(answer);
    });
    asked.pipe(upward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return (proxy.address() as AddressInfo).port; // a listening TCP server has a port
}

/** Sixty wrong sign-ins through a proxy, each for another account; how many reached Enterprise Manager. */
async function sixtySignIns(stage: HttpStage, forwarded: (count: number) => string): Promise<number> {
  const port = await proxyBefore(stage, forwarded);
  const headers = { origin: stage.environment.PUBLIC_URL, 'content-type': 'application/json' };
  let wrong = 0;
  for (let n = 0; n < 60; n += 1) {
    const body = JSON.stringify({ username: `TECH\\person-${n}`, password: 'guess' });
    const { status } = await send(port, 'POST', '/api/session', headers, body);
    expect([401, 429]).toContain(status);
    if (status === 401) wrong += 1;
  }
  return wrong;
}

test.each<[string, (count: number) => string, string]>([
  ['a port', (n) => `203.0.113.8:${50_000 + n}`, '203.0.113.8'],
  ['IPv6 in brackets with a port', (n) => `[2001:db8::8]:${50_000 + n}`, '2001:db8::8'],
  ['quotes and a port', (n) => `"203.0.113.8:${50_000 + n}"`, '203.0.113.8'],
  ['IPv4 as IPv6 with a port', (n) => `::ffff:203.0.113.8:${50_000 + n}`, '::ffff:203.0.113.8'],
  [
    'a port, and a trusted proxy in between with one of its own',
    (n) => `203.0.113.8:${n + 1}, 127.0.0.2:${n + 9}`,
    '203.0.113.8',
  ],
  ['what is no address', (n) => `unknown-${n}`, '127.0.0.1'],
])('sixty sign-ins whose address comes with %s count as one address', async (_, forwarded, remaining) => {
  const stage = await httpStage({ environment: { TRUST_PROXY: 'loopback' } });
  expect(await sixtySignIns(stage, forwarded)).toBe(30);
  const addresses = stage.logs.flatMap((line) => /"address":"([^"]+)"/.exec(line)?.[1] ?? []);
  expect(new Set(addresses)).toEqual(new Set([remaining]));
  expect(stage.logs.filter((line) => line.includes('TRUST_PROXY'))).toEqual([]);
});

test('a proxy that is not named in TRUST_PROXY is logged once, with the setting to use', async () => {
  const stage = await httpStage();
  for (let n = 0; n < 3; n += 1)
    await stage.call('GET', '/api/sign-in', { headers: { 'x-forwarded-for': '203.0.113.8' } });
  const logged = stage.logs.filter((line) => line.includes('Set TRUST_PROXY'));
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain('"peer":"127.0.0.1"');
  const other = await httpStage({ environment: { TRUST_PROXY: '10.0.0.5' } });
  await other.call('GET', '/api/sign-in', { headers: { forwarded: 'for=203.0.113.8' } });
  expect(other.logs.filter((line) => line.includes('Set TRUST_PROXY'))).toHaveLength(1);
});

test('a request through a proxy on this machine is not from this machine, also where the proxy is not named', async () => {
  const stage = await httpStage();
  const port = await proxyBefore(stage, () => '203.0.113.8');
  expect((await send(port, 'GET', '/metrics')).status).toBe(403);
  expect((await send(stage.port, 'GET', '/metrics')).status).toBe(200);
  expect((await send(port, 'GET', '/healthz')).json()).toEqual({ alive: true });
  expect(Object.keys((await send(port, 'GET', '/readyz')).json())).toEqual(['ready']);
  expect((await send(stage.port, 'GET', '/readyz')).json()).toHaveProperty('waitingFor');
});
