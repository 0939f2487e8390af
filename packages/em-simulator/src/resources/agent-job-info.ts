import { type Element, element, inlineList, value } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import type { Sheet } from './sheet.ts';

/**
 * The objects of an agent job and how they are backed up: by itself with all members of the reference's example (13.1, /agents/jobs/{ID}); in a
 * list without those of indexing, databases and long retention, which keeps the lists of large worlds quick.
 */
export function jobInfoOf(job: Job, sheet: Sheet, isWhole: boolean): Element {
  return element('JobInfo', {}, [
    element('Includes', {}, [inlineList('ObjectInAgentBackupJobs', objectsOf(job, sheet, isWhole))]),
    guestProcessing(isWhole ? NOTHING_LEFT_OUT : undefined),
    ...(isWhole ? [longRetention()] : []),
    element('SimpleRetentionPolicy', {}, [
      value('RetainCycles', 7),
      value('RetainDaysToKeep', 7),
      value('RetainLimitType', 'Cycles'),
    ]),
  ]);
}

/** The computers in a job, each with an id of its own. */
export function includesOf(job: Job, sheet: Sheet): Element[] {
  return objectsOf(job, sheet, true);
}

function objectsOf(job: Job, sheet: Sheet, isWhole: boolean): Element[] {
  const ids = includeIds(job);
  return job.machines.map((machine, place) => {
    const id = ids[place] ?? '';
    const href = `${sheet.base}/agents/jobs/${job.id}/includes/${id}`;
    return element('ObjectInAgentBackupJob', { Type: 'ObjectInAgentBackupJob', Href: href }, [
      value('ObjectInJobId', id),
      value('Name', machine),
      value('DisplayName', machine),
      ...(isWhole ? [guestProcessing(USUALLY_LEFT_OUT)] : []),
    ]);
  });
}

const knownIds = new WeakMap<Job, string[]>();

function includeIds(job: Job): string[] {
  const known = knownIds.get(job) ?? job.machines.map((machine) => guidOf(`${job.id}/include/${machine}`));
  knownIds.set(job, known);
  return known;
}

/** Which folders are not indexed, by system. */
type LeftOut = Record<'windows' | 'linux', readonly string[]>;
const NOTHING_LEFT_OUT: LeftOut = { windows: [], linux: [] };
const USUALLY_LEFT_OUT: LeftOut = { windows: ['%windir%', '%TEMP%'], linux: ['/dev', '/proc', '/tmp'] };

/** Options for guests, with or without those for indexes and databases. */
function guestProcessing(leftOut?: LeftOut): Element {
  return element('GuestProcessingOptions', {}, [
    element('VssSnapshotOptions', {}, [value('VssSnapshotMode', 'RequireSuccess'), value('IsCopyOnly', false)]),
    ...(leftOut === undefined ? [] : indexesAndDatabases(leftOut)),
    value('WindowsCredentialsId', ''),
    value('LinuxCredentialsId', ''),
  ]);
}

function indexesAndDatabases({ windows, linux }: LeftOut): Element[] {
  return [
    indexing('WindowsGuestFSIndexingOptions', windows),
    indexing('LinuxGuestFSIndexingOptions', linux),
    element('SqlBackupOptions', {}, [
      value('TransactionLogsProcessing', 'OnlyOnSuccessJob'),
      value('BackupLogsFrequencyMin', 15),
      value('UseDbBackupRetention', true),
      value('RetainDays', 15),
    ]),
  ];
}

function indexing(name: string, leftOut: readonly string[]): Element {
  return element(name, {}, [
    value('FileSystemIndexingMode', leftOut.length > 0 ? 'ExceptSpecifiedFolders' : 'EveryFolders'),
    element('IncludedIndexingFolders', {}, [inlineList('Paths', [])]),
    element('ExcludedIndexingFolders', {}, [
      inlineList(
        'Paths',
        leftOut.map((folder) => value('Path', folder)),
      ),
    ]),
  ]);
}

/** Restore points that are kept for weeks, months and years: none. */
function longRetention(): Element {
  const off = (name: string, selected: string, which: string) =>
    element(name, {}, [value('Enabled', false), value('RetentionPeriod', 1), value(selected, which)]);
  return element('GfsRetentionPolicy', { Enabled: false }, [
    off('Weekly', 'SelectedDay', 'Sunday'),
    off('Monthly', 'SelectedWeek', 'First'),
    off('Yearly', 'SelectedMonth', 'January'),
  ]);
}
