import { gzip, tarOf } from './archives.ts';
import { appOf, type Shipped, textsOf } from './contents.ts';
import { fileOf, inFolder } from './entry.ts';
import { nodeLauncher } from './launchers.ts';
import { version } from './release-id.ts';

/** The bytes of the npm package: for a Node of the machine's own. */
export async function npmPackageOf(shipped: Shipped, level: number): Promise<Uint8Array> {
  const manifest = {
    name: 'retry-desk',
    version,
    description: 'Web desk for failed Veeam Agent backup jobs',
    license: 'Apache-2.0',
    type: 'module',
    bin: { 'retry-desk': 'bin/retry-desk.js' },
    engines: { node: '>=24' },
  };
  const entries = [
    fileOf('package.json', `${JSON.stringify(manifest, null, 2)}\n`),
    fileOf('bin/retry-desk.js', nodeLauncher, 0o755),
    ...inFolder('app', appOf(shipped)),
    ...textsOf(shipped),
  ];
  return gzip(await tarOf(inFolder('package', entries)), level);
}
