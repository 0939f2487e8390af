import type { Example } from './example.ts';

/*
 * Agent jobs. Pages of the reference of Enterprise Manager's REST service, build 13.1.0.411, names and order only.
 */

/** Lines that are in something. */
function indented(depth: number, lines: string): string {
  return lines
    .trim()
    .split('\n')
    .map((line) => `${' '.repeat(depth)}${line}`)
    .join('\n');
}

function indexing(isFilled: boolean): string {
  const folders = isFilled ? 'ExcludedIndexingFolders\n    Path: text' : 'ExcludedIndexingFolders: empty';
  return ['Windows', 'Linux']
    .map(
      (system) => `${system}GuestFSIndexingOptions
  FileSystemIndexingMode: text
  IncludedIndexingFolders: empty
  ${folders}`,
    )
    .join('\n');
}

function guestProcessing(isFilled: boolean): string {
  return `
GuestProcessingOptions
  VssSnapshotOptions
    VssSnapshotMode: text
    IsCopyOnly: boolean
${indented(2, indexing(isFilled))}
  SqlBackupOptions
    TransactionLogsProcessing: text
    BackupLogsFrequencyMin: number
    UseDbBackupRetention: boolean
    RetainDays: number
  WindowsCredentialsId: empty
  LinuxCredentialsId: empty`;
}

const SCHEDULE = `
JobScheduleOptions
  Standart
    RetryOptions
      RetryTimes: number
      RetryTimeout: number
      RetrySpecified: boolean
    WaitForBackupCompletion: boolean
    BackupCompetitionWaitingPeriodMin: number
    OptionsDaily Enabled
      Kind: text
      Days: text
      Time: text
      TimeOffsetUtc: number
    OptionsMonthly Enabled
      Time: text
      TimeOffsetUtc: number
      DayNumberInMonth: text
      DayOfWeek: text
      Months: text
      DayOfMonth: number
    OptionsPeriodically Enabled
      Kind: text
      FullPeriod: number
      Schedule
        Day Name: text
    OptionsContinuous Enabled
      Schedule
        Day Name: text
    OptionsBackupWindow Enabled
      TimePeriods
        Day Name: text
    OptionsDaisyChaining Enabled
      PreviousJobUid: empty`;

const OBJECT = `
ObjectInAgentBackupJob Type=ObjectInAgentBackupJob Href
  ObjectInJobId: guid
  Name: text
  DisplayName: text
${indented(2, guestProcessing(true))}`;

const PARTS = [
  'Job',
  'AgentRestorePoint',
  'Backup',
  'RestorePoint',
  'RestorePoint',
  'BackupJobSession',
  'AgentProtectionGroup',
  'DiscoveredComputer',
];

export const JOB_EXAMPLES: readonly Example[] = [
  {
    source: '/agents, 13.1.0.411',
    ask: '/agents',
    shape: `
Agents Type=AgentsService Href
  Links
${PARTS.map((type) => `    Link Rel=Down Type=${type}ReferenceList Href`).join('\n')}
${PARTS.map((type) => `    Link Rel=Down Type=${type}List Href`).join('\n')}`,
  },
  {
    source: '/agents/jobs/{ID}/includes, 13.0.1.1071',
    ask: '/agents/jobs/{job}/includes',
    shape: `
ObjectsInAgentBackupJob
${indented(2, OBJECT)}`,
  },
  {
    source: '/agents/jobs/{ID}/includes/{ID}, 13.0.1.1071',
    ask: '/agents/jobs/{job}/includes/{object}',
    shape: OBJECT,
  },
  {
    source: 'GET /agents/jobs, 13.1.0.411',
    ask: '/agents/jobs',
    shape: `
EntityReferences
  Ref Type=AgentBackupJobReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Alternate Type=Job Href Name
      Link Rel=Down Type=BackupJobSessionReferenceList Href`,
  },
  {
    source: 'GET /agents/jobs/{ID}, 13.1.0.411',
    ask: '/agents/jobs/{job}?format=Entity',
    shape: `
AgentBackupJob Type=AgentBackupJob Href Name UID
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Alternate Type=JobReference Href Name
    Link Rel=Down Type=ObjectInJobList Href
    Link Rel=ToggleScheduleEnabled Href
    Link Rel=Down Type=BackupJobSessionReferenceList Href
    Link Rel=Start Href
    Link Rel=Stop Href
    Link Rel=Retry Href
  JobType: text
  Platform: text
  Description: text
  ScheduleConfigured: boolean
  ScheduleEnabled: boolean
  NextRun: time
${indented(2, SCHEDULE)}
  JobInfo
    Includes
${indented(6, OBJECT)}
${indented(4, guestProcessing(false))}
    GfsRetentionPolicy Enabled
      Weekly
        Enabled: boolean
        RetentionPeriod: number
        SelectedDay: text
      Monthly
        Enabled: boolean
        RetentionPeriod: number
        SelectedWeek: text
      Yearly
        Enabled: boolean
        RetentionPeriod: number
        SelectedMonth: text
    SimpleRetentionPolicy
      RetainCycles: number
      RetainDaysToKeep: number
      RetainLimitType: text`,
  },
];
