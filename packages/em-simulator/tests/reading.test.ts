import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { begin, runsOf } from './begin.ts';
import { logOn, send, textsOf } from './talk.ts';

test('children carry another job id and lead to their run', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Pair', machines: ['one', 'two'], last: 'success' });
  const headers = await logOn(em);
  const run = /backupSessions\/([0-9a-f-]{36})/.exec((await send(em, runsOf(job.id), { headers })).body)?.[1];
  const { body } = await send(em, `/api/backupSessions/${run}/agentManagementSessions?format=Entity`, { headers });
  expect(textsOf(body, 'JobName').toSorted()).toEqual(['Pair - one', 'Pair - two']);
  expect(textsOf(body, 'JobType')).toEqual(['AgentManagement', 'AgentManagement']);
  expect(body).not.toContain(`<JobUid>urn:veeam:Job:${job.id}`);
  expect(body).toMatch(new RegExp(`Href="[^"]*/backupSessions/${run}" Name="Parent session"`));
  const child = /BackupJobSession:([0-9a-f-]{36})/.exec(body)?.[1];
  expect((await send(em, `/api/backupSessions/${child}?format=Entity`, { headers })).status).toBe(200);
  const childJob = textsOf(body, 'JobUid')[0]?.split(':').at(-1);
  expect((await send(em, `/api/agents/jobs/${childJob}?action=retry`, { method: 'POST', headers })).status).toBe(404);
});

test('pages hold a hundred unless asked and together every job once', async () => {
  const em = await begin({ jobs: 230 });
  const headers = await logOn(em);
  const seen: string[] = [];
  for (const page of [1, 2, 3]) {
    const { body } = await send(em, `/api/query?type=AgentBackupJob&format=Entities&page=${page}`, { headers });
    expect(body).toContain(`PageNum="${page}" PageSize="100" PagesCount="3"`);
    seen.push(...[...body.matchAll(/UID="urn:veeam:AgentBackupJob:([^"]+)"/g)].map((match) => match[1] ?? ''));
  }
  expect(seen.toSorted()).toEqual(
    em.world
      .jobs()
      .map(({ id }) => id)
      .toSorted(),
  );
});

test('a filter takes quotes, alternatives and groups, and a crooked one gets 400', async () => {
  const em = await begin({ jobs: 0 });
  for (const name of ['A "b", c; (d)', 'Two', 'Three']) em.world.addJob({ name, machines: ['m'], last: 'success' });
  const headers = await logOn(em);
  const ask = (filter: string) =>
    send(em, `/api/query?type=AgentBackupJob&filter=${encodeURIComponent(filter)}`, { headers });
  expect([
    ...(await ask('(NAME=="a ""B"", c; (d)",Name==two);Platform!=AgentForLinux')).body.matchAll(/<Ref /g),
  ]).toHaveLength(2);
  expect((await ask('Name==Two;')).status).toBe(400);
  expect((await ask('(Name==Two')).status).toBe(400);
  expect((await ask('Colour==red')).status).toBe(400);
});

test('JSON is PascalCase in v12 and camelCase in v13', async () => {
  for (const [flavour, text] of [
    ['v12', '"AgentBackupJob":{"AgentBackupJobs":[{"JobType":'],
    ['v13', '"agentBackupJob":{"agentBackupJobs":[{"jobType":'],
  ] as const) {
    const em = await begin({ flavour });
    const headers = { ...(await logOn(em)), Accept: 'application/json' };
    const received = await send(em, '/api/query?type=AgentBackupJob&format=Entities&pageSize=1', { headers });
    expect(received.body).toContain(text);
    expect(received.body).toContain(flavour === 'v12' ? '"UID":' : '"uid":');
  }
});

test('every oddity and nasty name is still well-formed XML', async () => {
  const wire = { shuffleAttributes: true, bom: true, unknownElements: true, declaration: true, hrefHost: 'em.invalid' };
  const em = await begin({ jobs: 4, scenario: 'nasty-names', wire });
  const headers = await logOn(em);
  for (const path of [
    '/api/',
    '/api/query?type=AgentBackupJob&format=Entities',
    '/api/query?type=BackupTaskSession&format=Entities',
    '/api/agents/jobs',
  ]) {
    const { body } = await send(em, path, { headers });
    expect(body.startsWith('\uFEFF<?xml')).toBe(true);
    expect(body).toContain('https://em.invalid:9398/api/');
    XmlDocument.fromString(body.slice(1)).dispose();
  }
});

test('the default world has failed jobs, some running and the same ones for the same seed', async () => {
  const at = Date.UTC(2026, 2, 11, 9);
  const states = async () => {
    const em = await begin({ clock: { now: () => at } });
    const headers = await logOn(em);
    const results = new Map<string, string>();
    for (const { id, name } of em.world.jobs())
      results.set(name, textsOf((await send(em, runsOf(id), { headers })).body, 'Result')[0] ?? '');
    return results;
  };
  const first = await states();
  const counted = [...first.values()];
  expect(counted.filter((result) => result === 'Failed')).toHaveLength(5);
  expect(counted.filter((result) => result === 'None').length).toBeGreaterThan(0);
  expect(await states()).toEqual(first);
});
