import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.RETRY_DESK_BFF ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    // Nothing as a data: address: the content security policy lets own files in and nothing else.
    assetsInlineLimit: 0,
    // Small files cost a request each and compress badly: parts that pages share come in two, of which the wall needs one.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'] },
            {
              name: 'words',
              // From the packages on: where the project itself lies is nobody's business. What may be pressed is no matter of walls.
              test: /[\\/](?:node_modules|packages[\\/]contract|web[\\/]src[\\/]lib(?![\\/]job-can)|web[\\/]src[\\/]ui[\\/]page)\b/,
              minShareCount: 2,
            },
            {
              name: 'shared',
              // Without what only pages that are fetched later share with each other.
              test: /[\\/]web[\\/]src[\\/](?!features[\\/](?:settings|machines|audit)[\\/]).*\.tsx?$/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
    target: ['chrome123', 'firefox121', 'safari17.5'],
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/em', '/auth', '/healthz', '/readyz', '^/wall/.+'].map((path) => [path, server]),
    ),
  },
});
