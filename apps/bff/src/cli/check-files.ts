import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Reader } from '#config/environment.ts';
import type { Config } from '#config/load-config.ts';
import { readOwnCertificate } from '#config/own-certificate.ts';
import { settingNames } from '#config/setting-names.ts';
import { type Finding, note, ok } from './findings.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A certificate that ends within this time is worth a note. */
const SOON_DAYS = 30;

/** Files with secrets that other accounts may read, and our own certificate. */
export function checkFiles(config: Config, reader: Reader, configFile: string | undefined): Finding[] {
  const secrets = settingNames
    .filter((name) => name.endsWith('_FILE') && !/_CA_FILE$|^TLS_CERT_FILE$/.test(name))
    .flatMap((name) => ({ name, path: reader.text(name) }));
  const files = [...secrets, { name: 'the file of settings', path: configFile }];
  const open = files.flatMap(({ name, path }) => (path !== undefined && isOpen(path) ? [{ name, path }] : []));
  return [
    ...open.map(({ name, path }) => note(`${name}: other accounts may read ${path}; make it 0600`)),
    ...certificateFindings(config),
  ];
}

function isOpen(path: string): boolean {
  // Windows has lists of access instead.
  if (process.platform === 'win32') return false;
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
}

function certificateFindings({ tls, publicUrl }: Config): Finding[] {
  if (tls === null) return [];
  const { certificate, lacksChain } = readOwnCertificate(tls.files);
  const days = Math.floor((certificate.validToDate.getTime() - Date.now()) / DAY_MS);
  const validity = `our own certificate is valid for ${days} more days`;
  const host = publicUrl.hostname.replace(/^\[(.*)\]$/, '$1');
  const isForHost = (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
  return [
    days < SOON_DAYS ? note(`${validity}; renew it`) : ok(validity),
    ...(isForHost
      ? []
      : [note(`our own certificate is not for ${host}, the host of PUBLIC_URL: browsers will refuse it`)]),
    ...(lacksChain
      ? [
          note(
            'our own certificate comes without the one of the authority that signed it: browsers need that, unless it is a root',
          ),
        ]
      : []),
  ];
}
