import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';
import { compressedBeside } from './compressed-beside.ts';

const server = process.env.RETRY_DESK_BFF ?? 'http://127.0.0.1:8080';

/** Settings of both documents. */
const common = {
  outDir: 'dist',
  // Nothing as a data: address: the content security policy lets own files in and nothing else.
  assetsInlineLimit: 0,
  // Every browser named below does that by itself.
  modulePreload: { polyfill: false },
} satisfies UserConfig['build'];

/** Parts that only pages and dialogs opened later share among themselves. */
const later = new RegExp(
  [
    'features/(?:settings|machines|audit|job|shift)/',
    // Signing out does without it.
    '@tanstack/(?:query-core|react-query)/build/modern/(?:mutationObserver|useMutation)',
    'features/board/tasks/(?:fates|card-words|batches|needs-person)',
    'features/board/retry/(?:retry-dialog|retry-lists|waiting-list|choice-field|danger|own-tasks|limits)',
    'lib/(?:notification|words-(?:notices|retry|tasks|cards|causes)|cause-text|moments)',
    'contract/src/(?:notices|status|wall-pairing|links-and-tokens|acknowledgements|shift|last-good)',
    'features/tasks/(?:queries|task-duration|cancel-task|confirm-action)',
    'lib/(?:words-attention|save-file|task-note|spans|words-help|words-lists|words-print)',
    'api/(?:use-table-file|notices-of|retries|request-retries|acknowledgements)',
    'app/stale-banner|features/board/(?:acknowledge-dialog|failing-channels|board-empty|journal-banner|table/late-line)',
    'ui/(?:use-notifications|card-table|appearance-choices|choice|copy-button|dialog|field|file-button|filter-bar|list-notices|list-paging|printed-part|advice-line|with-times)',
  ]
    .join('|')
    .replaceAll('/', '[\\\\/]'),
);

/** The app: everything but the wall. */
const app = {
  ...common,
  rolldownOptions: {
    output: {
      codeSplitting: {
        groups: [
          { name: 'base', tags: ['$initial'] },
          // Small files cost a request each and compress badly: parts that pages share come in one.
          {
            name: 'shared',
            test: (file) =>
              /[\\/](?:node_modules|packages[\\/]contract|web[\\/]src)[\\/]/.test(file) && !later.test(file),
            minShareCount: 2,
          },
          // Small parts fetched once the page has nothing better to do: in one file.
          {
            name: 'idle',
            test: /[\\/]web[\\/]src[\\/](?:app[\\/](?:stale-banner|favicon|tab|notifier|new-causes)|api[\\/](?:retries|request-retries)|ui[\\/](?:use-notifications|appearance-choices|choice|dialog)|lib[\\/](?:notification|task-note|words-cards|words-causes)|features[\\/]board[\\/](?:board-empty|collect-button|table[\\/](?:rows-csv|save-rows)|tasks[\\/](?:announcements|batches|needs-person)))/,
          },
          // Parts that the search from everywhere, fetched likewise, shares with the page of machines.
          { name: 'machine-parts', test: /[\\/]web[\\/]src[\\/]features[\\/]machines[\\/]/, minShareCount: 2 },
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
  plugins: [react(), tailwindcss(), compressedBeside()],
  resolve: { alias: { 'zod/mini': fileURLToPath(new URL('src/api/small-zod.ts', import.meta.url)) } },
  build: mode === 'wall' ? wall : app,
  server: {
    proxy: Object.fromEntries(
      ['/api', '/em', '/auth', '/healthz', '/readyz', '^/wall/.+'].map((path) => [path, server]),
    ),
  },
}));
