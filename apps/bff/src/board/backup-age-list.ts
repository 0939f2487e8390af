import { type LastGoodList, type LastGoodMachine, type LastGoodQuery, lastGoodDays } from '@retry-desk/contract';
import type { AgentJob, Guid, Instant } from '@retry-desk/em-client';
import { inChunks } from '#in-chunks.ts';
import { iso } from '#iso.ts';
import { memoByVersion } from '#memo.ts';
import type { Mirror } from '#mirror/mirror.ts';
import { Refusal } from '#route.ts';
import { type BackupAge, comparePlaces, isBackupKnown, machinesOfJobs, type Place, placeOf } from './backup-ages.ts';
import { dailyResultsOf } from './daily-results.ts';
import { type IdleComputer, idleAge, matchComputers, namesOf } from './idle-computers.ts';
import { resultsOf } from './quarter-hours.ts';

/** Machines taken at once: some milliseconds of everybody's time. */
const AT_ONCE = 1_000;
const DAY = 24 * 60 * 60_000;
/** Machines of one page. */
const AGES_PER_PAGE = 100;

export type BackupAgesDeps = {
  mirror: Pick<Mirror, 'inventory' | 'history' | 'computers' | 'version'>;
  now: () => Instant;
};

type PlacedAge = BackupAge & { place: Place };

/** All machines by the age of their last good backup, as of one version of the mirror. */
type Ages = { all: readonly PlacedAge[]; unreadJobs: number; unlistedJobs: number };

export type BackupAges = {
  /** One page of those that fit. */
  page(query: LastGoodQuery, takenAt: string | null): Promise<LastGoodList>;
  /** All that fit, and after them those of which it is not known whether they do. */
  rows(query: LastGoodQuery): Promise<BackupAge[]>;
};

/** Machines by the age of their last good backup: made once per change, in slices, when somebody asks. */
export function createBackupAges({ mirror, now }: BackupAgesDeps): BackupAges {
  const { computers } = mirror;
  const ages = memoByVersion(
    () => `${mirror.version} ${computers.version}`,
    () => agesOf(mirror, now()),
  );

  return {
    async page(query, takenAt) {
      const { all, unreadJobs, unlistedJobs } = await ages();
      const moment = now();
      const found = all.filter(fits(query, moment));
      const from = query.cursor === undefined ? 0 : firstAfter(found, query.cursor);
      const shown = found.slice(from, from + AGES_PER_PAGE);
      const last = shown.at(-1);
      return {
        takenAt,
        counts: { ...countsOf(all, moment), unreadJobs, unlistedJobs },
        computers: computersOf(computers),
        found: found.length,
        machines: shown.map((age) => machineOf(age, mirror, moment)),
        nextCursor: last === undefined || from + shown.length === found.length ? null : cursorOf(last.place),
      };
    },
    async rows({ cursor: _, ...query }) {
      const { all } = await ages();
      const isFound = fits(query, now());
      const isNamed = fits({ q: query.q }, now());
      return all.filter((age) => isFound(age) || (!isBackupKnown(age) && isNamed(age)));
    },
  };
}

async function agesOf({ inventory, history, computers }: BackupAgesDeps['mirror'], now: Instant): Promise<Ages> {
  const names = await namesOf(computers.list ?? []);
  const ofJobs = await machinesOfJobs(
    inventory.jobs(),
    (id) => history.of(id),
    (key) => !key.includes('.') && names.countOf(key) > 1,
  );
  const { idle, unclear } = await matchComputers(names, ofJobs);
  const { unreadJobs, unlistedJobs } = ofJobs;
  const isAllRead = unreadJobs === 0 && inventory.historyRead.since() === null;
  // Looked up only then: most of them are machines whose jobs have not been read yet.
  computers.want(isAllRead ? [...new Set(idle.flatMap((each) => each.names))] : []);
  const jobOf = await jobsOfResults(inventory, computers, idle);
  const look = { lookedUp: (name: string) => computers.lookedUp(name), jobOf, countOf: names.countOf };
  const all: PlacedAge[] = [];
  await inChunks([...ofJobs.byKey.values(), ...unclear, ...idle], AT_ONCE, (each) => {
    const age = 'names' in each ? idleAge(each, isAllRead, look, now) : each;
    all.push({ ...age, place: placeOf(age) });
  });
  return { all: all.sort((a, b) => comparePlaces(a.place, b.place)), unreadJobs, unlistedJobs };
}

