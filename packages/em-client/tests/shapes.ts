import { namespace } from './played-server.ts';

const origin = 'https://em-inner.example.local:9398/api';

/** Shapes as Enterprise Manager writes them, with the oddities that real servers show. */
export const jobId = '78c3919c-54d7-43fe-b047-485d3566f11f';
export const runId = '0a1b2c3d-1111-4222-8333-444455556666';
export const serverId = '11111111-2222-4333-8444-555555555555';

export function agentJobXml(id = jobId, name = 'Oracle Backup'): string {
  return `<AgentBackupJob Type="AgentBackupJob" Href="${origin}/agents/jobs/${id}?format=Entity" Name="${name}" UID="urn:veeam:AgentBackupJob:${id.toUpperCase()}"><Links><Link Rel="Up" Type="BackupServerReference" Name="srv12.tech.local" Href="${origin}/backupServers/${serverId}"/><Link Rel="Retry" Href="${origin}/agents/jobs/${id}?action=retry"/></Links><JobType>AgentBackup</JobType><Platform>AgentForLinux</Platform><Description>Nightly &amp; weekly</Description><ScheduleConfigured>True</ScheduleConfigured><ScheduleEnabled>true</ScheduleEnabled><NextRun>2026-11-24T22:00:00Z</NextRun><JobScheduleOptions><Standart><RetryOptions><RetryTimes>3</RetryTimes><RetryTimeout>10</RetryTimeout><RetrySpecified>true</RetrySpecified></RetryOptions></Standart></JobScheduleOptions></AgentBackupJob>`;
}

export function runXml(
  options: {
    id?: string;
    created?: string;
    ended?: string | null;
    state?: string;
    result?: string;
    jobType?: string;
    uidKind?: string;
  } = {},
): string {
  const {
    id = runId,
    created = '2026-11-23T04:12:00.12Z',
    ended = '2026-11-23T04:40:00Z',
    state = 'Stopped',
    result = 'Failed',
    jobType = 'AgentBackup',
    uidKind = 'Job',
  } = options;
  return `<BackupJobSession Href="${origin}/backupSessions/${id}?format=Entity" Type="BackupJobSession" Name="Oracle Backup@2026-11-23" UID="urn:veeam:BackupJobSession:${id}"><Links><Link Rel="Up" Type="AgentBackupJobReference" Href="${origin}/agents/jobs/${jobId}"/></Links><JobUid>urn:veeam:${uidKind}:${jobId.toUpperCase()}</JobUid><JobName>Oracle Backup</JobName><JobType>${jobType}</JobType><CreationTimeUTC>${created}</CreationTimeUTC>${ended === null ? '' : `<EndTimeUTC>${ended}</EndTimeUTC>`}<State>${state}</State><Result>${result}</Result><Progress>100</Progress><FailureMessage/><IsRetry>false</IsRetry></BackupJobSession>`;
}

export function taskXml(state = 'Running', result = ''): string {
  return `<Task ${namespace} Type="Task" Href="${origin}/tasks/task-1"><Links><Link Rel="Delete" Type="Task" Href="${origin}/tasks/task-1" /></Links><TaskId>task-1</TaskId><State>${state}</State><Operation>RetryAgentJob</Operation>${result}</Task>`;
}

export function machineResultXml(id: string, machine: string, reason: string): string {
  return `<BackupTaskSession Href="${origin}/backupTaskSessions/${id}?format=Entity" Type="BackupTaskSession" Name="${machine}@1" UID="urn:veeam:BackupTaskSession:${id}" VmDisplayName="${machine}"><Links/><JobSessionUid>urn:veeam:BackupJobSession:${runId}</JobSessionUid><CreationTimeUTC>2026-11-23T04:12:10Z</CreationTimeUTC><EndTimeUTC>2026-11-23T04:20:00.5Z</EndTimeUTC><State>Completed</State><Result>Failed</Result><Reason>${reason}</Reason><TotalSize>1024</TotalSize></BackupTaskSession>`;
}

/** A page of a query; `container` as servers differ. */
export function queryXml(container: string, elements: string, page = 1, pages = 1): string {
  return `<?xml version="1.0" encoding="utf-8"?><QueryResult xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${namespace}><Entities><${container}>${elements}</${container}></Entities><PagingInfo PageNum="${page}" PageSize="100" PagesCount="${pages}"><Links/></PagingInfo></QueryResult>`;
}
