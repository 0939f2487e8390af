import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { compressedBeside } from './compressed-beside.ts';

const server = process.env.RETRY_DESK_BFF ?? 'http://127.0.0.1:8080';

/** Parts that come later have no styles of their own, and what they share is there by then: Vite's list of what to fetch beside each would be 1.3 kB. */
const plainImports: Plugin = {
  name: 'plain-imports',
  apply: 'build',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
};

/** Settings of both documents. */
const common = {
  outDir: 'dist',
  // Nothing as a data: address: the content security policy lets own files in and nothing else.
  assetsInlineLimit: 0,
  modulePreload: false,
} satisfies UserConfig['build'];

/** Everything but the dialog before retries, which is fetched for those who select something. */
const sharable = /[\\/](?:node_modules|packages[\\/]contract|web[\\/]src(?![\\/]features[\\/]board[\\/]retry))[\\/]/;

/** The app: everything but the wall. */
const app = {
  ...common,
  rolldownOptions: {
    output: {
      codeSplitting: {
        groups: [
          { name: 'base', tags: ['$initial'] },
          // Fetched once the page is drawn: in one file.
          {
            name: 'idle',
            test: /[\\/]web[\\/]src[\\/](?:app[\\/](?:stale-banner|favicon|tab|notifier|new-causes)|api[\\/](?:retries|request-retries|send|get-file)|ui[\\/](?:use-notifications|appearance-choices|choice|dialog|stale-notice)|lib[\\/](?:notification|task-note|words-(?:cards|causes|stale|state-notes))|features[\\/]board[\\/](?:board-empty|rare-words|collect-button|table[\\/](?:rows-csv|save-rows)|tasks[\\/](?:announcements|batches|needs-person)))/,
          },
          // Small files cost a request each and compress badly: what later parts share comes in one, with the first of them.
          { name: 'idle-shared', test: sharable, minShareCount: 2 },
        ],
      },
    },
  },
  target: ['chrome108', 'firefox121', 'safari17.5'],
} satisfies UserConfig['build'];

/** The wall: one script and one style sheet beside the app's, for the browsers of televisions. */
const wall = {
  ...common,
  emptyOutDir: false,
  copyPublicDir: false,
  rolldownOptions: { input: 'wall.html', output: { codeSplitting: false } },
  target: ['chrome80', 'firefox121', 'safari17.5'],
} satisfies UserConfig['build'];

export default defineConfig(({ mode }) => ({
  // The path of PUBLIC_URL is not known here: the server writes it into the pages.
  base: './',
  plugins: [plainImports, react(), tailwindcss(), compressedBeside()],
  resolve: {
    alias: [
      { find: 'zod/mini', replacement: fileURLToPath(new URL('src/api/small-zod.ts', import.meta.url)) },
      // The router's stand-in for what React has had since 18.
      { find: 'use-sync-external-store/shim/index.js', replacement: 'react' },
    ],
  },
  build: mode === 'wall' ? wall : app,
  server: {
    proxy: Object.fromEntries(
      ['/api', '/em', '/auth', '/healthz', '/readyz', '^/wall/.+'].map((path) => [path, server]),
    ),
  },
}));
