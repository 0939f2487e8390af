import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import { freePorts } from './free-ports.ts';
import { httpStage } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';

type Panel = {
  type: string;
  title: string;
  targets: { expr: string }[];
  options: object;
  fieldConfig: { defaults: { custom?: object } };
};
type Dashboard = { panels: Panel[] };

const json = readFileSync(fileURLToPath(new URL('../../../docs/monitoring/dashboard.json', import.meta.url)), 'utf8');
const dashboard: Dashboard = JSON.parse(json);
const expressions = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));

/** A desk with a failed job and a channel of notices, which has been used. */
async function usedDesk() {
  const { url } = await receiver((response) => response.writeHead(204).end());
  const stage = await httpStage({
    simulator: { jobs: 0, speed: 60 },
    prepare: ({ world }) => {
      world.addJob({ name: 'Mail', machines: ['mail-1'], last: 'failed', reason: 'Disk is full', outcome: 'success' });
    },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', NOTIFY_WEBHOOK_URL: url.href },
  });
  await expect.poll(() => stage.bff.context.board.current().board.failed.length).toBe(1);
  await stage.signIn('anna');
  return stage;
}

/** A program that holds the dashboard and its panels as values of Grafana's own types. */
function typedDashboard(): string {
  const options = (panel: string, name: string) =>
    `import type { Options as ${name} } from '@grafana/schema/dist/esm/raw/composable/${panel}/panelcfg/x/${name}PanelCfg_types.gen';`;
  const panels = dashboard.panels.flatMap(({ type, options: given, fieldConfig }, at) => [
    `export const options${at}: Json<${type === 'stat' ? 'Stat' : 'TimeSeries'}> = ${JSON.stringify(given)};`,
    `export const custom${at}: Json<GraphFieldConfig> = ${JSON.stringify(fieldConfig.defaults.custom ?? {})};`,
  ]);
  return [
    "import type { Dashboard, GraphFieldConfig } from '@grafana/schema';",
    options('stat', 'Stat'),
    options('timeseries', 'TimeSeries'),
    // Words of an enumeration are texts in JSON.
    `type Json<T> = T extends string ? \`\${T}\` : T extends readonly (infer U)[] ? Json<U>[] : JsonObject<T>;`,
    'type JsonObject<T> = T extends object ? { [K in keyof T]: Json<T[K]> } : T;',
    `export const dashboard: Json<Dashboard> = ${json};`,
    ...panels,
  ].join('\n');
}

test('the dashboard is one by the types of Grafana, with panels that have their own options', () => {
  const path = fileURLToPath(new URL('typed-dashboard.ts', import.meta.url));
  const settings: ts.CompilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022 },
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, target, ...rest) =>
    name === path ? ts.createSourceFile(name, typedDashboard(), target) : getSourceFile(name, target, ...rest);
  const faults = ts.getPreEmitDiagnostics(ts.createProgram([path], settings, host));
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});

test('the dashboard is about numbers that there are', async () => {
  const stage = await usedDesk();
  const { text } = await stage.call('GET', '/metrics');
  const named = new Set(expressions.flatMap(({ expr }) => expr.match(/\bretry_desk_\w+/g) ?? []));
  expect(named.size).toBeGreaterThan(15);
  for (const name of named) {
    const isThere =
      text.includes(`# TYPE ${name} `) || text.includes(`# TYPE ${name.replace(/_(bucket|count)$/, '')} histogram`);
    expect(isThere, name).toBe(true);
  }
});

/** A Prometheus that scrapes a desk each second; gone when the test ends. */
async function prometheusOf(deskPort: number): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-prometheus-'));
  const [port = 0] = await freePorts(1);
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: retry-desk
    static_configs: [{ targets: ['127.0.0.1:${deskPort}'] }]
`,
  );
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn('prometheus', args, { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return new URL(`http://127.0.0.1:${port}/api/v1/query`);
}

test.runIf(spawnSync('prometheus', ['--version']).status === 0)(
  'Prometheus takes every expression of the dashboard, and each panel has something to show',
  async () => {
    const stage = await usedDesk();
    const address = await prometheusOf(stage.port);
    const ask = async (expr: string): Promise<{ status: string; samples: number }> => {
      const query = expr.replaceAll('$job', 'retry-desk').replace(/\$__(rate_)?interval/g, '1m');
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ query }) }).catch(() => null);
      const { status = 'none', data } = ((await answer?.json()) ?? {}) as {
        status?: string;
        data?: { result: unknown[] };
      };
      return { status, samples: data?.result.length ?? 0 };
    };
    for (const { title, expr } of expressions) {
      await expect
        .poll(async () => (await ask(expr)).samples, { timeout: 30_000, message: `${title}: ${expr}` })
        .toBeGreaterThan(0);
      expect((await ask(expr)).status).toBe('success');
    }
  },
);
