import type { Example } from './example.ts';

/*
 * Sessions and task sessions. Pages of the reference of Enterprise Manager's REST service, build 13.1.0.411, names and order
 * only. An agent's run has its children beside it, a virtual machine's run has none.
 */

const RUN = `
  Ref Type=BackupJobSessionReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Up Type=JobReference Href Name
      Link Rel=Alternate Type=BackupJobSessionReferenceList Href
      Link Rel=Alternate Type=BackupJobSession Href Name
      Link Rel=Down Type=BackupTaskSessionReferenceList Href`;
const CHILD = `
  Ref Type=BackupJobSessionReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Up Type=JobReference Href Name
      Link Rel=Up Type=BackupJobSessionReference Href Name
      Link Rel=Alternate Type=BackupJobSession Href Name
      Link Rel=Down Type=BackupTaskSessionReferenceList Href`;
const MEMBERS = `
JobUid: urn
JobName: text
JobType: text
CreationTimeUTC: time
EndTimeUTC: time
State: text
Result: text
Progress: number
IsRetry: boolean`;
const REFERENCES_OF_TASKS = `
EntityReferences
  Ref Type=BackupTaskSessionReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Up Type=BackupJobSessionReference Href Name
      Link Rel=Alternate Type=BackupTaskSession Href Name`;

export const SESSION_EXAMPLES: readonly Example[] = [
  {
    source: 'GET /agents/backupSessions, 13.1.0.411',
    ask: '/agents/backupSessions?sortAsc=CreationTime&pageSize=20',
    shape: `EntityReferences${RUN}${CHILD}`,
  },
  {
    source: 'GET /backupSessions/{ID}/agentManagementSessions, 13.1.0.411',
    ask: '/backupSessions/{run}/agentManagementSessions',
    shape: `EntityReferences${CHILD}`,
  },
  {
    source: 'GET /backupSessions, 13.1.0.411',
    ask: '/backupSessions?filter=JobType==Backup&pageSize=5',
    shape: `
EntityReferences
  Ref Type=BackupJobSessionReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Up Type=JobReference Href Name
      Link Rel=Alternate Type=BackupJobSession Href Name
      Link Rel=Down Type=BackupTaskSessionReferenceList Href`,
  },
  {
    source: 'GET /backupSessions/{ID}, 13.1.0.411',
    ask: '/backupSessions/{virtualRun}?format=Entity',
    shape: `
BackupJobSession Type=BackupJobSession Href Name UID
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Up Type=JobReference Href Name
    Link Rel=Alternate Type=BackupJobSessionReference Href Name
    Link Rel=Down Type=BackupTaskSessionReferenceList Href
    Link Rel=Stop Href
-   Link Rel=Related Type=RestorePoint Href Name
+   Link Rel=Related Type=RestorePointReference Href Name${MEMBERS.replaceAll('\n', '\n  ')}`,
  },
  {
    source: 'GET /query?type=BackupJobSession, 13.1.0.411',
    ask: '/query?type=BackupJobSession&format=Entities&filter=JobType==Backup;State==Stopped;Result!=Failed',
    shape: `
QueryResult
  Entities
    BackupJobSessions
      BackupJobSession Type=BackupJobSession Href Name UID
        Links
          Link Rel=Up Type=BackupServerReference Href Name
          Link Rel=Up Type=JobReference Href Name
          Link Rel=Alternate Type=BackupJobSessionReference Href Name
          Link Rel=Down Type=BackupTaskSessionReferenceList Href
          Link Rel=Stop Href
+         Link Rel=Related Type=RestorePointReference Href Name${MEMBERS.replaceAll('\n', '\n        ')}
  PagingInfo PageNum PageSize PagesCount
    Links
      Link Rel=First Href
      Link Rel=Last Href`,
  },
  {
    source: 'GET /backupSessions/{ID}/taskSessions, 13.1.0.411',
    ask: '/backupSessions/{run}/taskSessions',
    shape: REFERENCES_OF_TASKS,
  },
  { source: '/backupTaskSessions, 13.1.0.411', ask: '/backupTaskSessions?pageSize=5', shape: REFERENCES_OF_TASKS },
  {
    source: 'GET /query?type=BackupTaskSession, 13.1.0.411',
    ask: '/query?type=BackupTaskSession&format=Entities&sortDesc=CreationTime&pageSize=1&filter=Result==Failed;JobUid=={virtualJob}',
    shape: `
QueryResult
  Entities
    BackupTaskSessions
      BackupTaskSession Type=BackupTaskSession Href Name UID VmDisplayName
        Links
          Link Rel=Up Type=BackupServerReference Href Name
          Link Rel=Up Type=BackupJobSessionReference Href Name
          Link Rel=Alternate Type=BackupTaskSessionReference Href Name
        JobSessionUid: urn
        CreationTimeUTC: time
        EndTimeUTC: time
        State: text
        Result: text
        Reason: text
        TotalSize: number
        VmUid: urn
  PagingInfo PageNum PageSize PagesCount
    Links
      Link Rel=First Href
      Link Rel=Next Href
      Link Rel=Last Href`,
  },
  {
    source: 'GET /backupTaskSessions/{ID}, 13.1.0.411',
    ask: '/backupTaskSessions/{virtualMachine}?format=Entity',
    shape: `
BackupTaskSession Type=BackupTaskSession Href Name UID VmDisplayName
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Up Type=BackupJobSessionReference Href Name
    Link Rel=Alternate Type=BackupTaskSessionReference Href Name
    Link Rel=Related Type=VmRestorePoint Href Name
  JobSessionUid: urn
  CreationTimeUTC: time
  EndTimeUTC: time
  State: text
  Result: text
  Reason: empty
  TotalSize: number
  VmUid: urn`,
  },
];
