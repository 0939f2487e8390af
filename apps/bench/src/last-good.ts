// Not part of the server's face: the bench times the very classes that make the list.
import { createBackupAges } from '../../bff/src/board/backup-age-list.ts';
import { Computers } from '../../bff/src/mirror/computers.ts';
import { Inventory } from '../../bff/src/mirror/inventory.ts';
import { MachineHistory } from '../../bff/src/mirror/machine-history.ts';
import { MachineResults } from '../../bff/src/mirror/machine-results.ts';
import { DAY, guid, NOON, sampleJob, sampleMachine, sampleRun } from '../../bff/tests/board-samples.ts';
import { median, note, type Row } from './goal.ts';
import { Pace } from './pace.ts';
import { type Stalled, stalled } from './stalled.ts';

const jobs = 10_000;
const machinesPerJob = 3;
const runsPerJob = 30;
/** Jobs that fail, and for how many runs. */
const failing = { share: 0.03, streak: 8 };
/** The list is made so often, each time after a change. */
const times = 7;

const noEm = {
  machineResultsOf: async () => new Map(),
  machineResults: async () => null,
  machineResultsOfChildren: async () => [],
};

const runId = (number: number, daysAgo: number) => guid(100_000 * (daysAgo + 1) + number);
const isFailing = (number: number) => number % Math.round(1 / failing.share) === 0;

/** Runs of a month of every job, newest last. */
function monthOf(number: number) {
  return Array.from({ length: runsPerJob }, (_, place) => runOf(number, runsPerJob - 1 - place));
}

function runOf(number: number, daysAgo: number) {
  const createdAt = NOON - daysAgo * DAY - 3_600_000;
  const result = isFailing(number) && daysAgo < failing.streak ? 'failed' : 'success';
  return sampleRun({ id: runId(number, daysAgo), jobId: guid(number), createdAt, endedAt: createdAt + 60_000, result });
}

function resultsOf(number: number, daysAgo: number) {
  const { id, result, endedAt } = runOf(number, daysAgo);
  const results = Array.from({ length: machinesPerJob }, (_, place) =>
    sampleMachine({ runId: id, machine: `m${number}-${place}`, result: place === 0 ? result : 'success', endedAt }),
  );
  return { runId: id, ofEndedRun: true, pinned: true, results };
}

/** A mirror whose newest runs have been read, and the older ones of jobs that fail; half of the computers are listed with a domain. */
async function mirrorOf() {
  const now = () => NOON;
  const inventory = new Inventory(() => undefined, now);
  const machines = new MachineResults(noEm, { now }, () => undefined);
  const history = new MachineHistory(inventory, machines, now);
  const computers = new Computers();
  const numbers = Array.from({ length: jobs }, (_, number) => number);
  inventory.takeJobs(numbers.map((number) => sampleJob({ id: guid(number), name: `Daily ${number}` })));
  for (const number of numbers) {
    inventory.takeRuns(monthOf(number));
    const read = isFailing(number) ? failing.streak + 1 : 1;
    machines.take(Array.from({ length: read }, (_, daysAgo) => resultsOf(number, daysAgo)));
  }
  const names = numbers.flatMap((number) =>
    Array.from({ length: machinesPerJob }, (_, place) => `m${number}-${place}${place === 0 ? '.tech.local' : ''}`),
  );
  const listed = names.map((name, at) => ({
    id: guid(at),
    name,
    protectionGroup: 'Group',
    backupServer: 'srv',
    agentStatus: 'Installed',
  }));
  computers.take(listed, 0, NOON);
  const mirror = {
    inventory,
    history,
    computers,
    get version() {
      return inventory.version + machines.version;
    },
  };
  return { mirror, machines };
}

/** Machines by the age of their last good backup: 10 000 jobs of 3 machines, a month of runs, 30 000 computers. */
export async function lastGood(): Promise<Row[]> {
  const { mirror, machines } = await mirrorOf();
  const ages = createBackupAges({ mirror, now: () => NOON });
  const pace = new Pace();
  pace.take();
  const review = await stalled(() => mirror.history.missing(60));
  const made: Stalled<unknown>[] = [];
  for (let time = 0; time < times; time += 1) {
    pace.take();
    machines.take([resultsOf(1, 0)]);
    made.push(await stalled(() => ages.page({}, null)));
  }
  const again = await stalled(() => ages.page({ olderThanDays: '7' }, null));
  return [
    ...pace.rows('last-good: list of 30 000 machines after a change', median(made.map(({ ms }) => ms)), 100),
    ...pace.rows('last-good: its longest stall', median(made.map(({ stallMs }) => stallMs)), 6),
    ...pace.rows('last-good: another question without a change', again.ms, 6),
    ...pace.rows('last-good: first review of all jobs, longest stall', review.stallMs, 6),
    note('last-good: machines older than 7 days', again.result.counts.olderThan[2]?.machines ?? 0, ''),
  ];
}
