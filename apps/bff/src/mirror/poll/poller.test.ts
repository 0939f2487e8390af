import { EmError } from '@retry-desk/em-client';
import { expect, test, vi } from 'vitest';
import type { EmReader } from './delta-reader.ts';
import { Refresh } from './poller.ts';

const POLL_MS = 400;

/** Reads that end when told; the answers that come in between move `answeredAt`. */
function world() {
  const told: (string | null)[] = [];
  const seen = { news: 0, jobs: 0, answeredAt: null as number | null, fault: null as EmError | null };
  let endNews: (() => void) | null = null;
  let endJobs: (() => void) | null = null;
  const slow = { news: false, jobs: false };
  const reads: Pick<EmReader, 'first' | 'news' | 'jobs' | 'jobsDue' | 'explanations' | 'wider' | 'fault'> = {
    first: async () => undefined,
    async news() {
      seen.news += 1;
      if (seen.fault !== null) throw seen.fault;
      if (slow.news) await new Promise<void>((resolve) => (endNews = resolve));
    },
    async jobs() {
      seen.jobs += 1;
      if (slow.jobs) await new Promise<void>((resolve) => (endJobs = resolve));
    },
    jobsDue: () => true,
    explanations: async () => undefined,
    fault: null,
    wider: async () => undefined,
  };
  const refresh = new Refresh({
    // Its other members belong to others.
    reader: reads as EmReader,
    host: 'em01',
    clock: { now: () => Date.now() },
    answeredAt: () => seen.answeredAt,
    logger: { info() {}, warn() {}, error() {} },
    pollMs: POLL_MS,
    version: () => 0,
    publish: () => void told.push(refresh.health.message),
    told: () => undefined,
  });
  return { refresh, told, seen, slow, endNews: () => endNews?.(), endJobs: () => endJobs?.() };
}

test('a list of jobs that takes long does not hold up the news, and is not begun twice', async () => {
  const { refresh, told, seen, slow, endJobs } = world();
  slow.jobs = true;
  await refresh.poll(false);
  await refresh.poll(false);
  await refresh.poll(false);
  expect(seen).toMatchObject({ news: 2, jobs: 1 });
  expect(refresh.health).toMatchObject({ state: 'ok', message: null });
  expect(told.filter((message) => message?.includes('answer'))).toEqual([]);
  slow.jobs = false;
  endJobs();
  await refresh.settled();
  await refresh.poll(false);
  expect(seen.jobs).toBe(2);
});

test('who wants everything gets a list of jobs begun after that', async () => {
  const { refresh, seen, slow, endJobs } = world();
  slow.jobs = true;
  await refresh.poll(false);
  await refresh.poll(true);
  expect(seen.jobs).toBe(1);
  slow.jobs = false;
  endJobs();
  await refresh.settled();
  expect(seen.jobs).toBe(2);
});

test('a fault beside the runs that comes late is told with the next poll', async () => {
  const { refresh, seen, slow, endJobs } = world();
  slow.jobs = true;
  await refresh.poll(false);
  expect(refresh.health.state).toBe('ok');
  endJobs();
  await refresh.settled();
  slow.jobs = false;
  await refresh.poll(false);
  expect(refresh.health.state).toBe('ok');
  expect(seen.jobs).toBe(2);
});

test('one that answers nothing is told to be silent for as long as it is', async () => {
  const { refresh, slow, seen, endNews } = world();
  await refresh.poll(false);
  seen.answeredAt = Date.now();
  slow.news = true;
  const poll = refresh.poll(false);
  await vi.waitFor(() => expect(refresh.health.message).toContain('has not answered for 1 second'), 3_000);
  endNews();
  await poll;
  expect(refresh.health).toMatchObject({ state: 'ok', message: null });
});

test('one that answers page after page is told to be slow, not silent', async () => {
  const { refresh, slow, seen, endNews } = world();
  await refresh.poll(false);
  slow.news = true;
  const poll = refresh.poll(false);
  const answers = setInterval(() => {
    seen.answeredAt = Date.now();
  }, 20);
  await vi.waitFor(() => expect(refresh.health.message).toContain('answers slowly'), 3_000);
  clearInterval(answers);
  endNews();
  await poll;
});

test('only a read that nobody answered was waited for in vain, until the next good one', async () => {
  const { refresh, seen } = world();
  const faults = (['timeout', 'unreachable', 'refused', 'unreadable'] as const).map(
    (kind) => new EmError({ kind, host: 'em', problem: 'fails', call: 'GET', hint: '', mayHaveHappened: false }),
  );
  const inVain: boolean[] = [];
  await refresh.poll(false);
  for (const fault of [...faults, null]) {
    seen.fault = fault;
    await refresh.poll(false);
    inVain.push(refresh.inVain);
    expect(refresh.failed).toBe(fault !== null);
  }
  expect(inVain).toEqual([true, true, false, false, false]);
});
