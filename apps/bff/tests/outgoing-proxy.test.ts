import { inspect } from 'node:util';
import { makeCertificate } from '@retry-desk/test-provider';
import { expect, onTestFinished, test } from 'vitest';
import { createOidcProvider } from '#access/oidc-provider.ts';
import { createChannels } from '#notices/channels/create-channels.ts';
import { createHeartbeat } from '#notices/channels/heartbeat.ts';
import { noProxy, type ProxySettings } from '#outgoing/outgoing.ts';
import { createLogger } from '#telemetry/logger.ts';
import { forwardProxy } from './forward-proxy.ts';
import { freePorts } from './free-ports.ts';
import { httpStage } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';
import { sampleNotice } from './notice-samples.ts';

const none = { webhook: null, alertmanager: null, email: null, teams: null, slack: null };
/** A name that nobody but the proxy can resolve. */
const HOST = 'hooks.example.invalid';

function at(host: string, { port, protocol, pathname }: URL): URL {
  return new URL(`${protocol}//${host}:${port}${pathname}`);
}

function webhook(url: URL, proxy: Partial<ProxySettings>, ca?: string, timeoutMs = 15_000) {
  const given = { ...none, ca, webhook: { url, secret: null } };
  const [channel] = createChannels(given, { timeoutMs, proxy: { ...noProxy, ...proxy } });
  if (channel === undefined) throw new Error('a configured webhook is a channel');
  onTestFinished(() => channel.close());
  return channel;
}

const delivered = { kind: 'delivered', receipt: null };
const unavailable = (error: string) => ({ kind: 'unavailable', error, retryAfterMs: null });

test('http goes through HTTP_PROXY, https through a tunnel of HTTPS_PROXY, whose login is sent to the proxy alone', async () => {
  const { url: proxy, passed } = await forwardProxy();
  const plain = await receiver((response) => response.writeHead(204).end());
  const certificate = await makeCertificate(HOST);
  const secure = await receiver((response) => response.writeHead(204).end(), certificate);
  proxy.username = 'us%40er';
  proxy.password = 'p%3Aw';
  const [a, b] = [at(HOST, plain.url), at(HOST, secure.url)];
  a.username = 'own';
  expect(await webhook(a, { http: proxy }).deliver(sampleNotice())).toEqual(delivered);
  expect(await webhook(b, { https: proxy }, certificate.cert).deliver(sampleNotice())).toEqual(delivered);
  const login = `Basic ${Buffer.from('us@er:p:w').toString('base64')}`;
  expect(passed).toEqual([
    { method: 'POST', target: at(HOST, plain.url).href, login },
    { method: 'CONNECT', target: b.host, login },
  ]);
  const received = [...plain.received, ...secure.received];
  expect(received.map(({ body }) => JSON.parse(body).id)).toEqual([sampleNotice().id, sampleNotice().id]);
  expect(secure.received[0]?.headers).not.toHaveProperty('proxy-authorization');
  expect(plain.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('own:').toString('base64')}`);
});

test('the certificate is that of the address, checked through the tunnel as without', async () => {
  const { url: https } = await forwardProxy();
  const certificate = await makeCertificate('other.example.invalid');
  const { url } = await receiver((response) => response.writeHead(204).end(), certificate);
  expect(await webhook(at(HOST, url), { https }, certificate.cert).deliver(sampleNotice())).toEqual(
    unavailable('its certificate is for another name'),
  );
});

test('each scheme has its own proxy; this machine and what NO_PROXY names are reached without', async () => {
  const { url: proxy, passed } = await forwardProxy();
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  const unresolved = unavailable('its name cannot be resolved');
  expect(await webhook(at(HOST, url), { https: proxy }).deliver(sampleNotice())).toEqual(unresolved);
  const except = 'example.invalid';
  expect(await webhook(at(HOST, url), { http: proxy, except }).deliver(sampleNotice())).toEqual(unresolved);
  expect(await webhook(url, { http: proxy }).deliver(sampleNotice())).toEqual(delivered);
  expect([passed, received.length]).toEqual([[], 1]);
});

test('a proxy that refuses, hangs or is gone is an outage of the channel', async () => {
  const secure = new URL(`https://${HOST}/`);
  const refusing = await forwardProxy(407);
  expect(await webhook(secure, { https: refusing.url }).deliver(sampleNotice())).toEqual(
    unavailable('the proxy of HTTPS_PROXY does not let it through'),
  );
  expect(await webhook(new URL(`http://${HOST}/`), { http: refusing.url }).deliver(sampleNotice())).toEqual(
    unavailable('answered 407'),
  );
  const hanging = await forwardProxy(null);
  expect(await webhook(secure, { https: hanging.url }, undefined, 500).deliver(sampleNotice())).toEqual(
    unavailable('no answer within 0.5 s'),
  );
  const closed = webhook(secure, { https: hanging.url });
  const cutOff = closed.deliver(sampleNotice());
  await expect.poll(() => hanging.passed.length).toBe(2);
  await closed.close();
  expect(await cutOff).toEqual(unavailable('the connection was cut off'));
  const [port = 0] = await freePorts(1);
  const gone = new URL(`http://127.0.0.1:${port}`);
  expect(await webhook(secure, { https: gone }).deliver(sampleNotice())).toEqual(unavailable('connection refused'));
});

