import { value } from '#wire/element.ts';
import { writeTime } from '#wire/wire.ts';
import type { Job } from '#world/records.ts';
import { nextRunOf, scheduleOf } from './agent-job-schedule.ts';
import { serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';

/** A job of virtual machines: here for clients that ask for `/jobs`, and so that its runs stand among those of agents. */
export const VIRTUAL_JOB: Kind<Job> = {
  type: 'Job',
  plural: 'Jobs',
  place: '/jobs',
  id: (job) => job.id,
  title: (job) => job.name,
  above: (job) => [serverLink(job.server)],
  below: (job) => [{ rel: 'Down', type: 'BackupJobSessionReferenceList', path: `/jobs/${job.id}/backupSessions` }],
  members: (job, sheet) => [
    value('JobType', 'Backup'),
    value('Platform', 'VMware'),
    value('Description', job.description),
    value('NextRun', writeTime(nextRunOf(job, sheet.now), sheet.flavour)),
    value('ScheduleConfigured', true),
    value('ScheduleEnabled', true),
    scheduleOf(job),
  ],
};
