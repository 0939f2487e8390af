import { type Element, element, value } from '#wire/element.ts';
import { writeTime } from '#wire/wire.ts';
import type { Job } from '#world/records.ts';
import { serverLink } from './backup-server.ts';
import { type Identity, identityAttributes, type LinkWish, links, reference, type Sheet, urn } from './sheet.ts';

const DAY = 24 * 60 * 60_000;

/** The URN of an agent job as the job itself says it; its sessions say another. */
function jobUid(id: string): string {
  return urn('AgentBackupJob', id);
}

function identityOf(job: Job): Identity {
  return { type: 'AgentBackupJob', path: `/agents/jobs/${job.id}?format=Entity`, name: job.name, uid: jobUid(job.id) };
}

export function jobReference(sheet: Sheet, job: Job): Element {
  return reference(sheet, { ...identityOf(job), path: `/agents/jobs/${job.id}` }, linksOf(job, false));
}

export function jobEntity(sheet: Sheet, job: Job): Element {
  return element('AgentBackupJob', identityAttributes(sheet, identityOf(job)), [
    links(sheet, linksOf(job, true)),
    value('JobType', 'AgentBackup'),
    value('Platform', job.platform),
    value('Description', job.description),
    value('ScheduleConfigured', true),
    value('ScheduleEnabled', true),
    value('NextRun', writeTime(nextRunOf(job, sheet.now), sheet.flavour)),
    scheduleOf(job),
    jobInfoOf(job),
  ]);
}

function linksOf(job: Job, isEntity: boolean): LinkWish[] {
  const path = `/agents/jobs/${job.id}`;
  const alternate: LinkWish = isEntity
    ? { rel: 'Alternate', type: 'AgentBackupJobReference', name: job.name, path }
    : { rel: 'Alternate', type: 'AgentBackupJob', name: job.name, path: `${path}?format=Entity` };
  return [
    serverLink(job.server),
    alternate,
    { rel: 'Down', type: 'BackupJobSessionReferenceList', name: job.name, path: `${path}/backupSessions` },
    { rel: 'Start', path: `${path}?action=start` },
    { rel: 'Stop', path: `${path}?action=stop` },
    { rel: 'Retry', path: `${path}?action=retry` },
  ];
}

/** The next scheduled start after that time. */
function nextRunOf(job: Job, now: number): number {
  let start = Math.floor(now / DAY) * DAY + job.startMinute * 60_000;
  if (start <= now) start += DAY;
  while (job.weekdaysOnly && [0, 6].includes(new Date(start).getUTCDay())) start += DAY;
  return start;
}

function scheduleOf(job: Job): Element {
  const time = `${String(Math.floor(job.startMinute / 60)).padStart(2, '0')}:${String(job.startMinute % 60).padStart(2, '0')}:00`;
  return element('JobScheduleOptions', {}, [
    element('Standart', {}, [
      element('RetryOptions', {}, [
        value('RetryTimes', job.retryTimes),
        value('RetryTimeout', job.retryMinutes),
        value('RetrySpecified', job.retryTimes > 0),
      ]),
      element('OptionsDaily', { Enabled: true }, [
        value('Kind', job.weekdaysOnly ? 'WeekDays' : 'Everyday'),
        value('TimeOffsetUtc', time),
      ]),
    ]),
  ]);
}

function jobInfoOf(job: Job): Element {
  return element('JobInfo', {}, [
    element('BackupJobInfo', {}, [
      element(
        'Includes',
        {},
        job.machines.map((machine) => element('ObjectInJob', {}, [value('Name', machine), value('Type', 'Computer')])),
      ),
    ]),
  ]);
}
