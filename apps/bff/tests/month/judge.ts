import { DAY, HOUR, MINUTE } from './calendar.ts';
import { settingAt } from './listing.ts';
import { type Claim, COLLECTION, Collecting, POLL } from './play.ts';
import { gapOf, isAwaited } from './world.ts';
import type { PlayedRun, WorldJob } from './world-job.ts';

/** Server clocks, a collection, a poll, a run that is listed late. */
const LATENCY = 5 * MINUTE + COLLECTION + POLL + 40 * MINUTE;
/** A start may be an hour off by a change of the clock; where only the rhythm names it, so far as starts vary. */
const SLACK = 3 * HOUR;
/** Nothing of a server is believed missing before an outage of its collection would have ended. */
const OUTAGE = 6 * HOUR + 45 * MINUTE;

/** A time in which a job is to be called overdue, or hung. */
export type Trouble = {
  job: WorldJob;
  what: 'overdue' | 'hung';
  first: number;
  /** From here on it may be claimed, and from there on it has to be. */
  mayFrom: number;
  mustFrom: number;
  /** It has ended, and that may be listed so late. */
  until: number;
  listedBy: number;
};

export type Verdict = {
  isFalse: Claim[];
  decided: Trouble[];
  unreported: Trouble[];
  interrupted: Trouble[];
  delays: number[];
};

type Month = { from: number; to: number; jobs: readonly WorldJob[]; isHidden: boolean };

/** Holds what was shown against what happened. */
export function judge(claims: readonly Claim[], month: Month): Verdict {
  const troubles = troublesOf(month);
  const ofJob = Map.groupBy(troubles, ({ job }) => job.id);
  const byId = new Map(month.jobs.map((job) => [job.id, job]));
  // A laptop that was away since its job was made has never run.
  const isUnrun = ({ jobId, shown, from }: Claim) =>
    shown.overdue?.neverRan === true && !byId.get(jobId)?.runs.some(({ createdAt }) => createdAt < from - LATENCY);
  const isFalse = claims.filter(
    (claim) => !isUnrun(claim) && !ofJob.get(claim.jobId)?.some((trouble) => explains(trouble, claim)),
  );
  const claimsOf = Map.groupBy(claims, ({ jobId }) => jobId);
  const decided = troubles.filter(
    (trouble) => trouble.mustFrom < Math.min(trouble.until, month.to) && isToBeShown(trouble, month),
  );
  const own = ({ job, what }: Trouble) => (claimsOf.get(job.id) ?? []).filter(({ shown }) => shown[what] !== undefined);
  const begin = (trouble: Trouble) =>
    own(trouble).find(({ from, to }) => to > trouble.mayFrom && from < trouble.until)?.from;
  const unreported = decided.filter((trouble) => (begin(trouble) ?? Number.POSITIVE_INFINITY) > trouble.mustFrom);
  const interrupted = decided.filter(
    (trouble) =>
      !unreported.includes(trouble) && !isCovered(own(trouble), begin(trouble) ?? 0, Math.min(trouble.until, month.to)),
  );
  const delays = decided
    .flatMap((trouble) => begin(trouble) ?? [])
    .map((at, place) => at - (decided[place]?.first ?? at));
  return { isFalse, decided, unreported, interrupted, delays };
}

function explains({ job, what, mayFrom, listedBy }: Trouble, { shown, from, to }: Claim): boolean {
  if (shown[what] === undefined || from < mayFrom || to > listedBy) return false;
  const expectedAt = shown.overdue?.expectedAt ? Date.parse(shown.overdue.expectedAt) : null;
  return expectedAt === null || [...job.missed].some((start) => Math.abs(start - expectedAt) <= 3 * HOUR);
}

function isCovered(claims: readonly Claim[], from: number, until: number): boolean {
  let reached = from;
  for (const claim of claims) if (claim.from <= reached) reached = Math.max(reached, claim.to);
  return reached >= until;
}

function troublesOf({ jobs, from, to, isHidden }: Month): Trouble[] {
  const events = eventsOf(jobs);
  const collecting = new Collecting(from);
  return jobs.flatMap((job) => [
    ...missesOf(job, { collecting, events: events.get(job.server) ?? [], to, isHidden }),
    ...hungOf(job, collecting, events.get(job.server) ?? []),
  ]);
}

type Scene = { collecting: Collecting; events: readonly number[]; to: number; isHidden: boolean };

