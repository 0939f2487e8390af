import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('dist', import.meta.url));
const web = fileURLToPath(new URL('../web/dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });

const common = {
  platform: 'node' as const,
  // Native bindings that pg would use if they were there.
  external: ['pg-native'],
  transform: { define: { __RETRY_DESK_VERSION__: JSON.stringify(version) } },
};
const output = { format: 'esm' as const, sourcemap: true, codeSplitting: false };

/** The file to start with everything in it, the one its threads run, and the web app beside them: what a server needs. */
export default defineConfig([
  {
    ...common,
    input: 'src/main.ts',
    output: { ...output, file: 'dist/main.js' },
    plugins: [
      {
        name: 'web-app',
        closeBundle: () => {
          if (existsSync(web)) cpSync(web, `${dist}/web`, { recursive: true });
        },
      },
    ],
  },
  {
    ...common,
    input: 'src/gateway/translation-worker.ts',
    output: { ...output, file: 'dist/translation-worker.js' },
  },
]);
