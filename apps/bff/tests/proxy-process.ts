import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { freePorts } from './free-ports.ts';

export type ProxyName = 'nginx' | 'caddy';

/** `log`: its lines about requests; `complaints`: its lines about faults. */
export type ProxyProcess = { httpPort: number; httpsPort: number; log: () => string; complaints: () => string };

const files = { nginx: 'nginx.conf', 'nginx-sub-path': 'nginx-sub-path.conf', caddy: 'Caddyfile' };

/** An example as it stands in the documents. */
export function example(name: keyof typeof files): string {
  return readFileSync(fileURLToPath(new URL(`../../../docs/examples/${files[name]}`, import.meta.url)), 'utf8');
}

/** The proxies this machine has. */
export function presentProxies(): ProxyName[] {
  const asked: Record<ProxyName, string[]> = { nginx: ['nginx', '-v'], caddy: ['caddy', 'version'] };
  return (['nginx', 'caddy'] as const).filter((name) => {
    const [command = '', ...args] = asked[name];
    return spawnSync(command, args, { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } }).status === 0;
  });
}

type Place = { folder: string; httpPort: number; httpsPort: number; deskPort: number };

/** Nothing but addresses and paths is changed in an example. */
function placed(text: string, { folder, httpPort, httpsPort, deskPort }: Place): string {
  return text
    .replaceAll(/\/(?:etc\/ssl|var\/log\/(?:nginx|caddy))\/([\w.-]+)/g, `"${folder}/$1"`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${deskPort}`)
    .replaceAll(/listen 80\b/g, `listen 127.0.0.1:${httpPort}`)
    .replaceAll('listen 443 ', `listen 127.0.0.1:${httpsPort} `);
}

/** Workers of another account could not write into the folder of a test. */
const asRoot = process.getuid?.() === 0 ? 'user root;' : '';

function startNginx(folder: string, text: string): ChildProcess {
  writeFileSync(join(folder, 'desk.conf'), text);
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path "${folder}/${kind}";`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${asRoot} daemon off; pid "${folder}/pid"; error_log stderr; events {} http { ${own.join(' ')} include "${folder}/desk.conf"; }`,
  );
  return spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function startCaddy(place: Place): ChildProcess {
  const { folder, httpPort, httpsPort } = place;
  const own = `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttp_port ${httpPort}\n\thttps_port ${httpsPort}`;
  writeFileSync(join(folder, 'Caddyfile'), placed(example('caddy'), place).replace(/^\{$/m, own));
  return spawn('caddy', ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Whether somebody listens there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** The proxy of this name with its example, in front of a server on this port; gone when the test ends. */
export async function startProxy(
  name: ProxyName,
  deskPort: number,
  certificate: { cert: string; key: string },
): Promise<ProxyProcess> {
  const folder = mkdtempSync(join(tmpdir(), `retry-desk-${name}-`));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'retry-desk.pem'), certificate.cert);
  writeFileSync(join(folder, 'retry-desk.key'), certificate.key);
  const [httpPort = 0, httpsPort = 0] = await freePorts(2);
  const place = { folder, deskPort, httpPort, httpsPort };
  const child = name === 'nginx' ? startNginx(folder, placed(example(name), place)) : startCaddy(place);
  const complaints = await untilListening(child, name, place);
  return { ...place, log: () => readFileSync(join(folder, 'retry-desk.log'), 'utf8'), complaints };
}

/** nginx with a host of its own on this port that has the desk below a path, which it passes on as in the example, or takes away; gone when the test ends. */
export async function startNginxBelowAPath(deskPort: number, takesAway: boolean): Promise<{ httpPort: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-nginx-'));
  const [httpPort = 0] = await freePorts(1);
  const text = takesAway ? 'location /retry/ { proxy_pass http://127.0.0.1:8080/; }' : example('nginx-sub-path');
  const locations = text.replaceAll('127.0.0.1:8080', `127.0.0.1:${deskPort}`);
  const child = startNginx(folder, `server { listen 127.0.0.1:${httpPort}; access_log off; ${locations} }`);
  await untilListening(child, 'nginx', { folder, httpPort, httpsPort: httpPort, deskPort });
  return { httpPort };
}

/** Waits until the proxy listens; ends it with the test. Its complaints. */
async function untilListening(
  child: ChildProcess,
  name: ProxyName,
  { folder, httpsPort }: Place,
): Promise<() => string> {
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += String(chunk);
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const listening = vi.waitUntil(() => child.exitCode !== null || answers(httpsPort), { timeout: 15_000 });
  await listening;
  if (child.exitCode !== null) throw new Error(`${name} does not take its example: ${output}`);
  return () => output;
}
