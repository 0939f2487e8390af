import { describe, expect, test } from 'vitest';
import { type Answer, Refusal } from '#route.ts';
import { send } from './http-stage.ts';
import { serveRow } from './one-row.ts';

async function* piecesWithFault(good: readonly string[]) {
  yield* good;
  throw new Refusal('store-unavailable');
}

describe('an answer in pieces', () => {
  const answerOf = (good: readonly string[]): Answer => ({
    status: 200,
    contentType: 'text/csv',
    body: piecesWithFault(good),
  });

  test('that fails before the first is refused like any other', async () => {
    const reply = await send(await serveRow(() => answerOf([])), 'GET', '/api/row');
    expect([reply.status, JSON.parse(reply.text).code]).toEqual([503, 'store-unavailable']);
  });

  test('that fails in the middle breaks off, so that nobody takes it for whole', async () => {
    const port = await serveRow(() => answerOf(['a,b\r\n', '1,2\r\n']));
    await expect(send(port, 'GET', '/api/row')).rejects.toThrow();
    await expect(fetch(`http://127.0.0.1:${port}/api/row`).then((answer) => answer.text())).rejects.toThrow();
  });

  test('is not made for a HEAD request', async () => {
    const port = await serveRow(() => answerOf(['a,b\r\n']));
    expect(await send(port, 'HEAD', '/api/row')).toMatchObject({ status: 200, text: '' });
  });
});
