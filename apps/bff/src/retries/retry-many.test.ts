import { EmError, type EmErrorKind } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { Refusal } from '#route.ts';
import { presentTask } from './present.ts';
import { retryMany } from './retry-many.ts';
import { sampleRow } from './samples.ts';

const quiet = { info() {}, warn() {}, error() {} };
const jobIds = Array.from({ length: 12 }, (_, n) => `job-${n}`);

function unanswered(kind: EmErrorKind | null): Refusal {
  const refusal = new Refusal('em-unreachable', 'Nothing was sent.');
  if (kind === null) return refusal;
  return Object.assign(refusal, {
    cause: new EmError({ kind, host: 'em', problem: 'fails', call: 'GET /', hint: 'Look.', mayHaveHappened: false }),
  });
}

/** How many of twelve jobs were tried, where some fare badly. */
async function triedOf(badly: (n: number) => Refusal | null): Promise<number> {
  let tried = 0;
  await retryMany(
    async ({ jobId }) => {
      tried += 1;
      const refusal = badly(jobIds.indexOf(jobId));
      if (refusal) throw refusal;
      return presentTask({ row: sampleRow(), steps: [] });
    },
    quiet,
    { jobIds, requestedBy: 'anna', from: null },
  );
  return tried;
}

test.each<[string, (n: number) => Refusal | null, boolean]>([
  ['one job times out', (n) => (n === 1 ? unanswered('timeout') : null), true],
  ['one job in three times out', (n) => (n % 3 === 1 ? unanswered('timeout') : null), true],
  ['the journal is silent for one job', (n) => (n === 1 ? new Refusal('store-unavailable') : null), true],
  ['all from the second on time out', (n) => (n > 0 ? unanswered('timeout') : null), false],
  ['all from the second on are answered with 503', (n) => (n > 0 ? unanswered(null) : null), false],
  ['nobody can be reached once', (n) => (n === 1 ? unanswered('unreachable') : null), false],
])('of several jobs, where %s', async (_what, badly, all) => {
  const tried = await triedOf(badly);
  if (all) expect(tried).toBe(jobIds.length);
  else expect(tried).toBeLessThan(jobIds.length);
});
