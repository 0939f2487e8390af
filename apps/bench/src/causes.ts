import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { causeOf } from '@retry-desk/failure-causes';
import { FIELD_MESSAGES, filledIn } from '../../../packages/em-simulator/src/world/field-messages.ts';
import { randomOf } from '../../../packages/em-simulator/src/world/random.ts';
// Not part of the server's face: the bench times the very classes that group failures.
import { CauseFinder, FailingJobs } from '../../bff/src/causes/failing-jobs.ts';
import { Inventory } from '../../bff/src/mirror/inventory.ts';
import { MachineResults } from '../../bff/src/mirror/machine-results.ts';
import { guid, NOON, sampleJob, sampleMachine, sampleRun } from '../../bff/tests/board-samples.ts';
import { median, note, type Row } from './goal.ts';
import { Pace } from './pace.ts';
import { processorMsOf, type Stalled, stalled } from './stalled.ts';

const jobs = 10_000;
const machinesPerJob = 3;
/** The first grouping is measured so often, each time with a new mirror. */
const rounds = 5;
const changes = 200;

const noEm = {
  machineResultsOf: async () => new Map(),
  machineResults: async () => null,
  machineResultsOfChildren: async () => [],
};

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** A mirror in which every job has failed, with the messages of the field in turn. */
function failedMirror() {
  const inventory = new Inventory();
  const machines = new MachineResults(noEm, { now: () => NOON });
  const failing = new FailingJobs({ inventory, machines }, new CauseFinder());
  const numbers = Array.from({ length: jobs }, (_, number) => number);
  inventory.takeJobs(numbers.map((number) => sampleJob({ id: guid(number), name: `Daily ${number}` })));
  inventory.takeRuns(numbers.map((number) => failedRun(number, 0)));
  machines.take(
    numbers.map((number) => ({
      runId: runId(number, 0),
      ofEndedRun: true,
      pinned: true,
      results: Array.from({ length: machinesPerJob }, (_, place) => failedMachine(number, place)),
    })),
  );
  return { inventory, machines, failing };
}

const runId = (number: number, turn: number) => guid(1_000_000 * (turn + 1) + number);

function failedRun(number: number, turn: number) {
  const createdAt = NOON - 3_600_000 + turn * 60_000;
  return sampleRun({
    id: runId(number, turn),
    jobId: guid(number),
    createdAt,
    endedAt: createdAt + 30_000,
    result: 'failed',
  });
}

function failedMachine(number: number, place: number) {
  const machine = `pay-${number}-${place}`;
  const message = FIELD_MESSAGES[number % FIELD_MESSAGES.length] ?? FIELD_MESSAGES[0];
  const reason = message === undefined ? '' : filledIn(message, machine, randomOf(`${number}/${place}`));
  return sampleMachine({ machine, result: 'failed', reason });
}

async function firstGrouping(): Promise<Stalled<void>> {
  const { failing } = failedMirror();
  // The garbage of the scene is no part of the grouping.
  if (typeof collect === 'function') collect();
  return stalled(async () => void (await failing.refresh()));
}

/** One job has failed again, for another reason. */
async function changedRun(): Promise<number> {
  const { inventory, machines, failing } = failedMirror();
  await failing.refresh();
  let sum = 0;
  for (let number = 0; number < changes; number += 1) {
    inventory.takeRuns([failedRun(number, 1)]);
    const results = [failedMachine(number + 1, 0)];
    machines.take([{ runId: runId(number, 1), ofEndedRun: true, pinned: true, results }]);
    sum += (await stalled(async () => void (await failing.refresh()))).ms;
  }
  return sum / changes;
}

/** Reasons that could cost more than their length. */
const hostile: Readonly<Record<string, string>> = {
  '64 kB of words': 'Failed to open the file because it is in use. '.repeat(1_400).slice(0, 65_536),
  'nested brackets': '['.repeat(32_768) + ']'.repeat(32_768),
  '10 000 numbers': Array.from({ length: 10_000 }, (_, number) => number).join(' '),
  'no blanks': 'a'.repeat(65_536),
  'NUL and lone surrogates': '\0\ud800x'.repeat(21_845),
  'quotes that never close': `'"«„`.repeat(16_384),
  'dots and colons': 'a.b:c/d\\'.repeat(8_192),
};

/** Failures grouped by cause: 10 000 failed jobs of 3 machines, with the messages of the field. */
export async function causes(): Promise<Row[]> {
  await firstGrouping();
  const pace = new Pace();
  const first: Stalled<void>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    pace.take();
    first.push(await firstGrouping());
  }
  const rows = [
    ...pace.rows('causes: first grouping of 30 000 reasons', median(first.map(({ ms }) => ms)), 130),
    ...pace.rows('causes: its longest stall', median(first.map(({ stallMs }) => stallMs)), 6),
    ...pace.rows('causes: one changed run', await changedRun(), 0.5),
  ];
  for (const [what, reason] of Object.entries(hostile)) {
    pace.take();
    const ms = processorMsOf(() => causeOf(reason), 20);
    rows.push(...pace.rows(`causes: ${what}`, ms, 1.2));
  }
  return [...rows, note('causes: reasons', jobs * machinesPerJob, '')];
}
