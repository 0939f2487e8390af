import { expect, test } from 'vitest';
import type { Flavour } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { CAPTURED_CONTAINERS } from './captured-containers.ts';
import { logOn, send } from './talk.ts';

/*
 * The order of members in JSON. Sessions, task sessions, computers, servers, versions, overview: captured from 12.3.2 and
 * 13.0.1 (peekjef72/httpapi_exporter, contribs/veeam/etc/veeam/profiles/samples); schedules and references: from version 10;
 * errors and the other reports: from 9.5 U4, where the null members at the end of reports were left out.
 */
const ORDERS: [ask: string, path: string, order: string][] = [
  ['/query?type=BackupJobSession&format=Entities', '', 'Refs Entities Resources Links PagingInfo'],
  ['/query?type=BackupJobSession&format=Entities', 'Entities', CAPTURED_CONTAINERS],
  ['/query?type=BackupJobSession&format=Entities', 'PagingInfo', 'Links PageNum PageSize PagesCount'],
  [
    '/query?type=BackupJobSession&format=Entities',
    'Entities.BackupJobSessions.BackupJobSessions.0',
    'IsRetry JobUid JobName JobType CreationTimeUTC EndTimeUTC State Result Progress FailureMessage Name UID Links Href Type',
  ],
  [
    '/query?type=BackupJobSession&format=Entities',
    'Entities.BackupJobSessions.BackupJobSessions.0.Links.0',
    'Rel Href Name Type',
  ],
  [
    '/query?type=BackupTaskSession&format=Entities&filter=JobName=="VM Backup 01"',
    'Entities.BackupTaskSessions.BackupTaskSessions.0',
    'JobSessionUid CreationTimeUTC EndTimeUTC State Result Reason TotalSize VmUid VmDisplayName Name UID Links Href Type',
  ],
  [
    '/agents/discoveredComputers?format=Entity',
    'DiscoveredComputers.0',
    'HostStatus AgentVersion AgentStatus OsVersion IpAddress HierarchyObjRef Name UID Links Href Type',
  ],
  [
    '/backupServers?format=Entity',
    'BackupServers.0',
    'Description Port Version WcfPort VbrCertificateThumbprint Name UID Links Href Type',
  ],
  ['/backupServers', 'Refs.0', 'Links UID Name Href Type'],
  ['/', '', 'SupportedVersions Links Href Type'],
  ['/', 'SupportedVersions.SupportedVersions.0', 'Links Name'],
  ['/agents/jobs/99999', '', 'FirstChanceExceptionMessage Message StackTrace Status StatusCode'],
  [
    '/reports/summary/overview',
    '',
    'BackupServers ProxyServers RepositoryServers RunningJobs ScheduledJobs SuccessfulVmLastestStates ' +
      'WarningVmLastestStates FailedVmLastestStates Links Href Type',
  ],
  ['/reports/summary/processed_vms', 'Days.0', 'Timestamp ReplicatedVms BackupedVms'],
  ['/reports/summary/repository', '', 'Periods CapacityPlanningReportLink Links Href Type'],
  ['/jobs?format=Entity', 'Jobs.0.JobScheduleOptions.Standart.OptionsDaily', 'Kind Days Time TimeOffsetUtc Enabled'],
];

function at(tree: unknown, path: string): object {
  let found = tree;
  for (const part of path.split('.').filter((each) => each !== '')) found = Reflect.get(Object(found), part);
  return Object(found);
}

/** Names of version 13 that do not merely begin with a small letter. */
const ABBREVIATED: Record<string, string> = { UID: 'uid', NASJobs: 'nasJobs' };

function camelCase(name: string): string {
  return ABBREVIATED[name] ?? name.charAt(0).toLowerCase() + name.slice(1);
}

test.each<Flavour>(['v12', 'v13'])(
  'members of JSON have the order of captured answers, as %s writes them',
  async (flavour) => {
    const named = (text: string, mark: string) =>
      flavour === 'v12' ? text : text.split(mark).map(camelCase).join(mark);
    const em = await begin({ jobs: 20, flavour, clock: handClock() });
    const headers = { ...(await logOn(em)), Accept: 'application/json' };
    for (const [ask, path, order] of ORDERS) {
      const { body } = await send(em, `/api${encodeURI(ask)}`, { headers });
      expect([ask, path, Object.keys(at(JSON.parse(body), named(path, '.'))).join(' ')]).toEqual([
        ask,
        path,
        named(order, ' '),
      ]);
    }
  },
);
