import { setTimeout as wait } from 'node:timers/promises';
import { EmError, type EnterpriseManager } from '@retry-desk/em-client';
import { expect, test, vi } from 'vitest';
import { sampleJob } from '../../tests/board-samples.ts';
import { createMirror } from './mirror.ts';

const settings = { pollMs: 1_000, retryPollMs: 50 };
/** Longer than a poll's pause. */
const SLOW_MS = 1_100;

type Fate = 'answered late' | 'in vain' | 'untried';

/** One job without runs; `begins` holds when each poll began, `fate` decides its answers. */
function world() {
  const begins: number[] = [];
  const state = { fate: null as Fate | null };
  const failure = { host: 'em01', problem: 'fails', call: 'GET', hint: '', mayHaveHappened: false };
  async function answer<T>(value: T): Promise<T> {
    const { fate } = state;
    if (fate === 'untried') throw new EmError({ ...failure, kind: 'circuit-open' });
    if (fate !== null) await wait(SLOW_MS);
    if (fate === 'in vain') throw new EmError({ ...failure, kind: 'timeout' });
    return value;
  }
  const em: Partial<EnterpriseManager> = {
    host: 'em01',
    now: () => Date.now(),
    serverNow: () => null,
    agentJobs: () => answer([sampleJob()]),
    agentJobCount: () => answer(1),
    runs(filter) {
      if (filter.unfinished) begins.push(performance.now());
      return answer([]);
    },
    runCount: () => answer(0),
  };
  const mirror = createMirror({
    // Methods it lacks are never called.
    em: em as EnterpriseManager,
    clock: { now: () => Date.now() },
    logger: { info() {}, warn() {}, error() {} },
    settings,
    answeredAt: () => null,
  });
  return { mirror, begins, state };
}

/** From the begin of a poll with this fate to the begin of the next one. */
async function nextAfter(fate: Fate): Promise<number> {
  const { mirror, begins, state } = world();
  mirror.start();
  try {
    const isPausing = () => (begins.at(-1) ?? 0) - (begins.at(-2) ?? 0) >= settings.pollMs;
    await vi.waitFor(() => expect(isPausing()).toBe(true), { timeout: 20_000 });
    state.fate = fate;
    const before = begins.length;
    await vi.waitFor(() => expect(begins.length).toBeGreaterThan(before + 1), { timeout: 10_000, interval: 10 });
    return (begins[before + 1] ?? Number.NaN) - (begins[before] ?? Number.NaN);
  } finally {
    mirror.stop();
  }
}

test('after a timeout or a skipped poll the next one comes soon, after a slow answer the full interval passes', async () => {
  const fates = ['in vain', 'untried', 'answered late'] as const;
  const [vain, untried, answered] = await Promise.all(fates.map(nextAfter));
  expect(vain).toBeGreaterThanOrEqual(SLOW_MS);
  expect(vain).toBeLessThan(SLOW_MS + settings.pollMs * 0.8);
  expect(untried).toBeLessThan(settings.pollMs * 0.8);
  expect(answered).toBeGreaterThanOrEqual(SLOW_MS + settings.pollMs);
}, 60_000);
