/**
 * `pnpm package`: everything that is shipped, in release/. `--here` makes what this machine can run, quickly, and
 * `--into FOLDER` elsewhere: for tests.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzip, tarOf, zipOf } from './archives.ts';
import { buildProduct } from './build-product.ts';
import { contentsFor, type Shipped, sourceMapsOf } from './contents.ts';
import { debianPackageOf } from './debian-package.ts';
import { inFolder } from './entry.ts';
import { imageOf } from './image.ts';
import { librariesOf } from './libraries.ts';
import { nodeBuilds, nodeFor, type System } from './node-builds.ts';
import { npmPackageOf } from './npm-package.ts';
import { version } from './release-id.ts';
import { type DebianPackage, runtimeFiles } from './runtime-files.ts';
import { sbomOf } from './sbom.ts';
import { root } from './workspace.ts';

const { values } = parseArgs({
  options: { here: { type: 'boolean', default: false }, into: { type: 'string', default: join(root, 'release') } },
});
const folder = resolve(values.into);
const level = values.here ? 1 : 6;
const here = `${process.platform}-${process.arch}`;
const systems = (Object.keys(nodeBuilds) as System[]).filter((system) => !values.here || system === here);
const sums: string[] = [];

function write(name: string, data: Uint8Array | string): void {
  writeFileSync(join(folder, name), data);
  sums.push(`${createHash('sha256').update(data).digest('hex')}  ${name}\n`);
  console.log(`${(data.length / 1e6).toFixed(1).padStart(6)} MB  ${name}`);
}

async function packageFor(system: System, shipped: Shipped): Promise<void> {
  const node = await nodeFor(system);
  const contents = contentsFor(system, shipped, node);
  const name = `retry-desk-${version}-${system}`;
  if (system === 'win-x64') write(`${name}.zip`, zipOf(inFolder(name, contents), level));
  else write(`${name}.tar.gz`, gzip(await tarOf(inFolder(name, contents)), level));
  if (system === 'linux-x64') write(`retry-desk_${version}_amd64.deb`, await debianPackageOf(contents, level));
}

/** The image is made of this machine's C library: for its architecture alone. */
async function packageImage(system: 'linux-x64' | 'linux-arm64', shipped: Shipped): Promise<DebianPackage[]> {
  const { entries, packages } = runtimeFiles(process.execPath);
  const architecture = system === 'linux-x64' ? 'amd64' : 'arm64';
  const image = await imageOf(architecture, shipped, await nodeFor(system), entries, level);
  write(`retry-desk-${version}-oci-${architecture}.tar`, image);
  return packages;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const built = mkdtempSync(join(tmpdir(), 'retry-desk-built-'));
const product = await buildProduct(built);
const shipped = { ...product, libraries: librariesOf(product.sources) };
for (const system of systems) await packageFor(system, shipped);
const debian = here === 'linux-x64' || here === 'linux-arm64' ? await packageImage(here, shipped) : [];
write(`retry-desk-${version}.tgz`, await npmPackageOf(shipped, level));
write(`retry-desk-${version}.cdx.json`, sbomOf(shipped.libraries, debian));
write(`retry-desk-${version}-sourcemaps.tar.gz`, gzip(await tarOf(sourceMapsOf(shipped)), level));
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
rmSync(built, { recursive: true });
