import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passwords, type Search, searches } from './secrets.ts';

const bundle = fileURLToPath(new URL('../../bff/dist', import.meta.url));

/** After the whole run: searches what is shipped as well, and reports what all stages were searched for and in. */
export default function searchBundle(): void {
  const lines = existsSync(searches) ? readFileSync(searches, 'utf8').trimEnd().split('\n') : [];
  const found = lines.map((line): Search => JSON.parse(line));
  const files = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hits = files.flatMap(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'latin1');
    return passwords.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${name}`);
  });
  const sum = (value: (search: Search) => number) => found.reduce((total, search) => total + value(search), 0);
  const megabytes = (sum(({ bytes }) => bytes) / 1e6).toFixed(1);
  console.log(
    `secrets: ${sum((search) => search.secrets)}, of them ${sum(({ own }) => own)} of ours, searched in ${sum(({ answers }) => answers)} answers, logs and data of ` +
      `${found.length} stages (${megabytes} MB) and ${files.length} files of the build: ${sum((search) => search.hits.length) + hits.length} found`,
  );
  if (hits.length > 0) throw new Error(`secrets in the build: ${hits.join(', ')}`);
}
