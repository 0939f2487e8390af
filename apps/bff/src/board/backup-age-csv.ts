import { type CsvColumn, type CsvForm, csvAnswer } from '#csv.ts';
import { iso } from '#iso.ts';
import type { Turns } from '#store/turns.ts';
import type { BackupAge } from './backup-ages.ts';

/** Rows written at once: some milliseconds of everybody's time. */
const SLICE = 200;
const DAY = 24 * 60 * 60_000;

function columnsAt(now: number): readonly CsvColumn<BackupAge>[] {
  return [
    { name: 'machine', cell: ({ machine }) => machine },
    { name: 'backup', cell: ({ backup }) => backup },
    { name: 'lastGoodAt', cell: ({ lastGoodAt }) => iso(lastGoodAt) },
    { name: 'ageDays', cell: ({ lastGoodAt }) => (lastGoodAt === null ? null : daysSince(lastGoodAt, now)) },
    { name: 'jobs', cell: ({ jobs }) => jobs.map(({ name }) => name).join('\n') },
    { name: 'newestResult', cell: ({ newest }) => newest?.result ?? null },
    { name: 'newestEndedAt', cell: ({ newest }) => iso(newest?.endedAt ?? null) },
    { name: 'newestJob', cell: ({ newest, jobs }) => jobs.find(({ id }) => id === newest?.jobId)?.name ?? null },
    { name: 'reason', cell: ({ newest }) => newest?.reason ?? null },
    { name: 'protectionGroup', cell: ({ computer }) => computer?.protectionGroup ?? null },
    {
      name: 'backupServer',
      cell: ({ computer, jobs }) => computer?.backupServer ?? jobs[0]?.backupServer?.name ?? null,
    },
    { name: 'agentStatus', cell: ({ computer }) => computer?.agentStatus ?? null },
  ];
}

/** With one decimal; a moment ago is 0. */
function daysSince(at: number, now: number): number {
  return Math.max(0, Math.floor(((now - at) / DAY) * 10) / 10);
}

async function* slicesOf(ages: readonly BackupAge[], shown: (age: BackupAge) => BackupAge) {
  for (let first = 0; first === 0 || first < ages.length; first += SLICE)
    yield ages.slice(first, first + SLICE).map(shown);
}

type About = { now: number; exports: Turns };

/** Machines with their last good backups as a table; times are ISO 8601 in UTC. */
export function backupAgeCsv(
  form: CsvForm,
  about: About,
  ages: readonly BackupAge[],
  shown: (age: BackupAge) => BackupAge,
) {
  return csvAnswer(form, { name: 'last-good-backups', ...about }, columnsAt(about.now), slicesOf(ages, shown));
}
