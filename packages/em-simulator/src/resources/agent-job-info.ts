import { type Element, element, inlineList, value } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import type { Sheet } from './sheet.ts';

/** What an agent job backs up and how. */
export function jobInfoOf(job: Job, sheet: Sheet): Element {
  return element('JobInfo', {}, [
    element('Includes', {}, [inlineList('ObjectInAgentBackupJobs', includesOf(job, sheet))]),
    guestProcessing(),
    element('SimpleRetentionPolicy', {}, [
      value('RetainCycles', 7),
      value('RetainDaysToKeep', 7),
      value('RetainLimitType', 'Cycles'),
    ]),
  ]);
}

/** The computers in a job, each with an id of its own. */
export function includesOf(job: Job, sheet: Sheet): Element[] {
  const ids = includeIds(job);
  return job.machines.map((machine, place) => {
    const id = ids[place] ?? '';
    const href = `${sheet.base}/agents/jobs/${job.id}/includes/${id}`;
    return element('ObjectInAgentBackupJob', { Type: 'ObjectInAgentBackupJob', Href: href }, [
      value('ObjectInJobId', id),
      value('Name', machine),
      value('DisplayName', machine),
    ]);
  });
}

const knownIds = new WeakMap<Job, string[]>();

function includeIds(job: Job): string[] {
  const known = knownIds.get(job) ?? job.machines.map((machine) => guidOf(`${job.id}/include/${machine}`));
  knownIds.set(job, known);
  return known;
}

function guestProcessing(): Element {
  return element('GuestProcessingOptions', {}, [
    element('VssSnapshotOptions', {}, [value('VssSnapshotMode', 'RequireSuccess'), value('IsCopyOnly', false)]),
    value('WindowsCredentialsId', ''),
    value('LinuxCredentialsId', ''),
  ]);
}
