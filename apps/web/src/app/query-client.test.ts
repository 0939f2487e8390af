import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Session } from '@retry-desk/contract';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { getFresh } from '#api/request.ts';
import { sendEmpty } from '#api/send.ts';
import { sessionQuery } from '#features/access/queries.ts';
import { createQueryClient } from './query-client.ts';

const anything = z.record(z.string(), z.unknown());

/** A server on which somebody is signed in until they are not; and what was sent to it. */
async function server() {
  let isSignedIn = true;
  const tags: (string | undefined)[] = [];
  const here = createServer((request, response) => {
    tags.push(request.headers['if-none-match']);
    if (isSignedIn) response.writeHead(200, { etag: '"1"' }).end('{"name":"Oracle Backup"}');
    else response.writeHead(401).end(JSON.stringify({ type: '', title: '', status: 401, code: 'not-signed-in' }));
  });
  await once(here.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void here.close().closeAllConnections());
  const url = `http://127.0.0.1:${(here.address() as AddressInfo).port}`; // a listening TCP server has a port
  function sign(value: boolean): void {
    isSignedIn = value;
  }
  return { url, tags, sign };
}

test('an answer that nobody is signed in ends the session here, and takes what it has read', async () => {
  const { url, tags, sign } = await server();
  const client = createQueryClient();
  const here: Session = {
    user: 'TECH\\anna',
    role: 'operator',
    csrfToken: 'x',
    expiresAt: '2026-03-02T08:00:00Z',
  };
  client.setQueryData(sessionQuery().queryKey, here);
  const { data } = await getFresh(anything, `${url}/board`);
  client.setQueryData(['board'], data);
  client.setQueryData(['wall'], data);
  const act = () =>
    client
      .getMutationCache()
      .build(client, { mutationFn: () => sendEmpty('DELETE', `${url}/job`) })
      .execute(undefined);
  await act();
  expect(client.getQueryCache().getAll()).toHaveLength(3);
  sign(false);
  await expect(act()).rejects.toThrow();
  expect(
    client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey),
  ).toEqual([['session']]);
  expect(client.getQueryData(sessionQuery().queryKey)).toBeNull();
  // The next person's first question starts without the last one's answer.
  sign(true);
  await getFresh(anything, `${url}/board`);
  expect(tags.at(-1)).toBeUndefined();
});
