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
const computerXml = (id: string) =>
  `<DiscoveredComputer Name="pc" Href="https://em/api/backupTaskSessions/${id}?format=Entity" UID="urn:veeam:DiscoveredComputer:${id}"><Links/></DiscoveredComputer>`;

/** The element under another name, all else as it was. */
function renamed(element: string): string {
  return element.replace(/^<(\w+)([\s\S]*)<\/\1>$/, '<Computer$1$2</Computer$1>');
}

/** The requested page, and the report on it. */
function cut(elements: readonly string[], url = ''): { part: readonly string[]; paging: string } {
  const { searchParams } = new URL(url, 'http://x');
  const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('pageSize'))];
  const paging = `<PagingInfo PageNum="${page}" PageSize="${size}" PagesCount="${Math.ceil(elements.length / size)}"/>`;
  return { part: elements.slice((page - 1) * size, page * size), paging };
}

function paged(document: string, paging: string): string {
  return document.replace(/<PagingInfo [\s\S]*?<\/PagingInfo>/, '').replace(/<\/\w+>$/, (end) => `${paging}${end}`);
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
    read: (em, unread) => em.agentJobs(unread),
  },
  runs: {
    element: (id) => runXml({ id }),
    page: (elements) => queryXml('BackupJobSessions', elements),
    read: (em, unread) => em.runs({}, unread),
  },
  'backup servers': {
    element: serverXml,
    page: (elements) => `<BackupServers ${namespace}>${elements}</BackupServers>`,
    read: (em, unread) => em.backupServers(unread),
  },
  'discovered computers': {
    element: computerXml,
    page: (elements) => queryXml('DiscoveredComputers', elements),
    read: (em, unread) => em.discoveredComputers(unread),
  },
  accounts: {
    element: accountXml,
    page: (elements) => `<EnterpriseAccounts ${namespace}>${elements}</EnterpriseAccounts>`,
    read: (em, unread) => em.accounts(unread),
  },
};

const lists = Object.entries(LISTS).map(([name, list]) => ({ name, ...list }));

