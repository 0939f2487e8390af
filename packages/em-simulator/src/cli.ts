import { copyFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { CertificateKind } from '#http/certificate.ts';
import { SCENARIO_NAMES } from '#scenarios/scenarios.ts';
import type { Flavour } from '#wire/wire.ts';
import { EnterpriseManagerSimulator } from './simulator.ts';

const USAGE = `Usage: cli.ts [--port 9398] [--jobs 40] [--servers 3] [--failed 0.125] [--seed 1] [--flavour v12|v13] [--http] [--speed 1] [--schedules plain|mixed] [--run-schedules] [--time-zones ZONE,…] [--collection-minutes 15] [--collect-by-hand] [--scenario NAME] [--ca-file FILE] [--certificate valid|expired|other-host]
Scenarios: ${SCENARIO_NAMES.join(', ')}`;

const OPTIONS = {
  port: { type: 'string', default: '9398' },
  jobs: { type: 'string', default: '40' },
  servers: { type: 'string' },
  failed: { type: 'string' },
  seed: { type: 'string', default: '1' },
  flavour: { type: 'string', default: 'v12' },
  http: { type: 'boolean', default: false },
  speed: { type: 'string', default: '1' },
  'collection-minutes': { type: 'string', default: '0' },
  'collection-delay': { type: 'string' },
  'collect-by-hand': { type: 'boolean', default: false },
  schedules: { type: 'string', default: 'plain' },
  'run-schedules': { type: 'boolean', default: false },
  'time-zones': { type: 'string' },
  scenario: { type: 'string', default: 'healthy' },
  'ca-file': { type: 'string' },
  certificate: { type: 'string', default: 'valid' },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

type NumberName = 'port' | 'jobs' | 'servers' | 'failed' | 'seed' | 'speed' | 'collection-minutes' | 'collection-delay';

function numberOf(values: Values, name: NumberName): number {
  const number = Number(values[name]);
  if (!Number.isFinite(number) || number < 0) throw new Error(`--${name} must be a number`);
  return number;
}

function flavourOf(text: string): Flavour {
  if (text !== 'v12' && text !== 'v13') throw new Error('--flavour must be v12 or v13');
  return text;
}

function schedulesOf(text: string): 'plain' | 'mixed' {
  if (text !== 'plain' && text !== 'mixed') throw new Error('--schedules must be plain or mixed');
  return text;
}

function certificateOf(text: string): CertificateKind {
  if (text !== 'valid' && text !== 'expired' && text !== 'other-host') {
    throw new Error('--certificate must be valid, expired or other-host');
  }
  return text;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const em = new EnterpriseManagerSimulator({
    seed: numberOf(values, 'seed'),
    jobs: numberOf(values, 'jobs'),
    ...(values.servers === undefined ? {} : { servers: numberOf(values, 'servers') }),
    ...(values.failed === undefined ? {} : { failedShare: numberOf(values, 'failed') }),
    flavour: flavourOf(values.flavour),
    http: values.http,
    speed: numberOf(values, 'speed') || 1,
    collectionMinutes: numberOf(values, 'collection-minutes'),
    ...(values['collection-delay'] === undefined
      ? {}
      : { collectionDelaySeconds: numberOf(values, 'collection-delay') }),
    collectsByHand: values['collect-by-hand'],
    schedules: schedulesOf(values.schedules),
    runsSchedules: values['run-schedules'],
    ...(values['time-zones'] === undefined ? {} : { timeZones: values['time-zones'].split(',') }),
    scenario: values.scenario,
    certificate: certificateOf(values.certificate),
  });
  await em.start(numberOf(values, 'port'));
  if (values['ca-file'] !== undefined && em.caFile !== '') await copyFile(em.caFile, values['ca-file']);
  const certificate = em.caFile === '' ? '' : `\nCA file ${values['ca-file'] ?? em.caFile}\nSHA-256 ${em.fingerprint}`;
  const accounts = em.accounts
    .map(({ username, password, role }) => `  ${username} / ${password}  (${role})`)
    .join('\n');
  // Before the screen is written: who reads it may end us at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void em.stop());
  // The console passes over a screen that is full or gone; the stream itself would end the simulator.
  console.log(`Simulated Enterprise Manager at ${em.url}/api/${certificate}\n${accounts}`);
}

await run().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 1;
});
