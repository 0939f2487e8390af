import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedDuring, untilHistoryIsRead } from './estate.ts';
import { type FarDesk, startFarDesk } from './far-desk.ts';
import { type FarEm, lastNoon, startFarEm } from './far-em.ts';
import { median, type Row, row } from './goal.ts';

const SIZES = [10_000, 1_000] as const;
const CHANGED = 20;
const ROUNDS = 9;
const HOUR = 60 * 60_000;
/** Longer than a poll looks back, so that each finds the runs of its own round and no others. */
const STEP_MS = 15 * 60_000;

type Side = { em: FarEm; desk: FarDesk; bytes: number[]; cpu: number[]; folder: string };

/**
 * The cost of a poll when twenty runs have changed since the one before, with many and with few jobs in turn; in the median,
 * because a list of jobs that falls into one of them is no part of it.
 */
export async function growth(): Promise<Row[]> {
  const sides: Side[] = [];
  try {
    for (const jobs of SIZES) sides.push(await begin(jobs));
    for (const { desk, em } of sides) await untilHistoryIsRead(desk, em);
    for (let round = 1; round <= ROUNDS; round += 1) for (const side of sides) await measure(side, round);
    return table(sides);
  } finally {
    for (const { em, desk, folder } of sides) {
      await desk.end();
      await em.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function begin(jobs: number): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-growth-'));
  const em = await startFarEm(jobs, lastNoon() - 5 * HOUR);
  await em.order({ kind: 'clock', at: lastNoon() });
  return { em, desk: await startFarDesk(em, folder, 5), bytes: [], cpu: [], folder };
}

async function measure({ em, desk, bytes, cpu }: Side, round: number): Promise<void> {
  await em.order({ kind: 'clock', at: lastNoon() + round * STEP_MS });
  await desk.nextPoll();
  await em.order({ kind: 'fail', jobs: CHANGED });
  const before = await desk.processor();
  bytes.push((await askedDuring(em, () => desk.nextPoll())).bytes);
  cpu.push((await desk.processor()) - before);
}

function table([many, few]: Side[]): Row[] {
  if (many === undefined || few === undefined) throw new Error('two sides are compared');
  for (const [at, { bytes, cpu }] of [many, few].entries()) {
    const costs = bytes.map(
      (each, round) => `${(each / 1000).toFixed(0)} kB ${((cpu[round] ?? 0) * 1000).toFixed(0)} ms`,
    );
    console.log(`${SIZES[at]} jobs: ${costs.join(', ')}`);
  }
  const what = `${SIZES[0]} jobs against ${SIZES[1]}, ${CHANGED} runs changed`;
  return [
    row(`bytes of a poll, ${what}`, median(many.bytes) / median(few.bytes), '<=', 1.5, '×'),
    row(`processor time of a poll, ${what}`, median(many.cpu) / median(few.cpu), '<=', 1.5, '×'),
  ];
}
