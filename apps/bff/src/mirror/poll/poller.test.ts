import { EmError } from '@retry-desk/em-client';
import { expect, test, vi } from 'vitest';
import type { LinkHealth } from '#mirror/link-health.ts';
import type { DeltaReader } from './delta-reader.ts';
import { Poller } from './poller.ts';

const POLL_MS = 400;

/** Reads that end on command; the answers in between move `answeredAt`. */
function world() {
  const messages: (string | null)[] = [];
  const seen = {
    delta: 0,
    jobs: 0,
    answeredAt: null as number | null,
    fault: null as EmError | null,
    jobsFault: null as EmError | null,
  };
  let endDelta: (() => void) | null = null;
  let endJobs: (() => void) | null = null;
  const slow = { delta: false, jobs: false };
  const reads: Pick<
    DeltaReader,
    'initialLoad' | 'delta' | 'jobs' | 'jobsDue' | 'explanations' | 'backgroundReads' | 'fault'
  > = {
    initialLoad: async () => undefined,
    async delta() {
      seen.delta += 1;
      if (seen.fault !== null) throw seen.fault;
      if (slow.delta) await new Promise<void>((resolve) => (endDelta = resolve));
    },
    async jobs() {
      seen.jobs += 1;
      if (seen.jobsFault !== null) throw seen.jobsFault;
      if (slow.jobs) await new Promise<void>((resolve) => (endJobs = resolve));
    },
    jobsDue: () => true,
    explanations: async () => undefined,
    fault: null,
    backgroundReads: async () => undefined,
  };
  const poller = new Poller({
    // Its other members belong to others.
    reader: reads as DeltaReader,
    olderReads: { begin: () => undefined, drained: async () => undefined },
    host: 'em01',
    clock: { now: () => Date.now() },
    serverNow: () => null,
    answeredAt: () => seen.answeredAt,
    logger: { info() {}, warn() {}, error() {} },
    pollMs: POLL_MS,
    version: () => 0,
    publish: () => void messages.push(poller.health.message),
    onHealth: () => undefined,
  });
  return { poller, messages, seen, slow, endDelta: () => endDelta?.(), endJobs: () => endJobs?.() };
}

test('a slow list of jobs does not hold up the delta, and is not begun twice', async () => {
  const { poller, messages, seen, slow, endJobs } = world();
  slow.jobs = true;
  await poller.poll(false);
  await poller.poll(false);
  await poller.poll(false);
  expect(seen).toMatchObject({ delta: 2, jobs: 1 });
  expect(poller.health).toMatchObject({ state: 'ok', message: null });
  expect(messages.filter((message) => message?.includes('answer'))).toEqual([]);
  slow.jobs = false;
  endJobs();
  await poller.drained();
  await poller.poll(false);
  expect(seen.jobs).toBe(2);
});

test('the health names when the list of jobs was read, however often it cannot be read since', async () => {
  const { poller, seen } = world();
  await poller.poll(false);
  const { jobsReadAt } = poller.health;
  await vi.waitFor(() => expect(jobsReadAt).toBeLessThan(Date.now()), { interval: 1 });
  seen.jobsFault = new EmError({
    ...{ kind: 'unreachable', host: 'em01', problem: 'refused the connection', call: 'GET /api/query', hint: '' },
    mayHaveHappened: false,
  });
  await poller.poll(true);
  await poller.drained();
  await poller.poll(true);
  expect(poller.health).toMatchObject({ state: 'degraded', jobsReadAt });
});

test('a full poll gets a list of jobs begun after the request', async () => {
  const { poller, seen, slow, endJobs } = world();
  slow.jobs = true;
  await poller.poll(false);
  await poller.poll(true);
  expect(seen.jobs).toBe(1);
  slow.jobs = false;
  endJobs();
  await poller.drained();
  expect(seen.jobs).toBe(2);
});

test('a late fault beside the runs is reported with the next poll', async () => {
  const { poller, seen, slow, endJobs } = world();
  slow.jobs = true;
  await poller.poll(false);
  expect(poller.health.state).toBe('ok');
  endJobs();
  await poller.drained();
  slow.jobs = false;
  await poller.poll(false);
  expect(poller.health.state).toBe('ok');
  expect(seen.jobs).toBe(2);
});

test('one that answers nothing is reported as silent, with the time', async () => {
  const { poller, slow, seen, endDelta } = world();
  await poller.poll(false);
  seen.answeredAt = Date.now();
  slow.delta = true;
  const poll = poller.poll(false);
  await vi.waitFor(() => expect(poller.health.message).toContain('has not responded for 1 second'), 3_000);
  endDelta();
  await poll;
  expect(poller.health).toMatchObject({ state: 'ok', message: null });
});

test('one that answers page after page is reported as slow, not silent', async () => {
  const { poller, slow, seen, endDelta } = world();
  await poller.poll(false);
  slow.delta = true;
  const poll = poller.poll(false);
  const answers = setInterval(() => {
    seen.answeredAt = Date.now();
  }, 20);
  await vi.waitFor(() => expect(poller.health.message).toContain('is responding slowly'), 3_000);
  clearInterval(answers);
  endDelta();
  await poll;
});

test('only a read that nobody answered was waited for in vain, until the next good one', async () => {
  const { poller, seen } = world();
  const faults = (['timeout', 'unreachable', 'refused', 'unreadable'] as const).map(
    (kind) => new EmError({ kind, host: 'em', problem: 'fails', call: 'GET', hint: '', mayHaveHappened: false }),
  );
  const inVain: boolean[] = [];
  await poller.poll(false);
  for (const fault of [...faults, null]) {
    seen.fault = fault;
    await poller.poll(false);
    inVain.push(poller.inVain);
    expect(poller.failed).toBe(fault !== null);
  }
  expect(inVain).toEqual([true, true, false, false, false]);
});

test('a word of an older version on the link leaves nothing undefined', () => {
  const { poller } = world();
  const { jobsReadAt: _, aheadMs: __, ...older } = poller.health;
  poller.receive(older as LinkHealth); // as an older version writes it
  expect(poller.health).toMatchObject({ jobsReadAt: null, aheadMs: null });
});