describe.each(lists)('the list of $name', ({ name, element, page, read }) => {
  const some = Array.from({ length: 9 }, (_, at) => element(guid(at + 1)));

  test.each([0, 4, 8])('with a bad element on place %i gives all the others and reports that one', async (place) => {
    const { em } = await connected((_request, response) =>
      xml(response, page(some.map((one, at) => (at === place ? nameless(one) : one)).join(''))),
    );
    const unread: string[] = [];
    expect(await read(em, ({ why }) => unread.push(why))).toHaveLength(8);
    expect(unread).toHaveLength(1);
    // Nobody who does not ask what is missing gets a list that is shorter.
    expect(await errorOf(read(em))).toMatchObject({ kind: 'unreadable' });
  });

  test.each([0, 4, 8])(
    'with an element of another name on place %i gives all the others and reports that one',
    async (place) => {
      const { em } = await connected((_request, response) =>
        xml(response, page(some.map((one, at) => (at === place ? renamed(one) : one)).join(''))),
      );
      const unread: UnreadableElement[] = [];
      expect(await read(em, (element) => unread.push(element))).toHaveLength(8);
      expect(unread).toMatchObject([{ id: guid(place + 1), why: expect.stringContaining('<Computer') }]);
      expect(await errorOf(read(em))).toMatchObject({ kind: 'unreadable' });
    },
  );

  const many = Array.from({ length: 37 }, (_, at) => element(guid(at + 1)));

  test.each([
    [0, 'an element that no XML can be'],
    [23, 'an element that no XML can be'],
    [36, 'an element that no XML can be'],
    [0, 'an element it answers with 500 for'],
    [23, 'an element it answers with 500 for'],
    [36, 'an element it answers with 500 for'],
  ])('with, on place %i, %s gives all the others and reports that one', async (place, what) => {
    const { em } = await connected((request, response) => {
      const { part, paging } = cut(many, request.url);
      const isIn = part.includes(many[place] ?? '');
      if (isIn && what.includes('500')) return void xml(response, '', 500);
      const body = part.map((one) => (one === many[place] ? one.replace(/ Name="[^"]*"/, ' Name="a\x01b"') : one));
      xml(response, paged(page(body.join('')), paging));
    });
    const unread: UnreadableElement[] = [];
    expect(await read(em, (element) => unread.push(element))).toHaveLength(36);
    expect(unread).toHaveLength(1);
    expect(unread[0]?.why).toMatch(what.includes('500') ? /500/ : /control character/);
    expect((await errorOf(read(em))).message).toMatch(what.includes('500') ? /500/ : /control character/);
  });

  test('that cannot be given at all, or of which many elements cannot, is reported as that, and asked for no more than a few times', async () => {
    for (const isBad of [() => true, (_one: string, at: number) => at % 4 === 0]) {
      const { em, sent } = await connected((request, response) => {
        const { part, paging } = cut(many, request.url);
        if (many.some((one, at) => part.includes(one) && isBad(one, at))) xml(response, '', 500);
        else xml(response, paged(page(part.join('')), paging));
      });
      expect(await errorOf(read(em, () => undefined))).toMatchObject({ kind: 'refused', status: 500 });
      expect(sent('page=').length).toBeLessThan(30);
    }
  });

  test('of which nothing can be read is unreadable, and so is one of other things', async () => {
    const other = some.join('').replaceAll(/(<\/?)(\w+)(?=[ >])/g, '$1New$2');
    for (const body of [some.map(nameless).join(''), some.map(renamed).join(''), other]) {
      const { em } = await connected((_request, response) => xml(response, page(body)));
      expect(await errorOf(read(em, () => undefined))).toMatchObject({ kind: 'unreadable' });
    }
  });

  test('that is empty is empty, also where a later version has added something', async () => {
    for (const body of ['', '<AddedLater Kind="New">1</AddedLater>']) {
      const { em } = await connected((_request, response) => xml(response, page(body)));
      // Our own account always is one: that list is never empty.
      if (name === 'accounts') expect(await errorOf(read(em))).toMatchObject({ kind: 'unreadable' });
      else expect(await read(em)).toEqual([]);
    }
  });
});

test('a list that counts pages and holds nothing on the first is unreadable', async () => {
  const { em } = await connected((_request, response) => xml(response, queryXml('AgentBackupJob', '', 1, 7)));
  expect(await errorOf(em.agentJobs())).toMatchObject({ kind: 'unreadable' });
});

test('a newest run of another name is reported with its job and its date, and the older one does not silently become the newest', async () => {
  const older = runXml({ id: guid(2), created: '2026-11-22T04:12:00Z' });
  const { em } = await connected((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const page = Number(query.get('page'));
    xml(response, queryXml('BackupJobSessions', [renamed(runXml({ id: guid(1) })), older][page - 1] ?? '', page, 2));
  });
  const unread: UnreadableElement[] = [];
  expect((await em.runs({ limit: 1 }, (element) => unread.push(element))).map(({ id }) => id)).toEqual([guid(2)]);
  const createdAt = Date.UTC(2026, 10, 23, 4, 12, 0, 120);
  expect(unread).toMatchObject([{ id: guid(1), jobId, name: 'Oracle Backup', createdAt, isOver: true }]);
});

test('a run without a date that can be read is reported with the latest it can have begun', async () => {
  const [newer, older] = [runXml({ id: guid(1) }), runXml({ id: guid(3), created: '2026-11-22T04:12:00Z' })];
  const odd = runXml({ id: guid(2), created: '1900-01-01T00:00:00Z' });
  const { em } = await connected((_request, response) =>
    xml(response, queryXml('BackupJobSessions', newer + odd + older)),
  );
  const unread: unknown[] = [];
  await em.runs({}, (element) => unread.push(element));
  expect(unread).toMatchObject([
    { id: guid(2), jobId, name: 'Oracle Backup', createdAt: Date.UTC(2026, 10, 23, 4, 12, 0, 120), isOver: true },
  ]);
});

test('runs that have begun at no time that can be read are kept apart as long as they name their job', async () => {
  const ids = [1, 2, 3, 4, 5].map(guid);
  const bad = ids.map((id) => runXml({ id, created: '1900-01-01T00:00:00Z', ended: null, state: 'Working' })).join('');
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupJobSessions', bad)));
  const unread: UnreadableElement[] = [];
  expect(await em.runs({}, (element) => unread.push(element))).toEqual([]);
  expect(unread.map((element) => [element.id, element.jobId])).toEqual(ids.map((id) => [id, jobId]));
});

test('a run of a kind that begins as ours and is not known is reported, and one of another kind is none of ours', async () => {
  const types = ['AgentBackupPolicy', 'Replica'].map((jobType, at) =>
    runXml({ id: guid(at + 1), jobType }).replace(/<Links>.*?<\/Links>/, ''),
  );
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupJobSessions', types.join(''))));
  const unread: UnreadableElement[] = [];
  expect(await em.runs({}, (element) => unread.push(element))).toEqual([]);
  expect(unread).toMatchObject([{ id: guid(1), jobId, isOver: true }]);
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
  expect(await errorOf(em.rolesOfAccount(jobId))).toMatchObject({ kind: 'unreadable' });
});
