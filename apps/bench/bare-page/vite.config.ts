import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressedBeside } from '../../web/compressed-beside.ts';

export default defineConfig({
  plugins: [react(), tailwindcss(), compressedBeside()],
  build: { modulePreload: { polyfill: false }, target: ['chrome108', 'firefox121', 'safari17.5'], emptyOutDir: true },
});
