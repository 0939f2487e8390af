import { jobList } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { createAllRows } from '#board/all-rows.ts';
import { IncrementalView } from '#board/incremental-view.ts';
import { noRetries } from '#board/sources.ts';
import { Inventory } from '#mirror/inventory.ts';
import { guid, HOUR, MINUTE, NOON, sampleJob, sampleMachine, sampleRun } from '../../../tests/board-samples.ts';
import { createJobLists, type JobFilter, jobRows } from './job-lists.ts';

/** Two jobs, the first one failed, and what the list makes of them. */
async function world() {
  const inventory = new Inventory();
  const machines = [sampleMachine({ machine: 'ORA01', result: 'failed', reason: 'full' })];
  const source = {
    job: (id: string) => inventory.job(id),
    runsOf: (id: string) => inventory.runsOf(id),
    machinesOf: () => machines,
  };
  const cached = new IncrementalView(source);
  const rows = createAllRows(cached);
  const publish = () => cached.view(inventory.takeChanged(), noRetries, NOON);
  inventory.takeJobs([sampleJob(), sampleJob({ id: guid(2), name: 'Files', backupServer: null })]);
  inventory.takeRuns([sampleRun({ createdAt: NOON - HOUR, result: 'failed' })]);
  publish();
  return { inventory, rows, publish };
}

test('the list of jobs is filtered by state, server and text, and sorted by name', async () => {
  const { rows } = await world();
  const all = await rows();
  const names = (filter: JobFilter) => jobRows(all, filter).map(({ name }) => name);
  expect(names({})).toEqual(['Files', 'Oracle Backup']);
  expect(names({ state: 'all' })).toEqual(['Files', 'Oracle Backup']);
  expect(names({ state: 'failed' })).toEqual(['Oracle Backup']);
  expect(names({ state: 'running' })).toEqual([]);
  expect(names({ server: 'srv12.tech.local' })).toEqual(['Oracle Backup']);
  expect(names({ q: 'FILE' })).toEqual(['Files']);
  expect(names({ q: 'ora01' })).toEqual(['Oracle Backup']);
  expect(names({ q: ' srv12  FULL ' })).toEqual(['Oracle Backup']);
  expect(names({ q: 'files full' })).toEqual([]);
  expect(names({ platform: 'linux', streak: '1' })).toEqual(['Oracle Backup']);
  expect(names({ streak: '2' })).toEqual([]);
  const advice = { kind: 'unknown' as const, evidence: [] };
  const cause = { key: 'no-space', title: 'There is not enough space on a disk', family: 'space', advice };
  const withCause = all.map((row) => (row.name === 'Files' ? row : { ...row, cause }));
  expect(jobRows(withCause, { q: 'enough SPACE' }).map(({ name }) => name)).toEqual(['Oracle Backup']);
  const at = new Date(NOON).toISOString();
  const lastRetry = { taskId: guid(7), state: 'refused', requestedAt: at, endedAt: at, runId: null } as const;
  const tried = all.map((row) => (row.name === 'Files' ? { ...row, lastRetry } : row));
  const of = (filter: JobFilter) => jobRows(tried, filter).map(({ name }) => name);
  expect([of({ retriedSince: at }), of({ notRetriedSince: at })]).toEqual([['Files'], ['Oracle Backup']]);
  expect(of({ retriedSince: new Date(NOON + MINUTE).toISOString() })).toEqual([]);
});

test('it is serialised once per change, and fits the contract', async () => {
  const { inventory, rows, publish } = await world();
  const listOf = createJobLists();
  const list = listOf(await rows(), { state: 'all' }, new Date(NOON).toISOString());
  expect(jobList.parse(JSON.parse(list.text)).jobs).toEqual(await rows());
  const lines = list.text.split('\n').slice(1, -1);
  expect(lines.map((line) => JSON.parse(line.replace(/,$/, '')))).toEqual(await rows());
  const bytes = await list.bytes('gzip');
  publish();
  const again = listOf(await rows(), { state: 'all' }, new Date(NOON + MINUTE).toISOString());
  expect(again).toBe(list);
  expect(again.ready('gzip')).toBe(bytes);
  inventory.takeRuns([sampleRun({ jobId: guid(2), createdAt: NOON - MINUTE, endedAt: NOON })]);
  publish();
  const changed = listOf(await rows(), { state: 'all' }, null);
  expect(changed.etag).not.toBe(list.etag);
  expect(listOf(await rows(), { state: 'failed' }, null).etag).not.toBe(changed.etag);
});

test('a row that has not changed is the same object, and is not written again', async () => {
  const { inventory, rows, publish } = await world();
  const [files, oracle] = await rows();
  inventory.takeRuns([sampleRun({ jobId: guid(2), createdAt: NOON - MINUTE, endedAt: NOON })]);
  publish();
  const [filesNow, oracleNow] = await rows();
  expect(oracleNow).toBe(oracle);
  expect(filesNow).not.toBe(files);
});
