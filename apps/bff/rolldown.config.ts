import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('dist', import.meta.url));
const web = fileURLToPath(new URL('../web/dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });

/** One file with everything in it, and the web app beside it: what a server needs. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  // Native bindings that pg would use if they were there.
  external: ['pg-native'],
  transform: { define: { __RETRY_DESK_VERSION__: JSON.stringify(version) } },
  output: { file: 'dist/main.js', format: 'esm', sourcemap: true, codeSplitting: false },
  plugins: [
    {
      name: 'web-app',
      closeBundle: () => {
        if (existsSync(web)) cpSync(web, `${dist}/web`, { recursive: true });
      },
    },
  ],
});
