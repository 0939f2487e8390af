import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import * as z from 'zod/mini';

const folder = new URL('recorded-stores/', import.meta.url);

/** The secret with which all of them were made. */
export const recordedSecret = 'a-secret-of-recorded-stores-and-of-nothing-else';

const facts = z.object({
  recordedAt: z.number(),
  operator: z.object({ cookie: z.string(), csrf: z.string() }),
  wall: z.object({ cookie: z.string(), csrf: z.string(), linkId: z.string(), token: z.string() }),
  token: z.nullable(z.string()),
  ended: z.string(),
  begun: z.string(),
  jobs: z.array(z.string()),
});
const recording = z.object({ commit: z.string(), sqlite: facts, postgres: facts });
export type Facts = z.output<typeof facts>;

/** Names of all recordings, oldest first. */
export const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''))
  .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));

export function factsOf(name: string, kind: 'sqlite' | 'postgres'): Facts {
  return z.parse(recording, JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')))[kind];
}

/** Puts a recorded store into a DATA_DIR that has none. */
export function putSqlite(name: string, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'retry-desk.sqlite'), gunzipSync(readFileSync(new URL(`${name}.sqlite.gz`, folder))));
}

/** Puts a recorded store into an empty database. */
export async function putPostgres(name: string, databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(gunzipSync(readFileSync(new URL(`${name}.sql.gz`, folder))).toString());
  await client.end();
}
