import { readFileSync } from 'node:fs';

declare const __RETRY_DESK_VERSION__: string | undefined;

/** The product's version: put in by the build; from package.json when the sources are run. */
export const version =
  typeof __RETRY_DESK_VERSION__ === 'string'
    ? __RETRY_DESK_VERSION__
    : String(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
