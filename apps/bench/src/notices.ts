import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serverParts } from '../../bff/bundles.ts';
import { buildPrograms } from '../../bff/tests/build-programs.ts';
import { killWhileDelivering } from '../../bff/tests/notice-kills.ts';
import { builtIn } from '../../bff/tests/prepared.ts';
import { note, type Row, row } from './goal.ts';
import { drainOutbox } from './notice-drain.ts';
import { channelAway, jumpingClock } from './notice-outages.ts';
import { rulesCost } from './notice-rules.ts';
import { startDatabase } from './shared-database.ts';

const SCENE = { notices: 500, kills: 200, limitMs: 900_000 };

/** Notices while processes are killed, while the channel is away, while the clock jumps, and the cost of many. */
export async function notices(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-notices-'));
  const database = await startDatabase();
  try {
    const rows: Row[] = [];
    for (const part of [rulesCost, drainOutbox, channelAway, jumpingClock]) {
      console.log(part.name);
      rows.push(...(await part(join(folder, part.name))));
    }
    await buildPrograms({ ...serverParts, 'notice-writer.js': 'tests/notice-writer.ts' });
    rows.push(...(await kills('SQLite', join(folder, 'kills'), 1)));
    rows.push(...(await kills('two processes, PostgreSQL', database.url, 2)));
    return rows;
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(dirname(builtIn('notice-writer.js')), { recursive: true, force: true });
  }
}

async function kills(what: string, place: string, processes: number): Promise<Row[]> {
  console.log(`killing ${SCENE.kills} times: ${what}`);
  const outcome = await killWhileDelivering({ ...SCENE, writer: builtIn('notice-writer.js'), place, processes });
  return [
    row(`notices: ${what}: lost of ${SCENE.notices}`, outcome.lost.length, '<=', 0, ''),
    row(`notices: ${what}: out of order`, outcome.outOfOrder.length, '<=', 0, ''),
    row(`notices: ${what}: under two ids`, outcome.renamed.length, '<=', 0, ''),
    note(`notices: ${what}: received in all`, outcome.received, ''),
    note(`notices: ${what}: received more than once`, outcome.repeated, ''),
  ];
}
