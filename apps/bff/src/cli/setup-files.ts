import { rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { givenSettings } from '#config/given-settings.ts';
import { loadConfig } from '#config/load-config.ts';
import { settingsText } from '#config/write-settings.ts';
import { errorWords } from './findings.ts';
import { restrictFile } from './own-file.ts';
import type { Setup } from './setup-questions.ts';

/**
 * Writes the settings and the files that go with them, for this account alone, and reads them as a start would. Returns
 * the lines that show an administrator how to go on.
 * @throws Error in plain words; then nothing of it is left
 */
export function writeSetup(out: string, { values, password, certificate }: Setup): string[] {
  const folder = dirname(resolve(out));
  const written: string[] = [];

  function write(name: string, content: string): string {
    const path = join(folder, name);
    try {
      writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
      written.push(path);
      // Before there is anything in it.
      restrictFile(path);
      writeFileSync(path, content);
    } catch (error) {
      throw new Error(`${path} cannot be written (${errorWords(error)}). Nothing was written.`, { cause: error });
    }
    return path;
  }

  try {
    values.set('DATA_DIR', resolve(values.get('DATA_DIR') ?? 'data'));
    const given = values.get('EM_PASSWORD_FILE');
    values.set('EM_PASSWORD_FILE', password === null ? resolve(given ?? '') : write('em-password', `${password}\n`));
    if (certificate !== null) {
      values.set('TLS_CERT_FILE', write('retry-desk-cert.pem', certificate.cert));
      values.set('TLS_KEY_FILE', write('retry-desk-key.pem', certificate.key));
    }
    const path = write(basename(out), settingsText(values, 'Settings of Retry Desk'));
    const config = loadConfig(givenSettings(path, {}));
    return [
      `Written: ${written.join(', ')} (for this account alone).`,
      ...(certificate === null
        ? []
        : [
            'The certificate signs itself, for a first look: browsers warn that the connection is not private until it is replaced by one of your authority.',
          ]),
      `Start: retry-desk serve --config ${path}`,
      ...asService(path, written),
      `Then open ${config.publicUrl.href}. Not tried yet: whether people can reach that address.`,
    ];
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}

/** The steps to the service that comes with the product: its account reads the files, and its settings have a place of their own. */
function asService(path: string, written: readonly string[]): string[] {
  if (process.platform === 'win32')
    return [`As a service: move ${path} to %ProgramData%\\retry-desk\\retry-desk.env, where it is read.`];
  const others = written.filter((each) => each !== path);
  return [
    `As a service of systemd, as root, with DATA_DIR=/var/lib/retry-desk and no file below /root or /home:\n  mv ${path} /etc/retry-desk/retry-desk.env`,
    ...(others.length > 0 ? [`  chown retry-desk ${others.join(' ')}`] : []),
    '  systemctl enable --now retry-desk',
  ];
}
