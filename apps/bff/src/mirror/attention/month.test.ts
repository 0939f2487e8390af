import { expect, test } from 'vitest';
import { lateOrHung } from './late-or-hung.ts';
import { listedAt, type WorldJob, worldOf } from './month-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const POLL = 10 * MINUTE;
const COLLECTION = 15 * MINUTE;

/** A start may be an hour off by a change of the clock; where only the rhythm names it, so far as starts vary. */
const SLACK = 3 * HOUR;

type Claim = { jobId: string; kind: WorldJob['kind']; at: number; expectedAt: number | null; basis: string };

/** The last collection of a server: every quarter of an hour, but for an outage, and by hand on one server. */
function collectedAt(server: number, now: number, from: number): number {
  const usual = Math.floor(now / COLLECTION) * COLLECTION;
  const [outage, back] = [from + 10 * DAY, from + 10 * DAY + 6 * HOUR];
  if (usual >= outage && usual < back) return outage;
  const [byHand, again] = [from + 15 * DAY, from + 17 * DAY];
  return server === 3 && usual >= byHand && usual < again ? byHand : usual;
}

/** Polls a month; resolves with every claim, once for each job and expected start. */
function claimsOf(jobs: ReturnType<typeof worldOf>, from: number, to: number, isHidden: boolean): Claim[] {
  const claims = new Map<string, Claim>();
  const again = new Map<string, number>();
  const events = new Map<number, number>();
  const lastCollected = new Map<number, number>();
  for (let now = from; now < to; now += POLL) {
    for (const job of jobs) {
      const at = collectedAt(job.server, now, from);
      const isNew = lastCollected.get(job.server) !== at;
      if (!isNew && now < (again.get(job.id) ?? 0)) continue;
      const listed = listedAt(job, at);
      const newest = listed.runs[0];
      const seen = Math.max(events.get(job.server) ?? 0, newest?.endedAt ?? newest?.createdAt ?? 0);
      events.set(job.server, seen);
      const shown = isHidden ? { ...listed.job, nextRunAt: null, schedule: null } : listed.job;
      const verdict = lateOrHung(
        {
          job: shown,
          runs: listed.runs,
          isOwnRun: () => false,
          seen: { firstSeenAt: from, scheduleSince: from },
          knownSince: now - 31 * DAY,
          // A server of which nothing is listed is asked for a collection; that by hand answers nobody here.
          collectedUntil: Math.max(seen, at),
        },
        now,
      );
      again.set(job.id, verdict.again);
      const { found } = verdict;
      if (found?.kind !== 'overdue') continue;
      const { expectedAt, basis } = found;
      const key = `${job.id} ${expectedAt}`;
      if (!claims.has(key)) claims.set(key, { jobId: job.id, kind: job.kind, at: now, expectedAt, basis });
    }
    for (const { server } of jobs.slice(0, 20)) lastCollected.set(server, collectedAt(server, now, from));
  }
  return [...claims.values()];
}

/** Claims of jobs that had not missed a start near that. */
function falseClaims(jobs: readonly WorldJob[], claims: readonly Claim[]): Claim[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return claims.filter(({ jobId, expectedAt, at }) => {
    const missed = [...(byId.get(jobId)?.missed ?? [])];
    return !missed.some((start) => Math.abs(start - (expectedAt ?? at)) <= 3 * HOUR);
  });
}

/** The usual gap of a monthly schedule is a twelfth of a year. */
const MONTH = (365 / 12) * DAY;

type Planted = { job: WorldJob; first: number; gap: number };

/** The first missed start of each job, with the time since the start before it. */
function plantedIn(jobs: readonly WorldJob[]): Planted[] {
  return jobs.flatMap((job) => {
    const [first] = [...job.missed].sort((a, b) => a - b);
    if (first === undefined) return [];
    const before = job.starts[job.starts.indexOf(first) - 1] ?? first;
    return [{ job, first, gap: job.kind === 'monthly' ? MONTH : first - before }];
  });
}

/** Those without a claim by their deadline, as far as that lies in the month. */
function unreported(
  planted: readonly Planted[],
  claims: readonly Claim[],
  to: number,
  deadline: (of: Planted) => number,
) {
  const decided = planted.filter((each) => deadline(each) < to);
  const late = decided.filter((each) => {
    const claim = claims.find(({ jobId }) => jobId === each.job.id);
    return claim === undefined || claim.at > deadline(each);
  });
  const lines = late.map(({ job, first }) => `${job.kind} ${job.id} ${new Date(first).toISOString()}`);
  return { decided: decided.length, late: lines };
}

/** When Enterprise Manager can list that: after a time without collection. */
function collectedFrom(server: number, at: number, from: number): number {
  for (let moment = at; ; moment += POLL) if (collectedAt(server, moment, from) >= at) return moment;
}

/** Both changes of the clock in Europe, and a leap day. */
const months = ['2026-03-10', '2026-10-10', '2028-02-10'].map((day) => [day, Date.parse(day)] as const);

test.each(months)(
  'from %s on, no start of a month is called missed that was not, and each that was is reported in time',
  (_day, from) => {
    const to = from + 30 * DAY;
    const jobs = worldOf({ jobs: 300, from, to, seed: from % 1000 });
    const claims = claimsOf(jobs, from, to, false);
    expect(falseClaims(jobs, claims)).toEqual([]);
    // Within the grace, and after a time without collection.
    const { decided, late } = unreported(plantedIn(jobs), claims, to, ({ job, first, gap }) => {
      const grace = Math.max(2 * HOUR, gap / 4);
      return Math.max(first + grace, collectedFrom(job.server, first + grace / 2, from)) + SLACK + POLL + COLLECTION;
    });
    expect(decided).toBeGreaterThan(20);
    expect(late).toEqual([]);
  },
  300_000,
);

test.each(months)(
  'from %s on, the rhythm alone claims nothing false in a month, and reports nearly all',
  (_day, from) => {
    const to = from + 30 * DAY;
    const jobs = worldOf({ jobs: 300, from, to, seed: (from % 1000) + 1 });
    const claims = claimsOf(jobs, from, to, true);
    expect(falseClaims(jobs, claims)).toEqual([]);
    // One run a month has no rhythm.
    const rhythmic = plantedIn(jobs).filter(({ job }) => job.kind !== 'monthly');
    const within = (gap: number) => Math.max(2 * gap, 8 * HOUR) + POLL + COLLECTION;
    const { decided, late } = unreported(rhythmic, claims, to, ({ first, gap }) => first + within(gap));
    expect(late.length / decided, late.join('\n')).toBeLessThanOrEqual(0.05);
  },
  300_000,
);
