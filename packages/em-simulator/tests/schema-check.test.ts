import { describe, expect, test } from 'vitest';
import { validateXml } from './schema-check.ts';

const NS = 'xmlns="http://www.veeam.com/ent/v1.0"';
const API = 'https://localhost:9398/api';
const ID = '78c3919c-54d7-43fe-b047-485d3566f11f';

const TASK = `<Task ${NS} Type="Task" Href="${API}/tasks/task-1">
 <Links>
   <Link Rel="Delete" Type="Task" Href="${API}/tasks/task-1" />
 </Links>
 <TaskId>task-1</TaskId>
 <State>Finished</State>
 <Operation>RetryAgentJob</Operation>
 <Result Success="true">
   <Message>Job "Oracle Backup" triggered to retry.</Message>
 </Result>
</Task>`;
const SESSION = `<BackupJobSession ${NS} Type="BackupJobSession" Href="${API}/backupSessions/${ID}" Name="A@1" UID="urn:veeam:BackupJobSession:${ID}"><Links><Link Rel="Up" Type="BackupServer" Href="${API}/backupServers/${ID}" /></Links><JobUid>urn:veeam:Job:${ID}</JobUid><JobName>A</JobName><JobType>AgentBackup</JobType><CreationTimeUTC>2026-03-11T08:00:00.5Z</CreationTimeUTC><EndTimeUTC>1753-01-01T00:00:00Z</EndTimeUTC><State>Stopped</State><Result>Failed</Result><Progress>100</Progress><FailureMessage /><IsRetry>false</IsRetry></BackupJobSession>`;
const MACHINE = `<BackupTaskSession ${NS} Type="BackupTaskSession" Href="${API}/backupTaskSessions/${ID}" Name="m@1" UID="urn:veeam:BackupTaskSession:${ID}" VmDisplayName="m"><Links /><JobSessionUid>urn:veeam:BackupJobSession:${ID}</JobSessionUid><CreationTimeUTC>2026-03-11T08:00:00.123456Z</CreationTimeUTC><State>InProgress</State><Result>None</Result><Reason /><TotalSize>0</TotalSize></BackupTaskSession>`;
const JOB = `<AgentBackupJob ${NS} Type="AgentBackupJob" Href="${API}/agents/jobs/${ID}" Name="A" UID="urn:veeam:AgentBackupJob:${ID}"><Links /><JobType>AgentBackup</JobType><Platform>AgentForLinux</Platform><Description /><ScheduleConfigured>true</ScheduleConfigured><ScheduleEnabled>true</ScheduleEnabled><NextRun>2026-03-12T08:00:00Z</NextRun><JobScheduleOptions><Standart><RetryOptions><RetryTimes>3</RetryTimes><RetryTimeout>10</RetryTimeout><RetrySpecified>true</RetrySpecified></RetryOptions></Standart></JobScheduleOptions><JobInfo><Anything Size="large" /></JobInfo></AgentBackupJob>`;
const PAGE = `<QueryResult ${NS}><Entities><AgentBackupJob>${JOB.replace(` ${NS}`, '')}</AgentBackupJob></Entities><PagingInfo PageNum="1" PageSize="100" PagesCount="1"><Links><Link Rel="First" Href="${API}/query?page=1" /><Link Rel="Last" Href="${API}/query?page=1" /></Links></PagingInfo></QueryResult>`;
const REFUSAL = `<Error ${NS} Message=" ID 99999 is invalid. Type: Job" StatusCode="400"><FirstChanceExceptionMessage /></Error>`;
const STORES = `<Repositories ${NS}><Repository Type="Repository" Href="${API}/repositories/${ID}" Name="NAS" UID="urn:veeam:Repository:${ID}"><Links /><Capacity>1</Capacity></Repository></Repositories>`;
const REPORT = `<OverviewReportFrame ${NS}><BackupServers>2</BackupServers><ProxyServers>2</ProxyServers></OverviewReportFrame>`;
const SAMPLES = { TASK, SESSION, MACHINE, JOB, PAGE, REFUSAL, STORES, REPORT };

