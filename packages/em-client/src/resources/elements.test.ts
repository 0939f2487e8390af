import { expect, test } from 'vitest';
import { parseXml, UnreadableXml } from '../xml/parse.ts';
import { agentJobOf } from './agent-job.ts';
import { elements } from './elements.ts';
import { machineResultOf } from './machine-result.ts';
import { runOf } from './run.ts';
import { taskOf } from './task.ts';

const id = '78c3919c-54d7-43fe-b047-485d3566f11f';
const other = '11111111-2222-4333-8444-555555555555';

function document(xml: string) {
  return parseXml(new TextEncoder().encode(xml));
}

function only(xml: string, name: string) {
  const [node] = elements(document(xml), name);
  if (!node) throw new Error(`no ${name} in ${xml}`);
  return node;
}

const job = `<AgentBackupJob Name="x" UID="urn:veeam:AgentBackupJob:${id}"/>`;

test.each([
  [
    'QueryResult, plural',
    `<QueryResult><Entities><AgentBackupJobs>${job}${job}</AgentBackupJobs></Entities></QueryResult>`,
    2,
  ],
  [
    'QueryResult, singular',
    `<QueryResult><Entities><AgentBackupJob>${job}${job}</AgentBackupJob></Entities></QueryResult>`,
    2,
  ],
  ['QueryResult, one', `<QueryResult><Entities><AgentBackupJob>${job}</AgentBackupJob></Entities></QueryResult>`, 1],
  ['a list of its own', `<AgentBackupJobs>${job}</AgentBackupJobs>`, 1],
  ['a list called as its elements', `<AgentBackupJob>${job}${job}</AgentBackupJob>`, 2],
  [
    'a container with something new beside',
    `<QueryResult><New/><Entities><AgentBackupJob>${job}<New a="1"/></AgentBackupJob></Entities></QueryResult>`,
    1,
  ],
  ['one alone', job, 1],
  ['none', '<QueryResult><Entities><AgentBackupJobs/></Entities><PagingInfo PageNum="1"/></QueryResult>', 0],
  ['none, singular', '<QueryResult><Entities><AgentBackupJob/></Entities></QueryResult>', 0],
])('elements are found in %s', (_title, xml, count) => {
  expect(elements(document(xml), 'AgentBackupJob')).toHaveLength(count);
});

test('a list of references is refused: as entities it would be empty', () => {
  const xml = `<EntityReferences><Ref UID="urn:veeam:AgentBackupJob:${id}" Name="x"/></EntityReferences>`;
  expect(() => elements(document(xml), 'AgentBackupJob')).toThrow(/references/);
});

test.each([
  [
    'a job without id',
    '<AgentBackupJobs><AgentBackupJob Name="x"><Platform>A</Platform></AgentBackupJob></AgentBackupJobs>',
  ],
  ['a job that is only a name', '<AgentBackupJobs><AgentBackupJob Name="x"/></AgentBackupJobs>'],
])('%s makes the list unreadable instead of shorter', (_title, xml) => {
  expect(() => elements(document(xml), 'AgentBackupJob').map(agentJobOf)).toThrow(UnreadableXml);
});

const run = `<BackupJobSession UID="urn:veeam:BackupJobSession:${id}"><JobUid>urn:veeam:Job:${other}</JobUid><JobType>AgentBackup</JobType><CreationTimeUTC>2026-11-23T04:12:00Z</CreationTimeUTC></BackupJobSession>`;

test.each(['2026-13-01T00:00:00Z', 'soon', '', '1753-01-01T00:00:00Z'])(
  'a run of a job that began at %j is an error: an older one would look like the newest',
  (created) => {
    const xml = run.replace('2026-11-23T04:12:00Z', created);
    expect(() => runOf(only(xml, 'BackupJobSession'))).toThrow(/CreationTimeUTC/);
    expect(runOf(only(xml.replace('AgentBackup<', 'Replica<'), 'BackupJobSession'))).toBeNull();
  },
);

test.each([
  ['Up', 'srv'],
  ['Related', 'Parent session'],
  ['Parent', ''],
])('a child finds its run by a link %s called "%s"', (rel, name) => {
  const own = `<Link Rel="Alternate" Type="BackupJobSessionReference" Href="https://h/api/backupSessions/${id}"/>`;
  const parent = `<Link Rel="${rel}" Name="${name}" Type="BackupJobSessionReference" Href="https://h/api/backupSessions/${other}?format=Entity"/>`;
  const xml = run
    .replace('AgentBackup<', 'AgentManagement<')
    .replace('<JobUid>', `<Links>${own}${parent}</Links><JobUid>`);
  expect(runOf(only(xml, 'BackupJobSession'))).toMatchObject({ kind: 'machine', parentId: other });
});

test('a machine result without session and a task with an odd id are errors', () => {
  const result = `<BackupTaskSession UID="urn:veeam:BackupTaskSession:${id}"/>`;
  expect(() => machineResultOf(only(result, 'BackupTaskSession'), null)).toThrow(/names no session/);
  expect(machineResultOf(only(result, 'BackupTaskSession'), other).runId).toBe(other);
  for (const odd of ['..', '../x', 'a b', ''])
    expect(() => taskOf(only(`<Task Href="h"><TaskId>${odd}</TaskId></Task>`, 'Task'), 'l')).toThrow(UnreadableXml);
});
