import type { Library } from './libraries.ts';
import { nodeVersion } from './node-builds.ts';
import { commit, date, version } from './release-id.ts';
import type { DebianPackage } from './runtime-files.ts';

/** The components that are shipped, as a CycloneDX document: libraries in the bundles, Node, and the Debian packages of the image. */
export function sbomOf(libraries: readonly Library[], debian: readonly DebianPackage[] = []): string {
  const product = {
    type: 'application',
    'bom-ref': `pkg:npm/retry-desk@${version}`,
    name: 'retry-desk',
    version,
    purl: `pkg:npm/retry-desk@${version}`,
    licenses: [{ license: { id: 'Apache-2.0' } }],
    ...(commit === undefined ? {} : { properties: [{ name: 'commit', value: commit }] }),
  };
  const components = [
    ...libraries.map(({ name, version: of, license }) =>
      component('library', name, of, `pkg:npm/${name.replace('@', '%40')}@${of}`, license),
    ),
    component('platform', 'node', nodeVersion, `pkg:generic/node@${nodeVersion}`, 'MIT'),
    ...debian.map(({ name, version: of, architecture }) => ({
      ...component('library', name, of, `pkg:deb/debian/${name}@${encodeURIComponent(of)}?arch=${architecture}`),
      properties: [{ name: 'shipped in', value: 'the container image alone' }],
    })),
  ];
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: date.toISOString(), component: product },
    components,
    dependencies: [{ ref: product['bom-ref'], dependsOn: components.map((each) => each['bom-ref']) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function component(type: 'library' | 'platform', name: string, version: string, purl: string, license?: string) {
  const licenses = license === undefined ? {} : { licenses: [licenseOf(license)] };
  return { type, 'bom-ref': purl, name, version, purl, ...licenses };
}

/** CycloneDX distinguishes one licence from an expression of several. */
function licenseOf(license: string) {
  return / (?:OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } };
}
