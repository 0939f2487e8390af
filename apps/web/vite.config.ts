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
    target: ['chrome123', 'firefox121', 'safari17.5'],
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/em', '/auth', '/healthz', '/readyz', '^/wall/.+'].map((path) => [path, server]),
    ),
  },
});
