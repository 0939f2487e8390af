import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { begin, handClock, runsOf } from './begin.ts';
import { logOn, send, textsOf } from './talk.ts';

test('em-lag hides a failure until the next scenario is played', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const headers = await logOn(em);
  const { id } = em.world.addJob({ name: 'Mine', machines: ['a'], last: 'success' });
  em.setScenario('em-lag');
  clock.at += 60_000;
  em.world.fail(id);
  const resultOf = async () => textsOf((await send(em, runsOf(id), { headers })).body, 'Result');
  expect(await resultOf()).toEqual(['Success']);
  em.setScenario('healthy');
  expect(await resultOf()).toEqual(['Failed']);
});

test('one-cause after monday-morning has the failures of both, in a world of mixed schedules', async () => {
  const em = await begin({ jobs: 60, clock: handClock(), scenario: 'monday-morning', schedules: 'mixed' });
  const headers = await logOn(em);
  const failed = async () => {
    const path = `/api/query?type=BackupTaskSession&format=Entities&pageSize=9999&filter=${encodeURIComponent('Result==Failed;CreationTime>="2026-03-10"')}`;
    return textsOf((await send(em, path, { headers })).body, 'Reason');
  };
  const before = await failed();
  expect(before.filter((reason) => reason.includes('nas-01')).length).toBeGreaterThan(10);
  em.setScenario('one-cause');
  const after = await failed();
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after.length).toBeGreaterThanOrEqual(before.length + 60);
  const jobs = (await send(em, '/api/agents/jobs?format=Entity', { headers })).body;
  const kinds = ['OptionsDaily', 'OptionsMonthly', 'OptionsPeriodically'].filter((kind) =>
    jobs.includes(`<${kind} Enabled="true">`),
  );
  expect(kinds).toHaveLength(3);
});

test('broken-xml sends lists that no reader takes, and whole ones again when it is over', async () => {
  const em = await begin();
  const headers = await logOn(em);
  const list = async () => (await send(em, '/api/query?type=AgentBackupJob&format=Entities', { headers })).body;
  em.setScenario('broken-xml');
  const broken = await list();
  expect(() => XmlDocument.fromString(broken)).toThrow();
  em.setScenario('healthy');
  expect((await list()).startsWith(broken)).toBe(true);
});

test('session-thief lets a client call three times, then it has to log on again', async () => {
  const em = await begin();
  em.setScenario('session-thief');
  for (let round = 0; round < 2; round += 1) {
    const headers = await logOn(em);
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await send(em, '/api/backupServers', { headers })).status);
    expect(statuses).toEqual([200, 200, 200]);
    expect((await send(em, '/api/backupServers', { headers })).status).toBe(401);
    em.setScenario('session-thief');
  }
});

test('nasty-names come whole through XML, its attributes and JSON', async () => {
  const em = await begin();
  em.setScenario('nasty-names');
  const headers = await logOn(em);
  const path = '/api/query?type=AgentBackupJob&format=Entities';
  const document = XmlDocument.fromString((await send(em, path, { headers })).body);
  const inXml = document.find('//*[local-name()="AgentBackupJob"]/@Name').map(({ content }) => content);
  document.dispose();
  const json = (await send(em, path, { headers: { ...headers, Accept: 'application/json' } })).body;
  const inJson = JSON.stringify(JSON.parse(json));
  const names = em.world.jobs().map(({ name }) => name);
  expect(inXml.toSorted()).toEqual(names.toSorted());
  for (const name of names) expect(inJson).toContain(JSON.stringify(name));
});

test('an unknown scenario is refused and the one that is played goes on', async () => {
  const em = await begin();
  em.setScenario('slow');
  expect(() => em.setScenario('no-such-thing')).toThrow('There is no scenario "no-such-thing"');
  expect(em.faults.take('GET', '/api/tasks')).toEqual([{ kind: 'delay', ms: 2000 }]);
});
