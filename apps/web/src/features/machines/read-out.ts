import { isolated } from '#lib/isolated.ts';
import { dayAndClock, type Zone, zoneName } from '#lib/time.ts';
import { words as catalogue } from '#lib/words.ts';
import type { Machine } from './results.ts';
import { machineWords as words } from './words.ts';

const { readOut } = words;

type Clock = { now: number; zone: Zone };

function dated(at: string, { zone }: Clock): string {
  return dayAndClock(Date.parse(at), zone);
}

function lastGood({ lastGoodAt }: Machine, clock: Clock): string {
  if (lastGoodAt === undefined) return readOut.lastGoodUnknown;
  return lastGoodAt === null ? readOut.noLastGood : readOut.lastGood(dated(lastGoodAt, clock));
}

/** Results after the last good backup; nothing where that is the newest there is. */
function since({ results }: Machine, clock: Clock): string | null {
  const [newest] = results;
  if (newest === undefined || newest.result === 'success' || newest.result === 'warning') return null;
  if (newest.result === 'none') return readOut.running(newest.jobName);
  if (newest.result === 'unknown') return readOut.unknown(newest.jobName);
  const when = newest.endedAt === null ? '' : ` ${dated(newest.endedAt, clock)}`;
  return readOut.failed(when, newest.reason ?? catalogue.noReason);
}

/**
 * One sentence about a machine that a helpdesk can read out or paste: last good backup, what came after it, what comes next.
 * Every moment has its day, because a ticket is read later, and the zone stands once at the end.
 */
export function readOutOf(machine: Machine, clock: Clock): string {
  const { nextRunAt } = machine;
  const parts = [
    lastGood(machine, clock),
    since(machine, clock),
    nextRunAt ? readOut.nextRun(dated(nextRunAt, clock)) : readOut.noNextRun,
  ];
  return `${isolated(machine.machine)}: ${parts.filter((part) => part !== null).join(', ')} (${zoneName(clock.now, clock.zone)}).`;
}