function missesOf(job: WorldJob, { collecting, events, to, isHidden }: Scene): Trouble[] {
  const { runs, missed, settings, skew, server, turn, nextRun, madeAt } = job;
  const isDuring = (at: number) => runs.some(({ createdAt, endedAt }) => createdAt <= at && endedAt >= at);
  const left = [...missed].filter((at) => at < to && !isDuring(at)).sort((a, b) => a - b);
  const troubles: Trouble[] = [];
  // A start in the minute in which the job was made is over before anybody has seen the job: NextRun may still name it.
  const seenBy = nextRun === 'stays' ? 0 : collecting.listedBy(server, madeAt - skew) + POLL;
  let until = 0;
  for (const first of left) {
    if (first < until) continue;
    const next = runs.find(({ createdAt }) => createdAt > first);
    const off = settings.find(({ since, isOn }) => since > first && !isOn)?.since;
    until = Math.min(next?.createdAt ?? Number.POSITIVE_INFINITY, off ?? Number.POSITIVE_INFINITY);
    const gap = gapOf(settingAt(job, first).kind);
    const grace = turn === 'never-ran' ? (nextRun === 'stays' ? 1 : 2) * DAY : Math.max(2 * HOUR, gap / 4);
    const named = left.find((at) => at >= first && at - skew >= seenBy) ?? first;
    const proof = named + 2 * HOUR;
    const known = provenBy(job, proof, events, collecting);
    const within = isHidden ? 2 * gap : grace + SLACK;
    troubles.push({
      ...{ job, what: 'overdue' as const, first },
      mayFrom: first - skew,
      mustFrom: Math.max(named - skew + within, known + (isHidden ? SLACK : 0)) + LATENCY,
      until: until - skew,
      listedBy: collecting.listedBy(server, until - skew) + LATENCY,
    });
  }
  return troubles;
}

function hungOf(job: WorldJob, collecting: Collecting, events: readonly number[]): Trouble[] {
  const { runs, skew, server } = job;
  return runs
    .filter(({ isHung }) => isHung)
    .map((run) => ({
      ...{ job, what: 'hung' as const, first: run.createdAt },
      mayFrom: run.createdAt - skew + limitOf(run, runs, 27 * DAY) - 10 * MINUTE,
      mustFrom: provenBy(job, run.createdAt + limitOf(run, runs, 32 * DAY), events, collecting) + LATENCY,
      until: run.endedAt - skew,
      listedBy: collecting.listedBy(server, run.endedAt - skew) + LATENCY,
    }));
}

/** When something newer of the server is listed, or a collection from it has been out of reach for too long to be believed. */
function provenBy({ server, skew }: WorldJob, at: number, events: readonly number[], collecting: Collecting): number {
  const event = events.find((each) => each >= at) ?? Number.POSITIVE_INFINITY;
  return collecting.next(server, Math.min(event, at + OUTAGE) - skew);
}

/** From so long on it hangs, where good runs are known for that time. */
function limitOf({ createdAt: at }: PlayedRun, runs: readonly PlayedRun[], known: number): number {
  // The newest run before it is known however long ago it was.
  const newest = runs.findLast(({ createdAt }) => createdAt < at);
  const isKnown = (run: PlayedRun) => run === newest || (run.createdAt < at && run.createdAt > at - known);
  const good = runs.filter((run) => run.result === 'success' && isKnown(run));
  if (good.length === 0) return known > 30 * DAY ? 12 * HOUR : 6 * HOUR;
  return Math.max(6 * HOUR, 3 * Math.max(...good.map(({ createdAt, endedAt }) => endedAt - createdAt)));
}

/** Starts and ends of runs, by server, oldest first. */
function eventsOf(jobs: readonly WorldJob[]): Map<number, number[]> {
  const ofServer = Map.groupBy(jobs, ({ server }) => server);
  return new Map(
    [...ofServer].map(([server, all]) => [
      server,
      all.flatMap(({ runs }) => runs.flatMap(({ createdAt, endedAt }) => [createdAt, endedAt])).sort((a, b) => a - b),
    ]),
  );
}

/** Whether NextRun or the schedule names its start; where both are hidden, whether its runs do. */
function isToBeShown({ job, what, first }: Trouble, { isHidden }: Month): boolean {
  if (what === 'hung') return true;
  const { kind } = settingAt(job, first);
  if (isHidden)
    return kind !== 'monthly' && isAwaited(kind) && job.own % 11 !== 0 && ['none', 'renamed'].includes(job.turn);
  return job.nextRun === 'stays' || (!['several', 'windowed'].includes(kind) && job.listedTime !== 'elsewhere');
}
