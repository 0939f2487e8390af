import { type IncomingHttpHeaders, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type ConnectionOptions, connect } from 'node:tls';
import { makeCertificate } from '@retry-desk/test-provider';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { httpStage, page } from './http-stage.ts';
import { example, presentProxies, startProxy } from './proxy-process.ts';

const host = 'retry.example.local';
const publicUrl = `https://${host}`;
const metricsToken = 'sixteen characters';
let certificate: { cert: string; key: string };
beforeAll(async () => {
  certificate = await makeCertificate(host);
});

type Sent = { headers?: Record<string, string>; body?: string; from?: string };
type Got = { status: number; headers: IncomingHttpHeaders; bytes: Buffer; json: () => Record<string, unknown> };

function talk(secure: boolean, port: number, method: string, path: string, sent: Sent = {}): Promise<Got> {
  const { headers = {}, body, from = '127.0.0.1' } = sent;
  const options = { host: '127.0.0.1', port, method, path, localAddress: from, agent: false as const };
  const all = { host, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return new Promise((resolve, reject) => {
    const call = secure
      ? secureRequest({ ...options, headers: all, servername: host, ca: certificate.cert })
      : request({ ...options, headers: all });
    call.on('error', reject);
    call.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          bytes,
          json: () => JSON.parse(bytes.toString('utf8')),
        });
      });
    });
    call.end(body);
  });
}

/** The TLS parameters agreed with the proxy. Rejects where there is no agreement. */
function shakeHands(port: number, given: ConnectionOptions): Promise<{ protocol: string | null; cipher: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: certificate.cert,
      checkServerIdentity: () => undefined,
      ...given,
    });
    socket.once('error', reject).once('close', () => reject(new Error('closed')));
    socket.once('secureConnect', () => {
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name });
      socket.destroy();
    });
  });
}

test.each([
  [
    'nginx',
    [
      'ssl_protocols TLSv1.2 TLSv1.3;',
      'X-Forwarded-For $remote_addr;',
      'auth|healthz|readyz|metrics',
      'listen 443 ssl http2 default_server;',
      'return 444;',
      'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
      'proxy_next_upstream off;',
    ],
  ],
  ['caddy', ['tls /etc/ssl/', 'X-Forwarded-For {remote_host}', 'abort']],
] as const)('the example for %s has what matters in it', (name, parts) => {
  for (const part of parts) expect(example(name)).toContain(part);
});

