import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzip, tarOf } from './archives.ts';
import { type Entry, fileOf, inFolder, withFolders } from './entry.ts';
import { date, version } from './release-id.ts';
import { root } from './workspace.ts';

/** Files of an archive that have a place of their own in the system. */
const elsewhere: Readonly<Record<string, string>> = {
  'retry-desk.service': 'usr/lib/systemd/system/retry-desk.service',
  'retry-desk.env': 'etc/retry-desk/retry-desk.env',
  LICENSE: 'usr/share/doc/retry-desk/copyright',
  'CHANGELOG.md': 'usr/share/doc/retry-desk/CHANGELOG.md',
};

const scripts = ['postinst', 'prerm', 'postrm'];

/** The bytes of a Debian package with the content of the archive for Linux on x64. */
export async function debianPackageOf(contents: readonly Entry[], level: number): Promise<Uint8Array> {
  const data = withFolders([
    ...inFolder(
      'opt/retry-desk',
      contents.filter(({ path }) => !(path in elsewhere)),
    ),
    ...contents.flatMap((entry) => placed(entry, elsewhere[entry.path])),
    { path: 'usr/bin/retry-desk', mode: 0o777, target: '/opt/retry-desk/retry-desk' },
  ]);
  const control = [
    fileOf('control', controlText(data)),
    fileOf('conffiles', '/etc/retry-desk/retry-desk.env\n'),
    fileOf('md5sums', md5sums(data)),
    ...scripts.map((name) => fileOf(name, readFileSync(join(root, 'apps/release/debian', name)), 0o755)),
  ];
  return ar([
    fileOf('debian-binary', '2.0\n'),
    fileOf('control.tar.gz', gzip(await tarOf(control, './'), level)),
    fileOf('data.tar.gz', gzip(await tarOf(data, './'), level)),
  ]);
}

function placed(entry: Entry, path: string | undefined): Entry[] {
  // The settings may hold a password.
  return path === undefined ? [] : [{ ...entry, path, mode: path.startsWith('etc/') ? 0o600 : entry.mode }];
}

function controlText(data: readonly Entry[]): string {
  const kilobytes = data.reduce((sum, entry) => sum + Math.ceil((entry.data?.length ?? 1024) / 1024), 0);
  return `Package: retry-desk
Version: ${version}
Architecture: amd64
Maintainer: Retry Desk <retry-desk@example.invalid>
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), libgcc-s1 | libgcc1, passwd
Section: admin
Priority: optional
Description: web desk for failed Veeam Agent backup jobs
 Shows which jobs have failed and why, lets the right people retry them with
 one click, and follows each retry to the result of the backup.
`;
}

function md5sums(data: readonly Entry[]): string {
  const lines = data.flatMap(({ path, data: bytes }) =>
    bytes === undefined || path.startsWith('etc/')
      ? []
      : [`${createHash('md5').update(bytes).digest('hex')}  ${path}\n`],
  );
  return lines.join('');
}

/** The archive format of Debian packages: a line about each member, its bytes, and one more where they are odd. */
function ar(members: readonly Entry[]): Uint8Array {
  const parts = members.flatMap(({ path, data = new Uint8Array() }) => {
    const fields: [string, number][] = [
      ...([
        [path, 16],
        [`${date.getTime() / 1000}`, 12],
        ['0', 6],
        ['0', 6],
      ] as [string, number][]),
      ...([
        ['100644', 8],
        [`${data.length}`, 10],
      ] as [string, number][]),
    ];
    const head = fields.map(([text, width]) => text.padEnd(width)).join('');
    return [Buffer.from(`${head}\`\n`), data, Buffer.from(data.length % 2 === 0 ? '' : '\n')];
  });
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}
