import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { allocatorSettings, nodeFlags } from '../../bff/src/config/node-flags.ts';
import { gzip, tarOf } from './archives.ts';
import { appOf, type Shipped, textsOf } from './contents.ts';
import { type Entry, fileOf, inFolder } from './entry.ts';
import type { NodeBuild } from './node-builds.ts';
import { commit, date, version } from './release-id.ts';

/** The account in the image: it owns the data and nothing else. */
const uid = 10_001;

const certificates = 'etc/ssl/certs/ca-certificates.crt';

/** The system, without a shell: it changes with Node and Debian alone. */
function systemLayer(node: NodeBuild, runtime: readonly Entry[]): Entry[] {
  return [
    ...runtime,
    fileOf('usr/local/bin/node', node.program, 0o755),
    fileOf('usr/share/doc/node/LICENSE', node.license),
    // The same on every machine: an authority that was added to this one stays here.
    fileOf(certificates, `${rootCertificates.join('\n')}\n`),
    fileOf('etc/passwd', `root:x:0:0:root:/:/nologin\nretry-desk:x:${uid}:${uid}:Retry Desk:/data:/nologin\n`),
    fileOf('etc/group', `root:x:0:\nretry-desk:x:${uid}:\n`),
    fileOf('etc/nsswitch.conf', 'hosts: files dns\n'),
    { path: 'tmp', mode: 0o1777 },
    { path: 'data', mode: 0o700, owner: uid },
  ];
}

function configOf(architecture: string, layers: readonly Uint8Array[]) {
  return {
    architecture,
    os: 'linux',
    created: date.toISOString(),
    config: {
      User: `${uid}:${uid}`,
      Env: [
        ...['PATH=/usr/local/bin', `SSL_CERT_FILE=/${certificates}`, 'HOST=0.0.0.0', 'PORT=8080', 'DATA_DIR=/data'],
        ...Object.entries(allocatorSettings).map(([name, value]) => `${name}=${value}`),
      ],
      Entrypoint: ['/usr/local/bin/node', ...nodeFlags, '/opt/retry-desk/app/main.js'],
      Cmd: ['serve'],
      WorkingDir: '/data',
      ExposedPorts: { '8080/tcp': {} },
      Volumes: { '/data': {} },
      StopSignal: 'SIGTERM',
      Labels: labels,
    },
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
  };
}

const labels = {
  'org.opencontainers.image.title': 'Retry Desk',
  'org.opencontainers.image.version': version,
  'org.opencontainers.image.licenses': 'Apache-2.0',
  ...(commit === undefined ? {} : { 'org.opencontainers.image.revision': commit }),
};

const digestOf = (data: Uint8Array) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

/**
 * The bytes of a container image in the layout of the Open Container Initiative. A list for `docker load` of versions
 * that read none is beside it.
 */
export async function imageOf(
  architecture: 'amd64' | 'arm64',
  shipped: Shipped,
  node: NodeBuild,
  runtime: readonly Entry[],
  level: number,
): Promise<Uint8Array> {
  const app = [...inFolder('app', appOf(shipped)), ...textsOf(shipped)];
  const layers = [await tarOf(systemLayer(node, runtime)), await tarOf(inFolder('opt/retry-desk', app))];
  const blobs = new Map<string, Uint8Array>();
  const add = (data: Uint8Array, mediaType: string) => {
    blobs.set(blobPath(data), data);
    return { mediaType, digest: digestOf(data), size: data.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const packed = layers.map((layer) => gzip(layer, level));
  const config = json(configOf(architecture, layers));
  const manifest = json({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: add(config, 'application/vnd.oci.image.config.v1+json'),
    layers: packed.map((layer) => add(layer, 'application/vnd.oci.image.layer.v1.tar+gzip')),
    annotations: labels,
  });
  const named = {
    ...add(manifest, 'application/vnd.oci.image.manifest.v1+json'),
    platform: { architecture, os: 'linux' },
    annotations: { 'org.opencontainers.image.ref.name': version },
  };
  const forDocker = [{ Config: blobPath(config), RepoTags: [`retry-desk:${version}`], Layers: packed.map(blobPath) }];
  return await tarOf([
    fileOf('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
    fileOf(
      'index.json',
      json({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [named] }),
    ),
    fileOf('manifest.json', json(forDocker)),
    ...[...blobs].map(([path, data]) => fileOf(path, data)),
  ]);
}

const blobPath = (data: Uint8Array) => `blobs/${digestOf(data).replace(':', '/')}`;
