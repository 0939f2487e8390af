import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { xml } from './played-server.ts';
import { machineResultXml, queryXml, runId } from './shapes.ts';
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
  expect((await errorOf(em.machineResultsOf(runs, () => undefined))).kind).toBe('unreachable');
});
