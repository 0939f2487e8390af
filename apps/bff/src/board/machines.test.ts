import { machineList } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { guid, HOUR, NOON, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { jobRows } from './job-list.ts';
import { findMachines, MACHINES_LIMIT, RESULTS_PER_MACHINE } from './machines.ts';
import { toRecord } from './run-record.ts';
import type { Known } from './snapshot.ts';

const young = toRecord(sampleRun({ createdAt: NOON - HOUR, result: 'failed' }));
const old = toRecord(sampleRun({ createdAt: NOON - 9 * HOUR }));
const machines = {
  [young.id]: [
    sampleMachine({ machine: 'ORA01', result: 'failed', reason: 'full', endedAt: NOON }),
    sampleMachine({ machine: 'x-ora', endedAt: NOON }),
  ],
  [old.id]: [sampleMachine({ machine: 'ora01', endedAt: NOON - 8 * HOUR })],
};
const known: Known = {
  jobs: [sampleJob(), sampleJob({ id: guid(2), name: 'Files', backupServer: null })],
  runsOf: (id) => (id === guid(1) ? [young, old] : []),
  machinesOf: (id) => machines[id],
};

test('a machine is found in any case, its results newest first, with the reason', () => {
  const found = findMachines(known, ' oRa0 ');
  expect(machineList.parse(found)).toEqual(found);
  expect(found.machines).toHaveLength(1);
  expect(found.machines[0]?.results.map(({ result }) => result)).toEqual(['failed', 'success']);
  expect(found.machines[0]?.results[0]).toMatchObject({ jobId: guid(1), reason: 'full' });
});

test('names that begin with the text stand first; no text finds nothing', () => {
  expect(findMachines(known, 'ora').machines.map(({ machine }) => machine)).toEqual(['ORA01', 'x-ora']);
  expect(findMachines(known, '  ').machines).toEqual([]);
  expect(findMachines(known, 'nothing').machines).toEqual([]);
});

test('the answer is bounded in machines and in results', () => {
  const runs = Array.from({ length: RESULTS_PER_MACHINE + 3 }, (_, at) =>
    toRecord(sampleRun({ createdAt: NOON - at * HOUR })),
  );
  const many = Array.from({ length: MACHINES_LIMIT + 3 }, (_, at) => sampleMachine({ machine: `m${at}` }));
  const found = findMachines({ jobs: [sampleJob()], runsOf: () => runs, machinesOf: () => many }, 'm');
  expect(found.machines).toHaveLength(MACHINES_LIMIT);
  expect(found.machines[0]?.results).toHaveLength(RESULTS_PER_MACHINE);
});

test('the list of jobs is filtered by state, server and text, and sorted by name', () => {
  const names = (filter: Parameters<typeof jobRows>[2]) =>
    jobRows(known, () => null, filter, NOON).map(({ name }) => name);
  expect(names({})).toEqual(['Files', 'Oracle Backup']);
  expect(names({ state: 'all' })).toEqual(['Files', 'Oracle Backup']);
  expect(names({ state: 'failed' })).toEqual(['Oracle Backup']);
  expect(names({ state: 'running' })).toEqual([]);
  expect(names({ server: 'srv12.tech.local' })).toEqual(['Oracle Backup']);
  expect(names({ q: 'FILE' })).toEqual(['Files']);
  expect(names({ q: 'ora01' })).toEqual(['Oracle Backup']);
});
