import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildServerPart, type Plugin } from 'rolldown';
import { build as buildWebApp } from 'vite';
import { bundleOf, serverParts } from '../../bff/bundles.ts';
import { version } from './release-id.ts';
import { root } from './workspace.ts';

/** The product as built: the folder to ship, with source maps beside the files, and the files it was built of. */
export type Product = { folder: string; sources: readonly string[] };

/** Builds server and web app into a folder of their own; what `pnpm build` made stays as it is. */
export async function buildProduct(folder: string): Promise<Product> {
  rmSync(folder, { recursive: true, force: true });
  const sources = new Set<string>();
  for (const [file, input] of Object.entries(serverParts)) {
    const options = bundleOf(input, join(folder, file), version, [noteSources(sources)]);
    await buildServerPart({
      cwd: join(root, 'apps/bff'),
      logLevel: 'warn',
      ...options,
      output: { ...options.output, sourcemap: 'hidden' },
    });
  }
  for (const mode of ['production', 'wall'])
    await buildWebApp({
      root: join(root, 'apps/web'),
      mode,
      logLevel: 'warn',
      plugins: [noteSources(sources)],
      build: { outDir: join(folder, 'web'), emptyOutDir: mode !== 'wall', sourcemap: 'hidden' },
    });
  return { folder, sources: [...sources].toSorted() };
}

/** Adds the files that something of was taken into the bundle: code, style sheets and typefaces. */
function noteSources(sources: Set<string>): Plugin {
  return {
    name: 'note-sources',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type === 'asset') for (const file of part.originalFileNames) sources.add(file);
        else
          for (const [file, { renderedLength }] of Object.entries(part.modules))
            if (renderedLength > 0) sources.add(file);
      }
      for (const file of this.getModuleIds()) if (file.endsWith('.css')) sources.add(file);
    },
  };
}
