import { describe, expect, test } from 'vitest';
import type { EnterpriseManager, OnUnreadable, UnreadableElement } from '../src/index.ts';
import { namespace, xml } from './played-server.ts';
import { agentJobXml, jobId, machineResultXml, queryXml, runId, runXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The element without whatever names it. */
function nameless(element: string): string {
  return element.replace(/ (?:UID|Href)="[^"]*"/g, '').replace(/<Links>.*?<\/Links>/g, '');
}

const serverXml = (id: string) =>
  `<BackupServer Name="srv" Href="https://em/api/backupServers/${id}" UID="urn:veeam:BackupServer:${id}"><Links/></BackupServer>`;
const accountXml = (id: string) =>
  `<EnterpriseAccountEntity Name="TECH\\x" Href="https://em/api/security/accounts/${id}" UID="urn:veeam:EnterpriseAccount:${id}"><Links/></EnterpriseAccountEntity>`;

/** The element under another name, all else as it was. */
function renamed(element: string): string {
  return element.replace(/^<(\w+)([\s\S]*)<\/\1>$/, '<Computer$1$2</Computer$1>');
}

type List = {
  element: (id: string) => string;
  page: (elements: string) => string;
  read: (em: EnterpriseManager, onUnreadable?: OnUnreadable) => Promise<readonly unknown[]>;
};

const LISTS: Record<string, List> = {
  jobs: {
    element: (id) => agentJobXml(id),
    page: (elements) => queryXml('AgentBackupJob', elements),
    read: (em, heard) => em.agentJobs(heard),
  },
  runs: {
    element: (id) => runXml({ id }),
    page: (elements) => queryXml('BackupJobSessions', elements),
    read: (em, heard) => em.runs({}, heard),
  },
  'backup servers': {
    element: serverXml,
    page: (elements) => `<BackupServers ${namespace}>${elements}</BackupServers>`,
    read: (em, heard) => em.backupServers(heard),
  },
  accounts: {
    element: accountXml,
    page: (elements) => `<EnterpriseAccounts ${namespace}>${elements}</EnterpriseAccounts>`,
    read: (em, heard) => em.accounts(heard),
  },
};

const lists = Object.entries(LISTS).map(([name, list]) => ({ name, ...list }));

describe.each(lists)('the list of $name', ({ name, element, page, read }) => {
  const some = Array.from({ length: 9 }, (_, at) => element(guid(at + 1)));

  test.each([0, 4, 8])('with a bad element on place %i gives all the others and tells that one', async (place) => {
    const { em } = await connected((_request, response) =>
      xml(response, page(some.map((one, at) => (at === place ? nameless(one) : one)).join(''))),
    );
    const heard: string[] = [];
    expect(await read(em, ({ why }) => heard.push(why))).toHaveLength(8);
    expect(heard).toHaveLength(1);
    // Nobody who does not ask what is missing gets a list that is shorter.
    expect((await errorOf(read(em))).kind).toBe('unreadable');
  });

  test.each([0, 4, 8])(
    'with an element of another name on place %i gives all the others and tells that one',
    async (place) => {
      const { em } = await connected((_request, response) =>
        xml(response, page(some.map((one, at) => (at === place ? renamed(one) : one)).join(''))),
      );
      const heard: UnreadableElement[] = [];
      expect(await read(em, (told) => heard.push(told))).toHaveLength(8);
      expect(heard).toMatchObject([{ id: guid(place + 1), why: expect.stringContaining('<Computer') }]);
      expect((await errorOf(read(em))).kind).toBe('unreadable');
    },
  );

  test('of which nothing can be read is unreadable, and so is one of other things', async () => {
    const other = some.join('').replaceAll(/(<\/?)(\w+)(?=[ >])/g, '$1New$2');
    for (const body of [some.map(nameless).join(''), some.map(renamed).join(''), other]) {
      const { em } = await connected((_request, response) => xml(response, page(body)));
      expect((await errorOf(read(em, () => undefined))).kind).toBe('unreadable');
    }
  });

  test('that is empty is empty, also where a later version has added something', async () => {
    for (const body of ['', '<AddedLater Kind="New">1</AddedLater>']) {
      const { em } = await connected((_request, response) => xml(response, page(body)));
      // Our own account always is one: that list is never empty.
      if (name === 'accounts') expect((await errorOf(read(em))).kind).toBe('unreadable');
      else expect(await read(em)).toEqual([]);
    }
  });
});

test('a list that counts pages and holds nothing on the first is unreadable', async () => {
  const { em } = await connected((_request, response) => xml(response, queryXml('AgentBackupJob', '', 1, 7)));
  expect((await errorOf(em.agentJobs())).kind).toBe('unreadable');
});

test('a newest run of another name is told with its job and its date, and the older one is not the newest without a word', async () => {
  const older = runXml({ id: guid(2), created: '2026-11-22T04:12:00Z' });
  const { em } = await connected((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const page = Number(query.get('page'));
    xml(response, queryXml('BackupJobSessions', [renamed(runXml({ id: guid(1) })), older][page - 1] ?? '', page, 2));
  });
  const heard: UnreadableElement[] = [];
  expect((await em.runs({ limit: 1 }, (told) => heard.push(told))).map(({ id }) => id)).toEqual([guid(2)]);
  const createdAt = Date.UTC(2026, 10, 23, 4, 12, 0, 120);
  expect(heard).toMatchObject([{ id: guid(1), jobId, name: 'Oracle Backup', createdAt, isOver: true }]);
});

test('a run without a date that can be read is told with the latest it can have begun', async () => {
  const [newer, older] = [runXml({ id: guid(1) }), runXml({ id: guid(3), created: '2026-11-22T04:12:00Z' })];
  const odd = runXml({ id: guid(2), created: '1900-01-01T00:00:00Z' });
  const { em } = await connected((_request, response) =>
    xml(response, queryXml('BackupJobSessions', newer + odd + older)),
  );
  const heard: unknown[] = [];
  await em.runs({}, (element) => heard.push(element));
  expect(heard).toMatchObject([
    { id: guid(2), jobId, name: 'Oracle Backup', createdAt: Date.UTC(2026, 10, 23, 4, 12, 0, 120), isOver: true },
  ]);
});

test('runs that have begun at no time that can be read are told apart as long as they name their job', async () => {
  const ids = [1, 2, 3, 4, 5].map(guid);
  const bad = ids.map((id) => runXml({ id, created: '1900-01-01T00:00:00Z', ended: null, state: 'Working' })).join('');
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupJobSessions', bad)));
  const heard: UnreadableElement[] = [];
  expect(await em.runs({}, (told) => heard.push(told))).toEqual([]);
  expect(heard.map((told) => [told.id, told.jobId])).toEqual(ids.map((id) => [id, jobId]));
});

test('a run of a kind that begins as ours and is not known is told, and one of another kind is none of ours', async () => {
  const types = ['AgentBackupPolicy', 'Replica'].map((jobType, at) =>
    runXml({ id: guid(at + 1), jobType }).replace(/<Links>.*?<\/Links>/, ''),
  );
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupJobSessions', types.join(''))));
  const heard: UnreadableElement[] = [];
  expect(await em.runs({}, (told) => heard.push(told))).toEqual([]);
  expect(heard).toMatchObject([{ id: guid(1), jobId, isOver: true }]);
});

test('a machine result that has lost its id is one all the same', async () => {
  const body = nameless(machineResultXml(guid(1), 'ora01', 'Full.')) + machineResultXml(guid(2), 'ora02', 'Full.');
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupTaskSessions', body)));
  const results = (await em.machineResultsOf([runId])).get(runId);
  expect(results?.map(({ machine }) => machine)).toEqual(['ora01', 'ora02']);
});

test('roles without a name are not fewer roles', async () => {
  const roles = `<EnterpriseAccountInRoleList ${namespace}><EnterpriseRoleEntity><RoleName>Portal User</RoleName></EnterpriseRoleEntity><EnterpriseRoleEntity Href="x"><Links/></EnterpriseRoleEntity></EnterpriseAccountInRoleList>`;
  const { em } = await connected((_request, response) => xml(response, roles));
  expect((await errorOf(em.rolesOfAccount(jobId))).kind).toBe('unreadable');
});
