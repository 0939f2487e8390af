import type { BuildOptions, Plugin } from 'rolldown';

/**
 * Node reads a text fastest that is all ASCII, and keeps one with two bytes for every letter of it where one letter needs
 * them.
 */
const narrowLetters: Plugin = {
  name: 'narrow-letters',
  // The printer writes letters as they are: this has to come after it.
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = narrow(chunk.code);
  },
};

function narrow(code: string): string {
  if (/\\[\u0080-\uffff]/.test(code)) throw new Error('a letter after a backslash would come to mean something else');
  return code.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One file with everything in it that it needs, but Node. */
export function bundleOf(input: string, file: string, version: string, plugins: Plugin[] = []) {
  return {
    input,
    platform: 'node',
    // Native bindings that pg would use if they were there.
    external: ['pg-native'],
    plugins: [narrowLetters, ...plugins],
    transform: { define: { __RETRY_DESK_VERSION__: JSON.stringify(version) } },
    output: { file, format: 'esm', sourcemap: true, codeSplitting: false, comments: { jsdoc: false } },
  } satisfies BuildOptions;
}

/** The files of the server: the one to start, and those its threads run. */
export const serverParts = {
  'main.js': 'src/main.ts',
  'translation-worker.js': 'src/gateway/translation-worker.ts',
  'sqlite-worker.js': 'src/store/sqlite-worker.ts',
} as const;