async function jobsOfResults(
  inventory: Mirror['inventory'],
  computers: Mirror['computers'],
  idle: readonly IdleComputer[],
): Promise<(runId: Guid) => AgentJob | undefined> {
  const runIds = new Set<Guid>();
  for (const name of idle.flatMap((each) => each.names)) {
    const found = computers.lookedUp(name);
    if (found !== undefined && found !== 'refused') for (const { runId } of found.results) runIds.add(runId);
  }
  const jobs = await inventory.jobsOfRuns(runIds);
  return (runId) => {
    const id = jobs.get(runId);
    return id === undefined ? undefined : inventory.job(id);
  };
}

function fits({ olderThanDays, backup, q = '' }: LastGoodQuery, now: Instant): (age: BackupAge) => boolean {
  const text = q.trim().toLowerCase();
  const before = olderThanDays === undefined ? null : now - Number(olderThanDays) * DAY;
  return (age) =>
    age.key.includes(text) &&
    (before === null || isOlder(age, before)) &&
    (backup !== 'none' || age.backup === 'none' || age.backup === 'never') &&
    (backup !== 'unknown' || !isBackupKnown(age));
}

/** Without a good backup since then, as far as it is known. */
function isOlder(age: BackupAge, before: Instant): boolean {
  return isBackupKnown(age) && (age.lastGoodAt === null || age.lastGoodAt < before);
}

function countsOf(all: readonly BackupAge[], now: Instant) {
  const olderThan = lastGoodDays.map((days) => ({ days, machines: 0 }));
  const counts = { machines: all.length, none: 0, unread: 0, unknown: 0 };
  for (const age of all) {
    if (isBackupKnown(age)) {
      if (age.lastGoodAt === null) counts.none += 1;
      for (const older of olderThan) if (isOlder(age, now - older.days * DAY)) older.machines += 1;
    } else if (age.backup === 'unread') counts.unread += 1;
    else counts.unknown += 1;
  }
  return { ...counts, olderThan };
}

function computersOf({ list, readAt, unreadable, failing }: Mirror['computers']): LastGoodList['computers'] {
  return {
    readAt: iso(readAt),
    count: list?.length ?? null,
    unreadable,
    ...(failing === null ? {} : { failing: { since: iso(failing.since), message: failing.message } }),
  };
}

function machineOf(age: BackupAge, { inventory }: Pick<Mirror, 'inventory'>, now: Instant): LastGoodMachine {
  const { machine, backup, lastGoodAt, jobs, newest, computer } = age;
  return {
    machine,
    backup,
    lastGoodAt: iso(lastGoodAt),
    jobs: jobs.map(({ id, name }) => {
      const [runs, readSince] = [inventory.runsOf(id), inventory.historyRead.since(id)];
      const days = { strip: dailyResultsOf(runs, now, readSince), results: resultsOf(runs, now) };
      return { id, name, ...days, ...(readSince === null ? {} : { readSince: iso(readSince) }) };
    }),
    ...(newest === undefined ? {} : { newest: { ...newest, endedAt: iso(newest.endedAt) } }),
    ...(computer === undefined
      ? {}
      : {
          computer: {
            protectionGroup: computer.protectionGroup,
            backupServer: computer.backupServer,
            agentStatus: computer.agentStatus,
          },
        }),
  };
}

/** Goes on behind a machine, also where that is gone or stands elsewhere by now. */
function cursorOf({ rank, at, name }: Place): string {
  return `${rank} ${at} ${name}`;
}

function firstAfter(found: readonly PlacedAge[], cursor: string): number {
  const [, rank, at, name] = /^([012]) (\d{1,16}) (.+)$/.exec(cursor) ?? [];
  if (rank === undefined || at === undefined || name === undefined)
    throw new Refusal('bad-request', 'The cursor is not one of ours.');
  const place: Place = { rank: Number(rank), at: Number(at), name };
  const first = found.findIndex((age) => comparePlaces(age.place, place) > 0);
  return first === -1 ? found.length : first;
}