test('the password of the proxy stands in no error', async () => {
  const { url: https } = await forwardProxy(403);
  https.username = 'desk';
  https.password = 'canary';
  const words = { clientId: 'a', clientSecret: 'b', scope: 'openid', groupsClaim: 'groups', nameClaim: 'name' };
  const options = { ...words, issuer: new URL(`https://${HOST}`), operatorGroups: [], viewerGroups: [] };
  const proxy = { ...noProxy, https };
  const begun = createOidcProvider({ ...options, proxy }, new URL('http://localhost:8080'), createLogger('silent'));
  const error = await begun.begin().catch((thrown) => thrown);
  expect(error).toMatchObject({ kind: 'provider-away' });
  expect(inspect(error, { depth: 9 })).toContain('the proxy does not let it through');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary');
});

test('the heartbeat and the OpenID provider are reached through it, too', async () => {
  const { url: https, passed } = await forwardProxy();
  const { cert: ca, key } = await makeCertificate(HOST);
  const { url } = await receiver(
    (response, { path, headers }) => {
      const issuer = `https://${headers.host}`;
      const metadata = { issuer, authorization_endpoint: `${issuer}/authorize`, jwks_uri: `${issuer}/keys` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(path === '/' ? '' : JSON.stringify(metadata));
    },
    { cert: ca, key },
  );
  const proxy = { ...noProxy, https };
  const issuer = new URL(at(HOST, url).origin);
  const heartbeat = createHeartbeat(issuer, { ca, proxy });
  onTestFinished(() => heartbeat.close());
  expect(await heartbeat.send()).toEqual(delivered);
  const words = { clientId: 'a', clientSecret: 'b', scope: 'openid', groupsClaim: 'groups', nameClaim: 'name' };
  const options = { ...words, issuer, operatorGroups: [], viewerGroups: [], ca, proxy };
  const provider = createOidcProvider(options, new URL('http://localhost:8080'), createLogger('silent'));
  expect((await provider.begin()).address.origin).toBe(issuer.origin);
  expect(passed.map(({ method, target }) => [method, target])).toEqual([
    ['CONNECT', issuer.host],
    ['CONNECT', issuer.host],
  ]);
});

test('a whole server takes the proxy from its environment, and reaches Enterprise Manager without it', async () => {
  const { url: proxy, passed } = await forwardProxy();
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  const environment = { HTTP_PROXY: proxy.host, HTTPS_PROXY: proxy.href, NOTIFY_WEBHOOK_URL: at(HOST, url).href };
  const stage = await httpStage({ environment });
  const as = await stage.signIn('anna');
  expect((await stage.call('POST', '/api/notices/test', { as, body: { channel: 'webhook' } })).status).toBe(202);
  await expect.poll(() => received.length).toBe(1);
  expect(passed.map(({ target }) => target)).toEqual([at(HOST, url).href]);
});
