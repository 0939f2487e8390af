import { test } from 'vitest';
import type { Flavour } from '#index.ts';
import { begin, handClock } from '../begin.ts';
import { type Client, type Reading, replay, type Step, talkAs } from './replay.ts';

/*
 * Source: peekjef72/httpapi_exporter, contribs/veeam/etc/veeam: profiles/veeam_profile.yml (requests),
 * profiles/funcs/veeam.js (names by version) and metrics/veeam_*_metrics.collector.yml (readings). It takes a server for
 * version 13 where `/api/` has `supportedVersions`, reads the same members under camelCase names there, and hands every
 * value on as a floating-point number.
 */
const EXPORTER: Client = { name: 'Prometheus exporter', speaks: 'json' };
const JSON_ONLY = { Accept: 'application/json' };
const LOGGED_ON = { ...JSON_ONLY, 'X-RestSvcSessionId': '{token}' };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const RESULTS = ['None', 'Success', 'Warning', 'Failed'];

/** Addresses below /api, the list to go through ('' for none), and the members that are read, in names of version 12. */
const COLLECTORS: [address: string, list: string, reads: Record<string, Reading>][] = [
  [
    '/agents/discoveredComputers?format=Entity',
    'DiscoveredComputers',
    {
      UID: 'text',
      'Links[0].Name': 'text',
      Name: 'text',
      AgentVersion: 'string',
      OsVersion: 'string',
      HostStatus: ['Online', 'Offline'],
    },
  ],
  [
    '/query?type=BackupJobSession&format=Entities&filter=CreationTime>="{since}"',
    'Entities.BackupJobSessions.BackupJobSessions',
    {
      'Links[0].Name': 'text',
      Name: 'text',
      JobName: 'text',
      JobType: 'text',
      CreationTimeUTC: TIME,
      EndTimeUTC: TIME,
      Progress: 'number',
      UID: /^urn:veeam:BackupJobSession:[0-9a-f-]{36}$/,
      Result: RESULTS,
      State: ['Starting', 'Stopping', 'Working', 'Pausing', 'Resuming', 'Stopped'],
    },
  ],
  [
    '/query?type=BackupTaskSession&format=Entities&filter=CreationTime>="{since}"',
    'Entities.BackupTaskSessions.BackupTaskSessions',
    {
      'Links[*].Type': 'text',
      Name: 'text',
      CreationTimeUTC: TIME,
      EndTimeUTC: TIME,
      UID: /^urn:veeam:BackupTaskSession:[0-9a-f-]{36}$/,
      Reason: 'string',
      VmDisplayName: 'text',
      TotalSize: 'number',
    },
  ],
  [
    '/repositories?format=Entity',
    'Repositories',
    { Name: 'text', Kind: 'text', UID: 'text', Capacity: 'number', FreeSpace: 'number' },
  ],
  [
    '/backupServers?format=Entity',
    'BackupServers',
    { Name: 'text', Description: 'string', Port: 'number', Version: 'text' },
  ],
  [
    '/reports/summary/overview',
    '',
    {
      BackupServers: 'number',
      ProxyServers: 'number',
      RepositoryServers: 'number',
      ScheduledJobs: 'number',
      SuccessfulVmLastestStates: 'number',
      WarningVmLastestStates: 'number',
      FailedVmLastestStates: 'number',
    },
  ],
  [
    '/reports/summary/vms_overview',
    '',
    {
      ProtectedVms: 'number',
      BackedUpVms: 'number',
      ReplicatedVms: 'number',
      RestorePoints: 'number',
      FullBackupPointsSize: 'number',
      IncrementalBackupPointsSize: 'number',
      ReplicaRestorePointsSize: 'number',
      SourceVmsSize: 'number',
      SuccessBackupPercents: 'number',
    },
  ],
  [
    '/reports/summary/job_statistics',
    '',
    {
      RunningJobs: 'number',
      ScheduledJobs: 'number',
      ScheduledBackupJobs: 'number',
      ScheduledReplicaJobs: 'number',
      TotalJobRuns: 'number',
      SuccessfulJobRuns: 'number',
      WarningsJobRuns: 'number',
      FailedJobRuns: 'number',
      MaxJobDuration: 'number',
      MaxBackupJobDuration: 'number',
      MaxReplicaJobDuration: 'number',
      MaxDurationBackupJobName: 'string',
      MaxDurationReplicaJobName: 'string',
    },
  ],
];

/** A path in the names that the exporter has for a version. */
function named(path: string, flavour: Flavour): string {
  if (flavour === 'v12') return path;
  const names = path.split('.').map((name) => (name === 'UID' ? 'uid' : name.charAt(0).toLowerCase() + name.slice(1)));
  return names.join('.');
}

function stepsFor(flavour: Flavour): Step[] {
  const versions = named('SupportedVersions', flavour);
  return [
    { ask: 'GET /api/', headers: JSON_ONLY, reads: { [`${versions}.${versions}`]: 'list' } },
    {
      ask: 'POST /api/sessionMngr/?v=latest',
      headers: { ...JSON_ONLY, Authorization: 'Basic {basic}' },
      status: 201,
      take: { token: 'header X-RestSvcSessionId' },
    },
    ...COLLECTORS.map(([address, list, reads]) => ({
      ask: `GET /api${address}`,
      headers: LOGGED_ON,
      reads: Object.fromEntries(
        Object.entries(reads).map(([path, reading]) => [
          named(list && `${list}[*].`, flavour) + named(path, flavour),
          reading,
        ]),
      ),
    })),
  ];
}

test.each(['v12', 'v13'] as const)('the exporter gets every number and label of %s', async (flavour) => {
  const clock = handClock();
  const em = await begin({ jobs: 20, flavour, clock });
  const since = new Date(clock.at - 12 * 3_600_000).toISOString().slice(0, 19);
  await replay(talkAs(EXPORTER, em, clock, { since }), stepsFor(flavour));
});
