import { expect, test } from 'vitest';
import { createLogger } from '#telemetry/logger.ts';
import { DAY, MINUTE } from './month/calendar.ts';
import { judge, type Trouble } from './month/judge.ts';
import { type Claim, type PlayOptions, play } from './month/play.ts';
import { worldOf } from './month/world.ts';
import type { WorldJob } from './month/world-job.ts';
import { sharedStore } from './stores.ts';

const logger = createLogger('silent');
const store = sharedStore();

/** Both changes of the clock in Europe, and a leap day. */
const months = ['2026-03-10', '2026-10-10', '2028-02-10'].map((day) => [day, Date.parse(day)] as const);

async function played(from: number, isHidden: boolean, over: Partial<PlayOptions> = {}) {
  for (const table of ['collections', 'job_schedules'] as const) await store().db.deleteFrom(table).execute();
  const to = from + 30 * DAY;
  const jobs = worldOf({
    jobs: over.ahead === undefined && over.ownAhead === undefined ? 300 : 60,
    from,
    to,
    seed: (from + Number(isHidden)) % 1009,
    isHidden,
  });
  const ahead = isHidden ? -8 * MINUTE : 8 * MINUTE;
  const claims = await play({ jobs, from, to, isHidden, store: store(), logger, ahead, ...over });
  return { jobs, ...judge(claims, { from, to, jobs, isHidden }) };
}

const iso = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString().slice(0, 16) : String(at));
const kindsOf = ({ settings, turn, nextRun, listedTime, own, server }: WorldJob) =>
  `${own} srv${server} ${settings.map(({ kind }) => kind).join('>')} ${turn} ${nextRun} ${listedTime}`;

function claimLines(claims: readonly Claim[], jobs: readonly WorldJob[]): string[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return claims.map(({ jobId, shown, from, to }) => {
    const job = byId.get(jobId);
    return `${job && kindsOf(job)}: ${JSON.stringify(shown)} ${iso(from)} to ${iso(to)}`;
  });
}

function troubleLines(troubles: readonly Trouble[]): string[] {
  return troubles.map(
    ({ job, what, first, mustFrom, until }) =>
      `${kindsOf(job)}: ${what} ${iso(first)}, by ${iso(mustFrom)}, until ${iso(until)}`,
  );
}

test.each(months)(
  'from %s on, nothing of a month is claimed that was not so, and all that was is shown in time and until it ends',
  async (_day, from) => {
    const { jobs, isFalse, decided, unreported, interrupted } = await played(from, false);
    expect(claimLines(isFalse, jobs)).toEqual([]);
    expect(troubleLines(unreported)).toEqual([]);
    expect(troubleLines(interrupted)).toEqual([]);
    expect(decided.filter(({ what }) => what === 'overdue').length).toBeGreaterThan(30);
    expect(decided.filter(({ what }) => what === 'hung').length).toBeGreaterThan(5);
  },
);

test.each(months.slice(0, 2))(
  'from %s on, the rhythm alone claims nothing false in a month, and shows nearly all within two usual gaps',
  async (_day, from) => {
    const { jobs, isFalse, decided, unreported, interrupted } = await played(from, true);
    expect(claimLines(isFalse, jobs)).toEqual([]);
    expect(troubleLines(interrupted)).toEqual([]);
    const overdue = decided.filter(({ what }) => what === 'overdue');
    expect(overdue.length).toBeGreaterThan(20);
    expect(unreported.length / overdue.length, troubleLines(unreported).join('\n')).toBeLessThanOrEqual(0.05);
  },
);

test('where sessions are listed for a week, and the desk begins anew each week, nothing false is claimed', async () => {
  const { jobs, isFalse } = await played(Date.parse('2026-03-10'), false, { sessionsFor: 7 * DAY });
  expect(claimLines(isFalse, jobs)).toEqual([]);
});

test('where the clock of Enterprise Manager is five hours ahead, nothing false is claimed, and what hangs or is overdue is shown', async () => {
  const { jobs, isFalse, unreported } = await played(Date.parse('2026-10-10'), false, { ahead: 5 * 60 * MINUTE });
  expect(claimLines(isFalse, jobs)).toEqual([]);
  expect(troubleLines(unreported)).toEqual([]);
});

test.each([
  ['ahead', 20 * 60 * MINUTE],
  ['behind', -20 * 60 * MINUTE],
])(
  'where our own clock is twenty hours %s, nothing false is claimed, and what hangs or is overdue is shown in time',
  async (_direction, ownAhead) => {
    const { jobs, isFalse, unreported } = await played(Date.parse('2026-10-10'), false, { ownAhead });
    expect(claimLines(isFalse, jobs)).toEqual([]);
    expect(troubleLines(unreported)).toEqual([]);
  },
);
