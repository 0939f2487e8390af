import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'rolldown';

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('dist', import.meta.url));
const web = fileURLToPath(new URL('../web/dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });

/** Node keeps the text of what it runs in memory, with two bytes for every letter of it where one letter needs them. */
const narrowLetters: Plugin = {
  name: 'narrow-letters',
  // The printer writes letters as they are: this has to come after it.
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = narrow(chunk.code);
  },
};

function narrow(code: string): string {
  if (/\\[\u0100-\uffff]/.test(code)) throw new Error('a letter after a backslash would come to mean something else');
  return code.replace(/[\u0100-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const common = {
  platform: 'node' as const,
  // Native bindings that pg would use if they were there.
  external: ['pg-native'],
  plugins: [narrowLetters],
  transform: { define: { __RETRY_DESK_VERSION__: JSON.stringify(version) } },
};

const webApp: Plugin = {
  name: 'web-app',
  closeBundle: () => {
    if (existsSync(web)) cpSync(web, `${dist}/web`, { recursive: true });
  },
};

const output = {
  format: 'esm' as const,
  sourcemap: true,
  codeSplitting: false,
  comments: { jsdoc: false },
};

/** The file to start with everything in it, those its threads run, and the web app beside them: what a server needs. */
export default defineConfig([
  {
    ...common,
    input: 'src/main.ts',
    output: { ...output, file: 'dist/main.js' },
    plugins: [narrowLetters, webApp],
  },
  {
    ...common,
    input: 'src/gateway/translation-worker.ts',
    output: { ...output, file: 'dist/translation-worker.js' },
  },
  {
    ...common,
    input: 'src/store/sqlite-worker.ts',
    output: { ...output, file: 'dist/sqlite-worker.js' },
  },
]);
