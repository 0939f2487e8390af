import { spawnSync } from 'node:child_process';
import { root, workspacePackages } from './repository.ts';

let failed = false;
for (const folder of workspacePackages()) {
  const { status } = spawnSync('tsc', ['--project', folder], { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed = true;
}
if (failed) process.exitCode = 1;
else console.log('types: every package is sound');
