import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Kind, PlayedRun, WorldJob } from './world-job.ts';

type Given = Pick<WorldJob, 'turn' | 'own' | 'starts' | 'missed'> & {
  kind: Kind;
  from: number;
  to: number;
  random: () => number;
};

/** So long as its runs are known, a longer one was good. */
const REMEMBERED = 28 * DAY;
const HUNG_FOR = 4 * DAY;

let ids = 0;

/** The runs that come of the starts, oldest first. A start during a run is left out by Veeam. */
export function runsOf(given: Given): PlayedRun[] {
  const { starts, missed, turn, from, to, random } = given;
  const runs: PlayedRun[] = [];
  const special = from + 4 * DAY + random() * 20 * DAY;
  let isSpecialOver = turn !== 'long' && turn !== 'hung';
  for (const at of starts) {
    if (at >= to || missed.has(at) || !isTaken(given)) continue;
    const createdAt = at + delayOf(given);
    const before = runs.at(-1);
    if (before !== undefined && before.endedAt >= at) continue;
    if (!isSpecialOver && at >= special) {
      isSpecialOver = true;
      const length = turn === 'hung' ? HUNG_FOR : longestHealthy(runs, createdAt);
      const result = turn === 'hung' ? 'failed' : 'success';
      runs.push(runOf(createdAt, length, { result, isHung: turn === 'hung' }));
    } else runs.push(...usualRuns(createdAt, given));
  }
  return runs;
}

function isTaken({ kind, random }: Given): boolean {
  if (kind === 'laptop') return random() > 0.35;
  if (kind === 'by-hand') return random() < 0.08;
  return kind === 'script' ? random() > 0.05 : kind !== 'off';
}

/** A few minutes late, or up to an hour where servers are busy; one that follows another job comes when that is done. */
function delayOf({ kind, random }: Given): number {
  if (kind === 'chained') return random() * 5 * HOUR;
  return random() < 0.9 ? random() * 5 * MINUTE : random() * 55 * MINUTE;
}

/** The usual length of the runs of a job: minutes, and hours for each eleventh. */
function lengthOf({ own, kind, random }: Given): number {
  const isLong = own % 11 === 0 && kind !== 'windowed' && kind !== 'continuous';
  const usual = isLong ? (4 + (own % 3)) * HOUR : (5 + (own % 70)) * MINUTE;
  return usual * (0.8 + random() * 0.4);
}

/** As long as a run may go on that does not hang. */
function longestHealthy(runs: readonly PlayedRun[], at: number): number {
  const good = runs.filter(({ createdAt, result }) => result === 'success' && createdAt > at - REMEMBERED);
  if (runs.length === 0) return 11.5 * HOUR;
  const longest = Math.max(0, ...good.map(({ createdAt, endedAt }) => endedAt - createdAt));
  return Math.max(5.5 * HOUR, 2.8 * longest);
}

/** A run; where it failed, Veeam's own attempt, and now and then a retry from here. */
function usualRuns(createdAt: number, given: Given): PlayedRun[] {
  const { random } = given;
  const length = lengthOf(given);
  const listedLater = random() < 0.02 ? (15 + random() * 25) * MINUTE : 0;
  const hasFailed = random() < 0.06;
  const first = runOf(createdAt, length, { listedLater, result: hasFailed ? 'failed' : 'success' });
  if (!hasFailed) return [first];
  const attempt = { result: random() < 0.5 ? ('failed' as const) : ('success' as const), isRetry: true };
  const again = runOf(first.endedAt + 10 * MINUTE, length, attempt);
  const isTriedHere = attempt.result === 'failed' && given.kind === 'daily';
  return isTriedHere ? [first, again, runOf(again.endedAt + 3 * HOUR, length, { isOwn: true })] : [first, again];
}

function runOf(createdAt: number, length: number, over: Partial<PlayedRun>): PlayedRun {
  ids += 1;
  return {
    id: `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`,
    createdAt,
    endedAt: createdAt + length,
    result: 'success',
    isRetry: false,
    listedLater: 0,
    isOwn: false,
    isHung: false,
    ...over,
  };
}
