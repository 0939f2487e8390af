import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { checkJournal } from '#retries/check-journal.ts';
import { openStore } from '#store/open-store.ts';
import { builtIn } from './prepared.ts';

const writer = builtIn('store-writer.js');
/** In every run; the goal is 100, tried with `STORE_KILLS=100 pnpm unit store-kill`. */
const KILLS = Number(env.STORE_KILLS ?? 24);
/** Processes that follow one another before the check; each of them finds the data of the one before. */
const BETWEEN_CHECKS = 4;

/** The rows that a process had acknowledged when it was killed, at least so many. */
async function killedAfter(dataDir: string, rows: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const over = once(child, 'exit');
  // It writes until it is killed, also where the test has run out of time before.
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.split('\n').length > rows) child.kill('SIGKILL');
  }
  expect(await over).toEqual([null, 'SIGKILL']);
  // The last line may be cut.
  return printed.split('\n').slice(0, -1);
}

test('processes killed while writing lose nothing that was acknowledged', {
  timeout: 1_200_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'retry-desk-kill-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const acknowledged: string[] = [];
  const moments = fc.sample(fc.integer({ min: 1, max: 40 }), KILLS);
  for (const [n, rows] of moments.entries()) {
    acknowledged.push(...(await killedAfter(dataDir, rows)));
    if ((n + 1) % BETWEEN_CHECKS !== 0) continue;
    const store = await openStore({ dataDir });
    const remaining = await store.db.selectFrom('retries').select('id').execute();
    const check = await checkJournal({ store });
    const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.db);
    await store.close();
    const ids = new Set(remaining.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(check.faults).toEqual([]);
    expect(integrity.rows).toEqual([{ integrity_check: 'ok' }]);
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS);
});
