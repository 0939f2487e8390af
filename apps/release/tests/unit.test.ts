import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from '../src/workspace.ts';

const unit = readFileSync(join(root, 'docs/examples/retry-desk.service'), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'retry-desk-unit-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the unit starts the server from where the packages have it, with its settings passed on, and not again after a fault of them', () => {
  expect(unit).toMatch(
    /^ExecStart=\/opt\/retry-desk\/retry-desk serve --config \$\{CREDENTIALS_DIRECTORY\}\/retry-desk\.env$/m,
  );
  expect(unit).toMatch(/^LoadCredential=retry-desk\.env:\/etc\/retry-desk\/retry-desk\.env$/m);
  expect(unit).toMatch(/^RestartPreventExitStatus=64 78$/m);
  for (const set of ['AmbientCapabilities', 'CapabilityBoundingSet'])
    expect(unit).toMatch(new RegExp(`^${set}=CAP_NET_BIND_SERVICE$`, 'm'));
  // In a user namespace of its own the capability would not count for the ports of the machine.
  expect(unit).not.toMatch(/^PrivateUsers=(?!no)/m);
});

function analyze(...args: string[]) {
  return spawnSync('systemd-analyze', args, { encoding: 'utf8', env: { ...process.env, SYSTEMD_COLORS: '0' } });
}

// Older ones cannot judge a file.
const systemd = Number(/^systemd (\d+)/.exec(analyze('--version').stdout ?? '')?.[1] ?? 0);

if (systemd >= 250)
  test('systemd finds no fault in the unit, and little that an intruder could do', () => {
    const file = join(scratch, 'retry-desk.service');
    writeFileSync(file, unit.replace('/opt/retry-desk/retry-desk ', '/bin/true '));
    expect(analyze('verify', file)).toMatchObject({ status: 0, stderr: '' });
    const { stdout } = analyze('security', '--offline=yes', '--no-pager', file);
    expect(Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(1.5);
  });
else console.log('systemd 250 or newer is not here: the unit is not judged by it');
