import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { readerOf } from '#config/environment.ts';
import { loadConfig } from '#config/load-config.ts';
import { freePorts } from './free-ports.ts';
import { httpStage } from './http-stage.ts';
import { filesOf, selfSigned } from './own-certificates.ts';

const pfx = fileURLToPath(new URL('own-certificate.pfx', import.meta.url));
const passphrase = 'canary-of-pfx';

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; text: string };

function ask(port: number, ca: string, path: string, body?: string): Promise<Answer> {
  const headers = body === undefined ? {} : { origin: 'https://localhost:8443', 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path,
        ca,
        agent: false,
        headers,
        method: body ? 'POST' : 'GET',
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/** The fingerprint that a new connection is shown, and its version of TLS. */
function shown(port: number): Promise<{ fingerprint: string; protocol: string | null }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      const { fingerprint256 } = socket.getPeerCertificate();
      resolve({ fingerprint: fingerprint256, protocol: socket.getProtocol() });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

/** The end of our own certificate as `/metrics` has it. */
async function publishedEnd(port: number, ca: string): Promise<Date> {
  const { text } = await ask(port, ca, '/metrics');
  const sample = /^retry_desk_certificate_expiry_timestamp_seconds\{certificate="own"\} (.+)$/m.exec(text);
  return new Date(Number(sample?.[1]) * 1000);
}

const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256;

test('with its own certificate the desk is served over HTTPS, cookies and headers are those of https, and http leads there', async () => {
  const { cert, key } = await selfSigned();
  const paths = filesOf({ cert, key });
  const [redirect = 0] = await freePorts(1);
  const stage = await httpStage({
    environment: {
      TLS_CERT_FILE: paths.cert,
      TLS_KEY_FILE: paths.key,
      PUBLIC_URL: 'https://localhost:8443',
      HTTP_REDIRECT_PORT: String(redirect),
    },
  });
  const page = await ask(stage.port, cert, '/');
  expect(page.status).toBe(200);
  expect(page.headers['strict-transport-security']).toContain('max-age=31536000');
  const person = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
  const signedIn = await ask(stage.port, cert, '/api/session', person);
  expect(signedIn.status).toBe(200);
  expect(String(signedIn.headers['set-cookie'])).toMatch(/__Host-retry-desk=.*Secure/);
  expect((await shown(stage.port)).protocol).toBe('TLSv1.3');
  const old = connect({
    host: '127.0.0.1',
    port: stage.port,
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
  });
  await expect(
    new Promise((resolve, reject) => old.on('secureConnect', resolve).on('error', reject)),
  ).rejects.toThrow();
  const location = await new Promise((resolve, reject) => {
    plainRequest({ host: '127.0.0.1', port: redirect, path: '//evil.example/jobs?x=1' }, (answer) => {
      answer.resume();
      resolve([answer.statusCode, answer.headers.location]);
    })
      .on('error', reject)
      .end();
  });
  expect(location).toEqual([308, 'https://localhost:8443//evil.example/jobs?x=1']);
});

test('a certificate that is renewed in its files is taken up, a broken one leaves the one before and is logged once; its end is published', async () => {
  const [first, second] = [await selfSigned(), await selfSigned({ until: 60 })];
  const paths = filesOf({ cert: first.cert, key: first.key });
  const stage = await httpStage({
    environment: { TLS_CERT_FILE: paths.cert, TLS_KEY_FILE: paths.key, PUBLIC_URL: 'https://localhost:8443' },
    overrides: { certificateMs: 20 },
  });
  const events = (event: string) => stage.logs.filter((line) => line.includes(`"${event}"`));
  expect((await shown(stage.port)).fingerprint).toBe(fingerprintOf(first.cert));
  expect(await publishedEnd(stage.port, first.cert)).toEqual(new X509Certificate(first.cert).validToDate);
  writeFileSync(paths.cert, 'half a file');
  await vi.waitFor(() => expect(events('tls.certificate-refused')).toHaveLength(1));
  stage.bff.reload(() => loadConfig(readerOf(stage.environment)));
  expect(events('tls.certificate-refused')).toHaveLength(1);
  expect((await shown(stage.port)).fingerprint).toBe(fingerprintOf(first.cert));
  writeFileSync(paths.key, second.key);
  writeFileSync(paths.cert, second.cert);
  await vi.waitFor(() => expect(events('tls.certificate-renewed')).toHaveLength(1));
  expect((await shown(stage.port)).fingerprint).toBe(fingerprintOf(second.cert));
  expect(await publishedEnd(stage.port, second.cert)).toEqual(new X509Certificate(second.cert).validToDate);
});

test('a PKCS #12 file with its passphrase in a file serves the desk, too', async () => {
  const paths = filesOf({ passphrase: `${passphrase}\n` });
  const stage = await httpStage({
    environment: {
      TLS_PFX_FILE: pfx,
      TLS_PFX_PASSPHRASE_FILE: paths.passphrase,
      PUBLIC_URL: 'https://localhost:8443',
    },
  });
  expect((await shown(stage.port)).protocol).toBe('TLSv1.3');
});

test('with a certificate the address of browsers is https without being given', async () => {
  const { cert, key } = await selfSigned();
  const paths = filesOf({ cert, key });
  const least = { EM_URL: 'https://em01:9398', EM_USERNAME: 'TECH\\svc', EM_PASSWORD: 'secret' };
  const config = loadConfig(readerOf({ ...least, TLS_CERT_FILE: paths.cert, TLS_KEY_FILE: paths.key, PORT: '443' }));
  expect(config.publicUrl.href).toBe('https://localhost/');
});
