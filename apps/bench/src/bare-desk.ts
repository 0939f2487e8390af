import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { environmentFor, signedInCookie } from './desk-scene.ts';
import { type DeskServer, deskEntry, startServer } from './desk-server.ts';
import { freePort } from './shared-database.ts';
import type { SimulatorProcess } from './simulator-process.ts';

const page = fileURLToPath(new URL('../bare-page', import.meta.url));

/** A built server with the bare page in place of the product's own. */
export type BareDesk = { url: string; cookie: string; process: DeskServer };

/** Starts one in the folder, over this Enterprise Manager. */
export async function startBareDesk(
  em: Pick<SimulatorProcess, 'url' | 'caFile'>,
  folder: string,
  core?: number,
): Promise<BareDesk> {
  const place = join(folder, 'bare');
  await mkdir(place);
  await cp(join(deskEntry(), '..'), place, { recursive: true });
  await rm(join(place, 'web'), { recursive: true, force: true });
  await build({ root: page, logLevel: 'warn', build: { outDir: join(place, 'web') } });
  const port = await freePort();
  const process = await startServer(environmentFor(em, place, port), core, join(place, 'main.js'));
  const url = `http://127.0.0.1:${port}`;
  return { url, cookie: await signedInCookie(url), process };
}
