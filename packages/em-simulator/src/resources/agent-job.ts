import { value } from '#wire/element.ts';
import type { Job } from '#world/records.ts';
import { scheduleState } from '#world/schedule.ts';
import { jobInfoOf } from './agent-job-info.ts';
import { nextRunElement, scheduleElement } from './agent-job-schedule.ts';
import { serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';

export const AGENT_JOB: Kind<Job> = {
  type: 'AgentBackupJob',
  plural: 'AgentBackupJobs',
  place: '/agents/jobs',
  alternate: 'Job',
  id: (job) => job.id,
  title: (job) => job.name,
  above: (job) => [serverLink(job.server)],
  below(job, form) {
    const path = `/agents/jobs/${job.id}`;
    const sessions = { rel: 'Down', type: 'BackupJobSessionReferenceList', path: `${path}/backupSessions` };
    if (form === 'reference') return [sessions];
    return [
      { rel: 'Down', type: 'ObjectInJobList', path: `${path}/includes` },
      { rel: 'ToggleScheduleEnabled', path: `${path}?action=toggleScheduleEnabled` },
      sessions,
      { rel: 'Start', path: `${path}?action=start` },
      { rel: 'Stop', path: `${path}?action=stop` },
      { rel: 'Retry', path: `${path}?action=retry` },
    ];
  },
  members: (job, sheet, isAlone) => [
    value('JobType', 'AgentBackup'),
    value('Platform', job.platform),
    value('Description', job.description),
    value('ScheduleConfigured', scheduleState(job).configured),
    value('ScheduleEnabled', scheduleState(job).enabled),
    nextRunElement(job, sheet),
    scheduleElement(job, sheet, isAlone),
    jobInfoOf(job, sheet, isAlone),
  ],
};
