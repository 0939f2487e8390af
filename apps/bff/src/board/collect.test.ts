import { EmError, type EnterpriseManager } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { guid } from '../../tests/board-samples.ts';
import { createCollector } from './collect.ts';

const refused = new EmError({
  kind: 'refused',
  host: 'em',
  problem: 'refuses',
  status: 500,
  call: 'POST',
  hint: '',
  emMessage: 'Server is offline',
  mayHaveHappened: true,
});

/** Two backup servers; those named are not to be had. */
function servers(...offline: string[]) {
  const asked: string[] = [];
  const em: Pick<EnterpriseManager, 'backupServers' | 'collect'> = {
    backupServers: async () => ['srv1', 'srv2'].map((name, at) => ({ id: guid(at), name })),
    async collect(id) {
      const name = id === guid(0) ? 'srv1' : 'srv2';
      asked.push(name);
      if (offline.includes(name)) throw refused;
      const ref = { taskId: 'task-1', logonId: 'l' };
      return {
        ref,
        operation: 'CollectingBackupServer',
        state: 'running',
        stateText: 'Running',
        result: null,
        runId: null,
      };
    },
  };
  const collector = createCollector(em);
  const collect = (record = async (_names: readonly string[]) => undefined) => collector(record);
  return { asked, collect };
}

test('one collection is requested from each backup server, also when two people request it at the same time', async () => {
  const { asked, collect } = servers();
  expect(await Promise.all([collect(), collect()])).toEqual([
    { asked: ['srv1', 'srv2'], refused: [] },
    { asked: ['srv1', 'srv2'], refused: [] },
  ]);
  expect(asked).toEqual(['srv1', 'srv2']);
  await collect();
  expect(asked).toHaveLength(4);
});

test('one that refuses does not prevent the other requests, and is named', async () => {
  const { collect } = servers('srv1');
  expect(await collect()).toEqual({ asked: ['srv2'], refused: [{ server: 'srv1', emMessage: 'Server is offline' }] });
});

test('where all refuse, the answer is a refusal with the message of Enterprise Manager', async () => {
  const { collect } = servers('srv1', 'srv2');
  await expect(collect()).rejects.toMatchObject({ code: 'em-refused', extra: { emMessage: 'Server is offline' } });
});

test('a collection is recorded before it is requested, and not requested where that fails', async () => {
  const { asked, collect } = servers();
  const seen: unknown[] = [];
  await collect(async (names) => {
    seen.push([...names], asked.length);
  });
  expect(seen).toEqual([['srv1', 'srv2'], 0]);
  await expect(collect(() => Promise.reject(new Error('the journal is gone')))).rejects.toThrow('journal');
  expect(asked).toHaveLength(2);
});
