import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { xml } from './played-server.ts';
import { machineResultXml, queryXml, runId, runXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

const runs = Array.from({ length: 20 }, (_, at) => guid(at + 1));

function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The result of the only machine of a run. */
function resultOf(run: string): string {
  return machineResultXml(run.replace(/^0/, '1'), `m${Number(run.slice(-3))}`, 'Full.').replaceAll(runId, run);
}

/** Runs that a request asks for, by a filter or by address. */
function askedIn(url: string | undefined): string[] {
  return decodeURIComponent(url ?? '').match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
}

const silences: Record<string, (response: ServerResponse) => void> = {
  'never come': () => undefined,
  'are cut off': (response) => response.socket?.destroy(),
};

test.each(Object.entries(silences))(
  'runs whose machine results %s keep no other run from theirs',
  async (_title, silence) => {
    const bad = [guid(1), guid(18)];
    const { em } = await connected(
      (request, response) => {
        const asked = askedIn(request.url);
        if (asked.some((id) => bad.includes(id))) silence(response);
        else xml(response, queryXml('BackupTaskSessions', asked.map(resultOf).join('')));
      },
      { readDeadlineMs: 2_000 },
    );
    await em.agentJobs();
    const refused: string[] = [];
    const results = await em.machineResultsOf(runs, (id) => refused.push(id));
    expect(refused.toSorted()).toEqual(bad);
    expect([...results.keys()].toSorted()).toEqual(runs.filter((id) => !bad.includes(id)));
    expect(results.get(guid(2))).toMatchObject([{ machine: 'm2', reason: 'Full.' }]);
    // Alone it is no sign of a server that is down either.
    expect([...(await em.machineResultsOf([guid(1)], (id) => refused.push(id))).keys()]).toEqual([]);
  },
);

test('a server that answers nothing at all is not answered by results of no run', async () => {
  const { em } = await connected((_request, response) => void response.socket?.destroy(), { readDeadlineMs: 2_000 });
  await em.open();
  expect(await errorOf(em.machineResultsOf(runs, () => undefined))).toMatchObject({ kind: 'unreachable' });
});

const [first, second, third] = [guid(101), guid(102), guid(103)];

/** The result of one machine, and its element as a test spoils it. */
const three = [first, second, third].map((id, at) => machineResultXml(id, `a${at + 1}`, 'Full.'));

test.each([
  ['without id and name', (xml: string) => xml.replace(/^<BackupTaskSession [^>]*>/, '<BackupTaskSession>'), 'Full.'],
  ['under another name', (xml: string) => xml.replaceAll('BackupTaskSession', 'ComputerTaskSession'), null],
])('one machine %s is one of which less is known, and costs no other its reason', async (_title, spoil, reason) => {
  const body = three.map((one, at) => (at === 2 ? spoil(one) : one)).join('');
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupTaskSessions', body)));
  const results = (await em.machineResultsOf([runId])).get(runId) ?? [];
  expect(results.map((result) => result.reason)).toEqual(['Full.', 'Full.', reason]);
});

/** A run whose results hang on three children. */
function byChildren(children: readonly string[], answer: (child: string, response: ServerResponse) => void) {
  return connected((request, response) => {
    const [asked = ''] = askedIn(request.url);
    if (request.url?.includes('agentManagementSessions'))
      xml(response, queryXml('BackupJobSessions', children.join('')));
    else if (asked === runId) xml(response, queryXml('BackupTaskSessions', ''));
    else answer(asked, response);
  });
}

function childXml(id: string): string {
  return runXml({ id, jobType: 'AgentManagement' });
}

function answerWell(child: string, response: ServerResponse): void {
  const at = [first, second, third].indexOf(child);
  xml(response, queryXml('BackupTaskSessions', three[at] ?? ''));
}

test.each([
  ['begun in 1900', (xml: string) => xml.replace(/<CreationTimeUTC>[^<]*/, '<CreationTimeUTC>1900-01-01T00:00:00Z')],
  ['without JobUid', (xml: string) => xml.replace(/<JobUid>[^<]*<\/JobUid>/, '')],
])('a child %s is asked for its machine all the same', async (_title, spoil) => {
  const { em } = await byChildren([childXml(first), childXml(second), spoil(childXml(third))], answerWell);
  expect((await em.machineResults(runId))?.map(({ machine }) => machine)).toEqual(['a1', 'a2', 'a3']);
});

test('a child that cannot be asked is a machine of which nothing is known: the others are not the whole run', async () => {
  const silences: ((response: ServerResponse) => void)[] = [
    (response) => void response.writeHead(500).end(),
    (response) => xml(response, queryXml('BackupTaskSessions', '')),
  ];
  for (const silence of silences) {
    const { em } = await byChildren([first, second, third].map(childXml), (child, response) =>
      child === third ? silence(response) : answerWell(child, response),
    );
    const results = await em.machineResults(runId);
    expect(results?.map(({ state, result }) => [state, result])).toEqual([
      ['completed', 'failed'],
      ['completed', 'failed'],
      ['unknown', 'unknown'],
    ]);
  }
});

test('of a run with a child that cannot be read nothing is known', async () => {
  const lost = childXml(third).replace(/ (?:UID|Href)="[^"]*"/g, '');
  const { em } = await byChildren([childXml(first), childXml(second), lost], answerWell);
  expect(await em.machineResults(runId)).toBeNull();
});

test('an end in the future is none, of a run by its address and of a machine', async () => {
  const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const { em } = await connected((request, response) => {
    const isRun = request.url?.startsWith('/api/backupSessions/');
    const body = isRun
      ? runXml({ ended: ahead })
      : queryXml('BackupTaskSessions', (three[0] ?? '').replace(/<EndTimeUTC>[^<]*/, `<EndTimeUTC>${ahead}`));
    xml(response, body);
  });
  expect((await em.run(runId)).endedAt).toBeNull();
  expect((await em.machineResultsOf([runId])).get(runId)).toMatchObject([{ machine: 'a1', endedAt: null }]);
});

test.each([
  ['InProgress', 'Success', 'none'],
  ['Pending', 'Warning', 'none'],
  ['InProgress', 'Failed', 'failed'],
  ['Completed', 'Success', 'success'],
])('a machine that is %s with the result %s has the result %s', async (state, word, result) => {
  const element = machineResultXml(first, 'a1', '')
    .replace('>Completed<', `>${state}<`)
    .replace('>Failed<', `>${word}<`);
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupTaskSessions', element)));
  await em.open();
  const results = await em.machineResultsOf([runId], () => undefined);
  expect(results.get(runId)).toMatchObject([{ machine: 'a1', result, resultText: word }]);
});
