import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from './build-product.ts';
import { type Entry, fileOf, filesBelow, inFolder } from './entry.ts';
import { linuxSettings, windowsSettings } from './example-settings.ts';
import { shellLauncher, windowsLauncher, winswConfig } from './launchers.ts';
import { type Library, licensesText } from './libraries.ts';
import { type NodeBuild, nodeBuilds, type System } from './node-builds.ts';
import { commit, version } from './release-id.ts';
import { sbomOf } from './sbom.ts';
import { root } from './workspace.ts';

/** The built product with the libraries in it. */
export type Shipped = Product & { libraries: readonly Library[] };

function isSourceMap({ path }: Entry): boolean {
  return path.endsWith('.map');
}

/** Server and web app, without source maps. */
export function appOf({ folder }: Shipped): Entry[] {
  return filesBelow(folder).filter((entry) => !isSourceMap(entry));
}

/** The source maps of server and web app. */
export function sourceMapsOf({ folder }: Shipped): Entry[] {
  return filesBelow(folder).filter(isSourceMap);
}

/** The texts that come with every form of the product. */
export function textsOf({ libraries }: Shipped): Entry[] {
  const copied = ['LICENSE', 'CHANGELOG.md'].map((name) => fileOf(name, readFileSync(join(root, name))));
  return [
    ...copied,
    fileOf('LICENSES/libraries.txt', licensesText(libraries)),
    fileOf('sbom.cdx.json', sbomOf(libraries)),
    fileOf('VERSION', `retry-desk ${version}\ncommit ${commit ?? 'unknown'}\n`),
  ];
}

/** The unit for systemd. */
const unit = readFileSync(join(root, 'docs/examples/retry-desk.service'));

/** An archive's content for a system: everything but what the system itself has. */
export function contentsFor(system: System, shipped: Shipped, node: NodeBuild): Entry[] {
  return [
    ...inFolder('app', appOf(shipped)),
    fileOf(nodeBuilds[system].program, node.program, 0o755),
    fileOf('LICENSES/node.txt', node.license),
    ...textsOf(shipped),
    fileOf('INSTALL.md', readFileSync(join(root, 'docs/install.md'))),
    ...(system === 'win-x64' ? windowsFiles() : linuxFiles()),
  ];
}

function linuxFiles(): Entry[] {
  const examples = filesBelow(join(root, 'docs/examples')).filter(({ path }) => path !== 'retry-desk.service');
  return [
    ...inFolder('examples', examples),
    fileOf('retry-desk', shellLauncher, 0o755),
    fileOf('retry-desk.service', unit),
    fileOf('retry-desk.env', linuxSettings),
  ];
}

function windowsFiles(): Entry[] {
  return [
    fileOf('retry-desk.cmd', windowsLauncher),
    fileOf('retry-desk-service.xml', winswConfig),
    fileOf('retry-desk.env', windowsSettings),
  ];
}