describe.each(presentProxies())('%s as in its example', (name) => {
  async function scene() {
    const environment = { PUBLIC_URL: publicUrl, TRUST_PROXY: 'loopback', METRICS_TOKEN: metricsToken };
    const stage = await httpStage({ environment });
    const proxy = await startProxy(name, stage.port, certificate);
    const call = (method: string, path: string, sent?: Sent) => talk(true, proxy.httpsPort, method, path, sent);
    async function signIn(from?: string) {
      const body = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
      const headers = { origin: publicUrl, 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
      const answer = await call('POST', '/api/session', { headers, body, ...(from ? { from } : {}) });
      const line = answer.headers['set-cookie']?.[0] ?? '';
      return { answer, line, cookie: line.split(';')[0] ?? '', csrf: String(answer.json().csrfToken) };
    }
    return { stage, proxy, call, signIn };
  }

  test('people sign in through it, by a cookie of this host alone, and only from its own pages', async () => {
    const { call, signIn } = await scene();
    const shown = await call('GET', '/');
    expect([shown.status, shown.bytes.toString()]).toEqual([200, page]);
    expect(shown.headers['strict-transport-security']).toMatch(/^max-age=31536000/);
    const { answer, line, cookie, csrf } = await signIn();
    expect(answer.status).toBe(200);
    expect(line).toMatch(/^__Host-retry-desk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    const own = { cookie, 'x-csrf-token': csrf, origin: publicUrl };
    expect((await call('POST', '/api/wall-links', { headers: own, body: '{"name":"x"}' })).status).toBe(201);
    const foreign = { ...own, origin: 'https://evil.example' };
    expect((await call('POST', '/api/wall-links', { headers: foreign, body: '{"name":"x"}' })).status).toBe(403);
  });

  test('the address of the person arrives, a forged one does not', async () => {
    const { stage, signIn } = await scene();
    await signIn('127.0.0.2');
    const line = stage.logs.find((each) => each.includes('"signed in"'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ address: '127.0.0.2' });
  });

  test('the board passes as it is: compressed once, with its tag', async () => {
    const { stage, call, signIn } = await scene();
    await vi.waitFor(async () => expect((await stage.call('GET', '/readyz')).status).toBe(200));
    const { cookie } = await signIn();
    for (const coding of ['gzip', 'br']) {
      // Just after the start the board still fills: its tag changes until all is read.
      await vi.waitFor(async () => {
        const board = await call('GET', '/api/board', { headers: { cookie, 'accept-encoding': coding } });
        expect([board.status, board.headers['content-encoding']]).toEqual([200, coding]);
        const again = { cookie, 'if-none-match': String(board.headers.etag) };
        expect((await call('GET', '/api/board', { headers: again })).status).toBe(304);
      });
    }
  });

  test('a load balancer outside gets a bare word on the health of the server; its details and numbers take the token', async () => {
    const { call } = await scene();
    const headers = { authorization: `Bearer ${metricsToken}` };
    const asJson = async (path: string, given = {}) => JSON.parse((await call('GET', path, given)).bytes.toString());
    expect(await asJson('/healthz')).toEqual({ alive: true });
    await vi.waitFor(async () => expect(await asJson('/readyz')).toEqual({ ready: true }));
    expect(await asJson('/readyz', { headers })).toMatchObject({ ready: true, waitingFor: [] });
    for (const wrong of [{}, { authorization: 'Bearer wrong' }, { 'x-forwarded-for': '127.0.0.1' }]) {
      for (const path of ['/metrics', '//metrics', '/%6detrics']) {
        const { status, bytes } = await call('GET', path, { headers: wrong });
        expect([[403, 404].includes(status), bytes.includes('retry_desk_')], path).toEqual([true, false]);
      }
    }
    const { status, bytes } = await call('GET', '/metrics', { headers });
    expect([status, bytes.includes('retry_desk_em_up')]).toEqual([200, true]);
  });

  test('every answer over TLS carries HSTS once, its own errors too', async () => {
    const { stage, call } = await scene();
    const lines = async (path: string) => (await call('GET', path)).headers['strict-transport-security'];
    for (const path of ['/', '/healthz', '/api/session']) {
      // Two of them would stand here with a comma between.
      expect(await lines(path), path).toBe('max-age=31536000; includeSubDomains');
    }
    await stage.bff.close();
    expect((await call('GET', '/tasks')).status).toBe(502);
    expect(await lines('/tasks')).toBe('max-age=31536000; includeSubDomains');
  });

  test('a request for another name gets nothing', async () => {
    const { proxy } = await scene();
    const other = { headers: { host: 'other.example.local' } };
    await expect(talk(false, proxy.httpPort, 'GET', '/', other)).rejects.toThrow();
    for (const servername of ['other.example.local', undefined])
      await expect(shakeHands(proxy.httpsPort, { servername })).rejects.toThrow();
    const { protocol } = await shakeHands(proxy.httpsPort, { servername: host });
    expect(protocol).toBe('TLSv1.3');
  });

  test('only strong ciphers are taken', async () => {
    const { proxy } = await scene();
    const tls12 = { servername: host, maxVersion: 'TLSv1.2' as const };
    const { cipher } = await shakeHands(proxy.httpsPort, tls12);
    expect(cipher).toMatch(/^ECDHE-.*(?:GCM|CHACHA20)/);
    for (const ciphers of [
      'ECDHE-ECDSA-AES128-SHA256',
      'ECDHE-RSA-AES128-SHA256',
      'ECDHE-ECDSA-AES256-SHA',
      'AES128-SHA',
    ])
      await expect(shakeHands(proxy.httpsPort, { ...tls12, ciphers }), ciphers).rejects.toThrow();
  });

  test('pages without TLS lead to TLS, scripts are refused', async () => {
    const { proxy } = await scene();
    const shown = await talk(false, proxy.httpPort, 'GET', '/tasks?state=open');
    expect([shown.status, shown.headers.location]).toEqual([308, `${publicUrl}/tasks?state=open`]);
    const script = { headers: { authorization: 'Bearer rdesk_x' } };
    for (const path of ['/api/tasks', '/em/jobs', '/auth/oidc/login', '/metrics', '/healthz', '/readyz'])
      expect((await talk(false, proxy.httpPort, 'GET', path, script)).status, path).toBe(403);
  });

  test('its own answers are as strict as the server’s, whose headers come once and unchanged', async () => {
    const { stage, proxy, call } = await scene();
    function strict({ status, headers }: Got, path: string): number {
      expect(headers['content-security-policy'], path).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers['x-content-type-options'], path).toBe('nosniff');
      // A body with text names how it is written.
      expect(headers['content-type'] ?? 'charset=utf-8', path).toMatch(/charset=utf-8/i);
      return status;
    }
    const direct = await stage.call('GET', '/');
    const through = await call('GET', '/');
    for (const name of ['content-security-policy', 'x-content-type-options', 'content-type'])
      expect(through.headers[name], name).toBe(direct.headers[name]);
    const plain = (path: string) => talk(false, proxy.httpPort, 'GET', path);
    expect(strict(await plain('/tasks'), 'redirect')).toBe(308);
    expect(strict(await plain('/api/tasks'), 'refusal')).toBe(403);
    await stage.bff.close();
    expect(strict(await call('GET', '/tasks'), 'fault')).toBe(502);
  });

  test('the secret of a wall link opens the wall and stands in no log', async () => {
    const { stage, proxy, call, signIn } = await scene();
    const { cookie, csrf } = await signIn();
    const headers = { cookie, 'x-csrf-token': csrf, origin: publicUrl };
    const made = await call('POST', '/api/wall-links', { headers, body: '{"name":"Office"}' });
    const { pathname } = new URL(String(made.json().url));
    const secret = pathname.slice('/wall/'.length);
    expect((await call('GET', pathname)).status).toBe(200);
    const opened = await call('POST', pathname, { headers: { origin: publicUrl } });
    expect([opened.status, opened.headers.location]).toEqual([303, '/wall']);
    const wall = await call('GET', '/wall', {
      headers: { cookie: String(opened.headers['set-cookie']).split(';', 1).join() },
    });
    expect([wall.headers.location, String(wall.headers['set-cookie'])]).toEqual([
      undefined,
      expect.stringContaining('Max-Age='),
    ]);
    await call('GET', `//wall/${secret}?x=${secret}`);
    await vi.waitFor(() => expect(proxy.log()).toMatch(/wall\/\.\.\./));
    expect(proxy.log()).not.toContain(secret.slice(0, 30));
    expect(stage.logs.join('')).not.toContain(secret);
  });

  test('with the server away it reports that, and the secret of a wall link stands in no error either', async () => {
    const { stage, proxy, call } = await scene();
    const secret = 'x'.repeat(43);
    await stage.bff.close();
    for (const path of [`/wall/${secret}`, `//wall/${secret}`, `/%77all/${secret}`]) {
      expect((await call('GET', path)).status, path).toBe(502);
    }
    expect((await call('GET', '/tasks')).status).toBe(502);
    await vi.waitFor(() => expect(proxy.complaints()).toContain('/tasks'));
    expect(proxy.complaints() + proxy.log()).not.toContain(secret);
  });

  test('a body that is too large is refused', async () => {
    const { call } = await scene();
    for (const size of [70_000, 300_000]) {
      const body = JSON.stringify({ username: 'a', password: 'x'.repeat(size) });
      const { status } = await call('POST', '/api/session', { headers: { origin: publicUrl }, body });
      expect(status, String(size)).toBe(413);
    }
  });
});
