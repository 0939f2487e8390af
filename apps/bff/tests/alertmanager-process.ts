import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePorts } from './free-ports.ts';

/** An alert as Alertmanager lists it. */
export type ListedAlert = {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
};

/** Whether this machine has Alertmanager. */
export function hasAlertmanager(): boolean {
  return spawnSync('prometheus-alertmanager', ['--version']).status === 0;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Alertmanager below a path prefix, which sends what it does to this address; gone when the test ends. */
export async function startAlertmanager(receiverUrl: URL) {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-alertmanager-'));
  const [port = 0] = await freePorts(1);
  writeFileSync(
    join(folder, 'alertmanager.yml'),
    `global:
  resolve_timeout: 1s
route:
  receiver: test
  group_by: ['...']
  group_wait: 10ms
  group_interval: 100ms
receivers:
  - name: test
    webhook_configs:
      - url: ${receiverUrl.href}
`,
  );
  const args = [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.route-prefix=/alerts',
    '--cluster.listen-address=',
  ];
  const url = new URL(`http://127.0.0.1:${port}/alerts/`);
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = spawn('prometheus-alertmanager', args, { cwd: folder, stdio: 'ignore' });
    await vi.waitUntil(
      async () => started.exitCode !== null || (await fetch(new URL('-/ready', url)).catch(() => null))?.ok,
      { timeout: 30_000 },
    );
    if (started.exitCode !== null) throw new Error('Alertmanager does not start');
    return started;
  }

  onTestFinished(async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    url,
    async listed(): Promise<ListedAlert[]> {
      const answer = await fetch(new URL('api/v2/alerts', url));
      return (await answer.json()) as ListedAlert[]; // by its OpenAPI description
    },
    async restart(): Promise<void> {
      await stop(child);
      child = await start();
    },
  };
}
