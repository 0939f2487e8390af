import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'rolldown';
import { bundleOf, serverParts } from './bundles.ts';

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('dist', import.meta.url));
const web = fileURLToPath(new URL('../web/dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });

const webApp: Plugin = {
  name: 'web-app',
  closeBundle: () => {
    if (existsSync(web)) cpSync(web, `${dist}/web`, { recursive: true });
  },
};

/** The server, and the web app beside it. */
export default defineConfig(
  Object.entries(serverParts).map(([file, input]) =>
    bundleOf(input, `dist/${file}`, version, file === 'main.js' ? [webApp] : []),
  ),
);
