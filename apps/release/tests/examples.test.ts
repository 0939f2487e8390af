import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { linuxSettings } from '../src/example-settings.ts';
import { version } from '../src/release-id.ts';
import { root } from '../src/workspace.ts';

const scratch = mkdtempSync(join(tmpdir(), 'retry-desk-examples-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
cpSync(join(root, 'docs/examples'), scratch, { recursive: true });
for (const folder of ['.', 'kubernetes']) writeFileSync(join(scratch, folder, 'retry-desk.env'), linuxSettings);

function run(command: string, ...args: string[]) {
  return spawnSync(command, args, { cwd: scratch, encoding: 'utf8' });
}

function read(path: string): string {
  const { stdout } = run('cat', path);
  return stdout;
}

test('the examples for containers name the version that is packaged', () => {
  expect(parse(read('compose.yaml')).services['retry-desk'].image).toBe(`retry-desk:${version}`);
  expect(parse(read('kubernetes/kustomization.yaml')).images[0].newTag).toBe(version);
  expect(read('Containerfile')).toContain(`VERSION=${version} `);
});

test('the examples for containers run as the user of the image, with nothing they need not have', () => {
  const desk = parse(read('compose.yaml')).services['retry-desk'];
  expect(desk).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  const { spec } = parse(read('kubernetes/deployment.yaml')).spec.template;
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001 });
  expect(spec.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('a kubelet looks at the example by its health addresses, which answer everybody, and starts no program for it', () => {
  const [desk] = parse(read('kubernetes/deployment.yaml')).spec.template.spec.containers;
  expect(desk.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
  expect(desk.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
});

const compose = [['docker-compose'], ['docker', 'compose'], ['podman', 'compose']].find(
  ([command = '', ...args]) => run(command, ...args, 'version').status === 0,
);

if (compose !== undefined)
  test(`${compose.join(' ')} reads the example for it`, () => {
    const [command = '', ...args] = compose;
    const { status, stdout, stderr } = run(command, ...args, '--file', 'compose.yaml', 'config');
    expect(status, stderr).toBe(0);
    expect(Object.keys(parse(stdout).services)).toEqual(['retry-desk']);
  });
else console.log('no docker-compose is here: compose.yaml is not read by it');

const kustomize = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
].find(([command = '', ...args]) => run(command, ...args, 'kubernetes').status !== null);

if (kustomize !== undefined)
  test(`${kustomize.join(' ')} makes of the example what runs the image with its settings`, () => {
    const [command = '', ...args] = kustomize;
    const { status, stdout, stderr } = run(command, ...args, 'kubernetes');
    expect(status, stderr).toBe(0);
    const made = parseAllDocuments(stdout).map((document) => document.toJS());
    expect(made.map(({ kind }) => kind).toSorted()).toEqual([
      'Deployment',
      'PersistentVolumeClaim',
      'Secret',
      'Service',
    ]);
    const { spec } = made.find(({ kind }) => kind === 'Deployment').spec.template;
    const secret = made.find(({ kind }) => kind === 'Secret');
    expect(spec.containers[0].image).toBe(`retry-desk:${version}`);
    expect(spec.volumes[1].secret.secretName).toBe(secret.metadata.name);
  });
else console.log('neither kubectl nor kustomize is here: the example for Kubernetes is not read by them');
