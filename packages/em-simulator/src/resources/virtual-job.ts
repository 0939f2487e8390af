import { type Element, element, inlineList, value } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import { scheduleState } from '#world/schedule.ts';
import { nextRunElement, scheduleElement } from './agent-job-schedule.ts';
import { serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';
import { type LinkWish, links, type Sheet } from './sheet.ts';

/** A job of virtual machines: here for clients that ask for `/jobs`, and so that its runs stand among those of agents. Links as in the reference's example (13.0, /jobs/{ID}). */
export const VIRTUAL_JOB: Kind<Job> = {
  type: 'Job',
  plural: 'Jobs',
  place: '/jobs',
  id: (job) => job.id,
  title: (job) => job.name,
  above: (job) => [serverLink(job.server)],
  below(job, form) {
    const path = `/jobs/${job.id}`;
    const sessions = { rel: 'Down', type: 'BackupJobSessionReferenceList', path: `${path}/backupSessions` };
    if (form === 'reference') return [sessions];
    return [
      { rel: 'Edit', type: 'JobReference', name: job.name, path },
      { rel: 'Clone', path: `${path}?action=clone` },
      { rel: 'ToggleScheduleEnabled', path: `${path}?action=toggleScheduleEnabled` },
      { rel: 'Down', type: 'ObjectInJobList', path: `${path}/includes` },
      sessions,
      { rel: 'Create', type: 'ObjectInJob', path: `${path}/includes` },
      { rel: 'Start', path: `${path}?action=start` },
      { rel: 'Stop', path: `${path}?action=stop` },
      { rel: 'Retry', path: `${path}?action=retry` },
    ];
  },
  members: (job, sheet, isAlone) => [
    value('JobType', 'Backup'),
    value('Platform', 'VMware'),
    value('Description', job.description),
    value('ScheduleConfigured', scheduleState(job).configured),
    value('ScheduleEnabled', scheduleState(job).enabled),
    nextRunElement(job, sheet),
    scheduleElement(job, sheet, isAlone),
    element('JobInfo', {}, [
      element('BackupJobInfo', {}, [element('Includes', {}, [inlineList('ObjectInJobs', objectsIn(job, sheet))])]),
    ]),
  ],
};

/** The machines in a job, with their links where they are asked for by themselves (reference 13.1, GET /jobs/{ID}/includes). */
export function objectsIn(job: Job, sheet: Sheet, hasLinks = false): Element[] {
  const [type, above] = ['ObjectInJob', `/jobs/${job.id}`];
  return job.machines.map((machine) => {
    const id = guidOf(`${job.id}/include/${machine}`);
    const path = `${above}/includes/${id}`;
    const wishes: LinkWish[] = [
      { rel: 'Delete', type, path, name: machine },
      { rel: 'Up', type: 'Job', path: `${above}?format=Entity`, name: job.name },
    ];
    return element(type, { Type: type, Href: sheet.base + path }, [
      ...(hasLinks ? [links(sheet, wishes)] : []),
      value('ObjectInJobId', id),
      value('HierarchyObjRef', `urn:VMware:Vm:${guidOf(`${job.server.id}/managed/vcenter`)}.${machine}`),
      value('Name', machine),
      value('DisplayName', machine),
    ]);
  });
}
