import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * NODE_OPTIONS that load these files of ours before the server's own code. As JavaScript: a process that has to strip types
 * by itself is sixty megabytes larger, which would be counted as the server's.
 */
export function preloading(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-preload-'));
  return names
    .map((name) => {
      const file = join(folder, name.replace(/\.ts$/, '.mjs'));
      writeFileSync(file, stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8')));
      // As an address: NODE_OPTIONS are divided at blanks.
      return `--import=${pathToFileURL(file).href}`;
    })
    .join(' ');
}
