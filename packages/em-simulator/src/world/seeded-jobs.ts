import { familyOf, guidOf } from './guid.ts';
import { namingOf } from './names.ts';
import { between, hashOf, oneOf, type Random, randomOf } from './random.ts';
import type { BackupServer, Job, Outcome, Past } from './records.ts';

const SERVER_NAMES: [string, ...string[]] = [
  'vbr-graz.tech.local',
  'vbr-wien.tech.local',
  'vbr-berlin.tech.local',
  'vbr-dr.tech.local',
];
const OUTCOMES: [Outcome, ...Outcome[]] = [
  'success',
  'failed',
  'refuse-error',
  'success',
  'refuse-result',
  'warning',
  'success',
  'failed',
];
const CALM_OUTCOMES: [Outcome, ...Outcome[]] = ['success', 'success', 'success', 'warning', 'failed'];

/** The backup servers of a world: unless given three, or four where the seed is even. */
export function serversOf(
  seed: number,
  count = seed % 2 === 0 ? 4 : 3,
  timeZones: readonly string[] = [],
): [BackupServer, ...BackupServer[]] {
  const [first, ...others] = Array.from({ length: count }, (_, number) => {
    const name = SERVER_NAMES[number] ?? `vbr-${String(number + 1).padStart(2, '0')}.tech.local`;
    const timeZone = timeZones[number % timeZones.length];
    return { id: guidOf(`${seed}/server/${name}`), name, ...(timeZone === undefined ? {} : { timeZone }) };
  });
  return [first ?? { id: guidOf(`${seed}/server`), name: SERVER_NAMES[0] }, ...others];
}

/** How many of the jobs are failed, unless given. */
const FAILED_SHARE = 1 / 8;

/** The jobs of a world: a share of them failed, one in twenty-five running, some with warnings, most fine. */
export function seededJobs(
  seed: number,
  count: number,
  servers: [BackupServer, ...BackupServer[]],
  failedShare = FAILED_SHARE,
  schedules: Schedules = 'plain',
): Job[] {
  const failed = failedPlaces(seed, count, failedShare);
  return Array.from({ length: count }, (_, number) => {
    const random = randomOf(`${seed}/job/${number}`);
    const place = failed.get(number);
    const isFailed = place !== undefined || (number >= 4096 && random() < failedShare);
    const job = seededJob(`${seed}/job`, number, isFailed, place ?? number, servers, random);
    return schedules === 'mixed' ? { ...job, ...mixedSchedule(job, randomOf(`${seed}/schedule/${number}`)) } : job;
  });
}

/** Every day or every weekday alone, or all the schedules that there are. */
export type Schedules = 'plain' | 'mixed';

/** Half the jobs keep their schedule; laptops miss a third of their starts. */
function mixedSchedule({ name, startMinute }: Job, random: Random): Pick<Job, 'schedule' | 'missesShare'> {
  if (name.startsWith('Laptops')) return { missesShare: 0.35 };
  const roll = random();
  if (roll < 0.5) return {};
  if (roll < 0.65) return { schedule: { kind: 'weekdays' } };
  if (roll < 0.75) return { schedule: { kind: 'weekly', weekday: between(random, 0, 6) } };
  if (roll < 0.8) return { schedule: { kind: 'monthly', day: between(random, 1, 28) } };
  if (roll < 0.88) return { schedule: { kind: 'periodic', hours: startMinute % 2 === 0 ? 6 : 4 } };
  return { schedule: { kind: roll < 0.95 ? 'manual' : 'disabled' } };
}

/** Which of the first jobs are failed: a fixed share, at least five from twenty jobs on. */
function failedPlaces(seed: number, count: number, share: number): Map<number, number> {
  const random = randomOf(`${seed}/failed`);
  const among = Math.min(count, 4096);
  const wanted = Math.min(among, Math.max(Math.round(among * share), among >= 20 ? 5 : 1));
  const places = new Set<number>();
  while (places.size < wanted) places.add(between(random, 0, among - 1));
  return new Map([...places].map((number, place) => [number, place]));
}

function seededJob(
  series: string,
  number: number,
  isFailed: boolean,
  place: number,
  servers: [BackupServer, ...BackupServer[]],
  random: Random,
): Job {
  const naming = namingOf(random, number);
  const id = guidOf(`${series}/${number}`);
  return {
    kind: 'agent',
    id,
    family: familyOf(id),
    salt: hashOf(`${series}/salt/${id}`),
    ...naming,
    description: `Created by TECH\\Administrator. ${naming.machines.length} computers of ${naming.name}.`,
    server: oneOf(random, servers),
    startMinute: (18 * 60 + between(random, 0, 143) * 5) % (24 * 60),
    weekdaysOnly: random() < 0.4,
    retryTimes: between(random, 0, 2),
    retryMinutes: 10,
    outcome: isFailed ? (OUTCOMES[place % OUTCOMES.length] ?? 'success') : oneOf(random, CALM_OUTCOMES),
    past: isFailed ? { last: 'failed', streak: streakOf(random), reason: undefined } : calmPast(random),
  };
}

/** One job of virtual machines for every twenty of agents; none in a world without jobs. */
export function seededVirtualJobs(seed: number, count: number, servers: [BackupServer, ...BackupServer[]]): Job[] {
  return Array.from({ length: Math.ceil(count / 20) }, (_, number) => {
    const random = randomOf(`${seed}/virtual/${number}`);
    const job = seededJob(`${seed}/virtual`, number, false, number, servers, random);
    const name = `VM Backup ${String(number + 1).padStart(2, '0')}`;
    const machines = job.machines.map((_, place) => `vm-${number + 1}-${String(place + 1).padStart(2, '0')}`);
    return { ...job, kind: 'virtual', name, machines, description: `Created by TECH\\Administrator. ${name}.` };
  });
}

function streakOf(random: Random): number {
  return random() < 0.5 ? 1 : between(random, 2, 9);
}

function calmPast(random: Random): Past {
  const roll = random();
  const last = roll < 0.04 ? 'running' : roll < 0.12 ? 'warning' : 'success';
  return { last, streak: 0, reason: undefined };
}
