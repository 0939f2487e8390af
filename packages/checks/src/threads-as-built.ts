import type { Plugin } from 'vitest/config';

/** Tests run the threads of the server as it ships them: each begins in a third of the time that its TypeScript takes. */
export const threadsAsBuilt: Plugin = {
  name: 'threads-as-built',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/(sqlite-thread|translate-apart)\.ts$/.test(id)) return null;
    // Read at run time: Vitest keeps what it has transformed for the next run.
    return code.replaceAll('import.meta.url', "new URL('main.js', process.env.RETRY_DESK_BUILT).href");
  },
};
