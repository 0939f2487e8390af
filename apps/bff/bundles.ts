import { createRequire } from 'node:module';
import type { BuildOptions, Plugin } from 'rolldown';

const emClient = createRequire(new URL('../../packages/em-client/package.json', import.meta.url));

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

/**
 * Of undici what reaches Enterprise Manager: a quarter of the whole program would be its other half (fetch, WebSockets, mocks,
 * caches), which Node would read at each start. `request` is as undici's own index makes it.
 */
const undiciParts: Plugin = {
  name: 'undici-parts',
  resolveId(id) {
    return id === 'undici' ? { id: '\0undici-parts', moduleSideEffects: true } : null;
  },
  load(id) {
    if (id !== '\0undici-parts') return null;
    const part = (name: string) => JSON.stringify(emClient.resolve(`undici/lib/${name}.js`));
    return `
      import Agent from ${part('dispatcher/agent')};
      import buildConnector from ${part('core/connect')};
      import requestThrough from ${part('api/api-request')};
      export { Agent, buildConnector };
      export function request(address, { dispatcher, ...options }) {
        const { origin, pathname, search } = new URL(address);
        return requestThrough.call(dispatcher, { ...options, origin, path: pathname + search });
      }`;
  },
};

/** One file with everything in it that it needs, but Node. */
export function bundleOf(input: string, file: string, version: string, plugins: Plugin[] = []) {
  return {
    input,
    platform: 'node',
    // Native bindings that pg would use if they were there.
    external: ['pg-native'],
    plugins: [undiciParts, narrowLetters, ...plugins],
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
