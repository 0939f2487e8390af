/** Before `pnpm demo`: builds web app and server where what they are made of, or what was made, has changed since. */
import { spawnSync } from 'node:child_process';
import { buildings, isBuilt, noteBuilt } from './built.ts';
import { root } from './repository.ts';

for (const building of buildings) {
  if (isBuilt(root, building)) continue;
  const { status, error } = spawnSync('pnpm', ['--filter', building.name, 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${building.name} was not built${error ? `: ${error.message}` : ', for the reason above'}.`);
    process.exit(1);
  }
  noteBuilt(root, building);
}
