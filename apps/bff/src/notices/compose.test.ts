import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type JobRow, type ListedCause, notice as noticeSchema } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { jobRowOf } from '#board/job-row.ts';
import { inSteps } from '#in-chunks.ts';
import { Inventory } from '#mirror/inventory.ts';
import { sampleJob, sampleRun } from '../../tests/board-samples.ts';
import { candidatesOf } from './candidates.ts';
import { composeNotice } from './compose.ts';
import type { Announcement } from './groups.ts';

const document = readFileSync(fileURLToPath(new URL('../../../../docs/notices.md', import.meta.url)), 'utf8');

test('the notice in docs/notices.md is what the rules make of such a failure, key and subject too', async () => {
  const shown = noticeSchema.parse(JSON.parse(/```json\n([\s\S]*?)```/.exec(document)?.[1] ?? ''));
  const [job] = shown.jobs;
  if (job === undefined || shown.cause === null || shown.advice === null || shown.known === null)
    throw new Error('the example has a job with a cause');
  const endedAt = Date.parse(shown.since);
  const inventory = new Inventory();
  inventory.takeJobs([
    sampleJob({ id: job.id, name: job.name, backupServer: { id: job.id, name: shown.server ?? '' } }),
  ]);
  const of = { id: job.runId ?? '', jobId: job.id, jobName: job.name };
  inventory.takeRuns([sampleRun({ ...of, createdAt: endedAt - 60_000, endedAt, result: 'failed' })]);
  const [known] = inventory.jobs();
  if (known === undefined) throw new Error('it has just been taken');
  const none = { openRetry: null, lastRetry: null, mayBeOwnRun: () => false, machinesOf: () => undefined };
  const bare = jobRowOf({ job: known, runs: inventory.runsOf(known.id), ...none }, Date.parse(shown.at));
  const row: JobRow = {
    ...bare,
    run: bare.run && { ...bare.run, machinesFailed: shown.machinesInAll },
    reasons: job.machines.map((machine) => ({ machine, text: job.reason ?? '' })),
    cause: { ...shown.cause, advice: shown.advice },
  };
  const [member] = await inSteps(candidatesOf([row], () => false, Date.parse(shown.at)));
  if (member === undefined) throw new Error('a failure this old is announced');
  const { key, shared, since } = member;
  const announcement: Announcement = {
    ...{ event: 'failed', status: 'firing', number: 1, key, shared, since },
    ...{ members: [member], acknowledged: 0, ended: [], before: 0 },
  };
  const listed = { advice: shown.advice, known: { id: 'x', title: 'x', ...shown.known } } as unknown as ListedCause; // as far as it is read here
  const facts = { row: () => row, cause: () => listed, emMessage: null };
  const composed = composeNotice(announcement, facts, new URL('https://retry.example.local'), Date.parse(shown.at));
  expect({ ...composed, id: shown.id }).toEqual(shown);
});
