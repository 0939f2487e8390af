import type { Example } from './example.ts';

/*
 * Reports. Pages of the reference of Enterprise Manager's REST service, build 13.1.0.411, names and order only.
 */

const REPORTS = ['Overview', 'VmsOverview', 'JobStatistics', 'ProcessedVms', 'Repositories'];

/** A report whose members are numbers but for those that are named with their kind. */
function figures(names: string): string {
  return names
    .split(' ')
    .map((name) => (name.includes(':') ? `  ${name.replace(':', ': ')}` : `  ${name}: number`))
    .join('\n');
}

export const REPORT_EXAMPLES: readonly Example[] = [
  {
    source: '/reports/summary, 13.1.0.411',
    ask: '/reports/summary',
    shape: `
SummaryReport
  Links
${REPORTS.map(() => '    Link Rel=Down Type=ReportFrame Href Name').join('\n')}`,
  },
  {
    source: 'GET /reports/summary/overview, 13.1.0.411',
    ask: '/reports/summary/overview',
    shape: `
OverviewReportFrame
${figures(
  'BackupServers ProxyServers RepositoryServers RunningJobs ScheduledJobs SuccessfulVmLastestStates ' +
    'WarningVmLastestStates FailedVmLastestStates',
)}`,
  },
  {
    source: 'GET /reports/summary/vms_overview, 13.1.0.411',
    ask: '/reports/summary/vms_overview',
    shape: `
VmsOverviewReportFrame
${figures(
  'ProtectedVms BackedUpVms ReplicatedVms RestorePoints FullBackupPointsSize IncrementalBackupPointsSize ' +
    'ReplicaRestorePointsSize SourceVmsSize SuccessBackupPercents ProtectedVmsReportLink:text',
)}`,
  },
  {
    source: '/reports/summary/job_statistics, 13.1.0.411; the name of a replica job is empty as captured from 12.3.2',
    ask: '/reports/summary/job_statistics',
    shape: `
JobStatisticsReportFrame
${figures(
  'RunningJobs ScheduledJobs ScheduledBackupJobs ScheduledReplicaJobs TotalJobRuns SuccessfulJobRuns ' +
    'WarningsJobRuns FailedJobRuns MaxJobDuration MaxBackupJobDuration MaxReplicaJobDuration ' +
    'MaxDurationBackupJobName:text MaxDurationReplicaJobName:empty BackupJobStatusReportLink:text',
)}`,
  },
  {
    source: '/reports/summary/processed_vms, 13.1.0.411',
    ask: '/reports/summary/processed_vms',
    shape: `
ProcessedVmsReportFrame
  Day BackupedVms ReplicatedVms Timestamp`,
  },
  {
    source: 'GET /reports/summary/repository, 13.1.0.411',
    ask: '/reports/summary/repository',
    shape: `
RepositoryReportFrame CapacityPlanningReportLink
  Period
    Name: text
    Capacity: number
    FreeSpace: number
    BackupSize: number`,
  },
];