test.each(Object.entries(SAMPLES))('an answer as documented is taken: %s', (_, text) => {
  expect(validateXml(text)).toEqual([]);
  expect(validateXml(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${text}`)).toEqual([]);
});

describe('answers that differ from the reference are refused', () => {
  test.each<[string, string, string, string]>([
    ['a State nobody documented', TASK, '>Finished<', '>Done<'],
    ['a task without its operation', TASK, '<Operation>RetryAgentJob</Operation>', ''],
    ['a State that comes twice', TASK, '<Operation>', '<State>Finished</State><Operation>'],
    ['a task without its address', TASK, ` Href="${API}/tasks/task-1">\n`, '>\n'],
    ['Success in capitals', TASK, 'Success="true"', 'Success="True"'],
    ['a task id that is no counter', TASK, '<TaskId>task-1<', '<TaskId>1<'],
    ['an element nobody documented', TASK, '<TaskId>', '<Percent>1</Percent><TaskId>'],
    [
      'Result before State',
      SESSION,
      '<State>Stopped</State><Result>Failed</Result>',
      '<Result>Failed</Result><State>Stopped</State>',
    ],
    ['a session that never began', SESSION, '<CreationTimeUTC>2026-03-11T08:00:00.5Z</CreationTimeUTC>', ''],
    [
      'IsRetry before FailureMessage',
      SESSION,
      '<FailureMessage /><IsRetry>false</IsRetry>',
      '<IsRetry>false</IsRetry><FailureMessage />',
    ],
    ['a state of tasks in a session', SESSION, '>Stopped<', '>Finished<'],
    ['a result nobody documented', SESSION, '>Failed<', '>Error<'],
    ['a time with an offset', SESSION, '08:00:00.5Z', '08:00:00.5+01:00'],
    ['a time without Z', SESSION, '08:00:00.5Z', '08:00:00.5'],
    ['a time with a trailing zero', SESSION, '08:00:00.5Z', '08:00:00.50Z'],
    ['a day that is none', SESSION, '2026-03-11T', '2026-02-30T'],
    ['an empty EndTimeUTC', SESSION, '1753-01-01T00:00:00Z', ''],
    ['more than all', SESSION, '>100<', '>101<'],
    ['a JobUid that is no GUID', SESSION, `urn:veeam:Job:${ID}`, 'urn:veeam:Job:99999'],
    ['a UID of another kind', SESSION, 'UID="urn:veeam:BackupJobSession', 'UID="urn:veeam:Job'],
    ['a session without a name', SESSION, ' Name="A@1"', ''],
    ['Links that come twice', SESSION, '<JobUid>', '<Links /><JobUid>'],
    ['a machine without its name', MACHINE, ' VmDisplayName="m"', ''],
    ['a time with seven digits', MACHINE, '.123456Z', '.1234567Z'],
    [
      'Platform before JobType',
      JOB,
      '<JobType>AgentBackup</JobType><Platform>AgentForLinux</Platform>',
      '<Platform>AgentForLinux</Platform><JobType>AgentBackup</JobType>',
    ],
    ['a platform nobody documented', JOB, '>AgentForLinux<', '>Linux<'],
    [
      'Retry options in another order',
      JOB,
      '<RetryTimes>3</RetryTimes><RetryTimeout>10</RetryTimeout>',
      '<RetryTimeout>10</RetryTimeout><RetryTimes>3</RetryTimes>',
    ],
    ['PagingInfo without PagesCount', PAGE, ' PagesCount="1"', ''],
    ['two links to the first page', PAGE, 'Rel="Last"', 'Rel="First"'],
    ['a page that has only its last link', PAGE, `<Link Rel="First" Href="${API}/query?page=1" />`, ''],
    ['a crooked job within a page', PAGE, '>AgentForLinux<', '>Linux<'],
    ['Links after the content', STORES, '<Links /><Capacity>1</Capacity>', '<Capacity>1</Capacity><Links />'],
    ['a report whose figure is a word', REPORT, '<BackupServers>2<', '<BackupServers>two<'],
    ['an error without its text', REFUSAL, ' Message=" ID 99999 is invalid. Type: Job"', ''],
    ['a status nobody documented', REFUSAL, '"400"', '"418"'],
    ['a root nobody documented', REFUSAL, REFUSAL, `<Weather ${NS} />`],
    ['another namespace', REFUSAL, NS, 'xmlns="http://www.veeam.com/ent/v2.0"'],
    ['no namespace', REFUSAL, NS, ''],
    ['an answer that breaks off', REFUSAL, '</Error>', ''],
    ['a page of a proxy', REFUSAL, REFUSAL, '<html><body><hr></body></html>'],
    ['nothing', REFUSAL, REFUSAL, ''],
  ])('%s', (_, sample, part, instead) => {
    expect(sample).toContain(part);
    expect(validateXml(sample.replace(part, instead))).not.toEqual([]);
  });
});
