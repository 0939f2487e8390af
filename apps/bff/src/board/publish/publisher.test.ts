import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { board, wallBoard } from '@retry-desk/contract';
import { describe, expect, test, vi } from 'vitest';
import { unknownView } from '#board/counts.ts';
import { wallOf } from '#board/wall.ts';
import { MINUTE, NOON } from '../../../tests/board-samples.ts';
import { conditionalAnswer } from './conditional-answer.ts';
import { createPublisher, type Draft } from './publisher.ts';
import type { Representation } from './representation.ts';

function world() {
  const state = { at: NOON, failed: 0, em: 'ok' as 'ok' | 'down', drafts: 0 };
  function draft(): Draft {
    state.drafts += 1;
    const at = new Date(state.at).toISOString();
    const since = new Date(NOON).toISOString();
    const view = unknownView([]);
    return {
      ...view,
      counts: { ...view.counts, failed: state.failed },
      takenAt: at,
      pollSeconds: 10,
      journal: { state: 'ok', since },
      em: { state: state.em, since, lastGoodAt: at, message: null, newestEventAt: since },
    };
  }
  const faults: unknown[] = [];
  return { state, faults, publisher: createPublisher(draft, (error) => faults.push(error)) };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test('before anything is published there is a board all the same', () => {
  const { publisher } = world();
  const first = publisher.current();
  expect(board.parse(JSON.parse(first.full.text)).revision).toBe(1);
  expect(publisher.current()).toBe(first);
});

test('all codings of both shapes hold the same', async () => {
  const { publisher } = world();
  await publisher.publish();
  const { full, wall } = publisher.current();
  for (const representation of [full, wall]) {
    expect(gunzipSync(await representation.bytes('gzip')).toString()).toBe(representation.text);
    expect(brotliDecompressSync(await representation.bytes('br')).toString()).toBe(representation.text);
    expect(text(await representation.bytes('identity'))).toBe(representation.text);
  }
  expect(wallBoard.safeParse(JSON.parse(wall.text)).success).toBe(true);
});

test('bytes are made at the first request, once for all requests', async () => {
  const { publisher } = world();
  await publisher.publish();
  const { full } = publisher.current();
  expect(full.ready('gzip')).toBeNull();
  const [one, other] = await Promise.all([full.bytes('gzip'), full.bytes('gzip')]);
  expect(other).toBe(one);
  expect([full.ready('gzip'), full.ready('br')]).toEqual([one, null]);
});

test('the text is the board, member by member', async () => {
  const { publisher } = world();
  await publisher.publish();
  const { full, wall } = publisher.current();
  const whole = board.parse(JSON.parse(full.text));
  expect(JSON.parse(wall.text)).toEqual(wallOf(whole));
});

test('a poll without changes keeps the serialised and compressed bytes, and renews their age', async () => {
  const { state, publisher } = world();
  await publisher.publish();
  const before = publisher.current();
  const bytes = await before.full.bytes('gzip');
  state.at += MINUTE;
  await publisher.publish();
  const after = publisher.current();
  expect([after.full, after.wall, after.board.revision]).toEqual([before.full, before.wall, before.board.revision]);
  expect(after.full).toBe(before.full);
  expect(after.full.ready('gzip')).toBe(bytes);
  expect(after.lastGoodAt).toBe(new Date(NOON + MINUTE).toISOString());
});

test('after a change the requested codings are made before the next request, and no others', async () => {
  const { state, publisher } = world();
  await publisher.publish();
  await publisher.current().full.bytes('br');
  state.failed = 1;
  await publisher.publish();
  const { full, wall } = publisher.current();
  await vi.waitFor(() => expect(full.ready('br')).not.toBeNull());
  expect(brotliDecompressSync(full.ready('br') ?? Buffer.alloc(0)).toString()).toBe(full.text);
  expect([full.ready('gzip'), wall.ready('br')]).toEqual([null, null]);
});

test('of many changes in a short time the newest is compressed, not each', async () => {
  const { state, publisher } = world();
  await publisher.publish();
  await publisher.current().full.bytes('gzip');
  const made: Representation[] = [];
  for (let change = 1; change <= 20; change += 1) {
    state.failed = change;
    await publisher.publish();
    made.push(publisher.current().full);
  }
  await vi.waitFor(() => expect(made.at(-1)?.ready('gzip')).not.toBeNull());
  expect(made.filter((full) => full.ready('gzip') !== null).length).toBeLessThan(10);
});

test('a change gets a new tag and the next revision', async () => {
  const { state, publisher } = world();
  await publisher.publish();
  const before = publisher.current();
  state.failed = 1;
  await publisher.publish();
  expect(publisher.current().board.revision).toBe(before.board.revision + 1);
  expect(publisher.current().full.etag).not.toBe(before.full.etag);
  expect(publisher.current().wall.etag).not.toBe(before.wall.etag);
});

test('a link that goes down is a change', async () => {
  const { state, publisher } = world();
  await publisher.publish();
  const before = publisher.current();
  state.em = 'down';
  await publisher.publish();
  expect(publisher.current().full.etag).not.toBe(before.full.etag);
});

test('many changes at once are published together', async () => {
  const { state, publisher } = world();
  for (let change = 0; change < 50; change += 1) publisher.publishSoon();
  await vi.waitFor(() => expect(state.drafts).toBe(1));
  await publisher.publish();
  expect(state.drafts).toBe(2);
});

test('a change during the making of a board is published after it', async () => {
  const { state, publisher } = world();
  const first = publisher.publish();
  state.failed = 7;
  await Promise.all([first, publisher.publish()]);
  expect(JSON.parse(publisher.current().full.text).counts.failed).toBe(7);
});

test('a board that cannot be made leaves the one before', async () => {
  const { state, faults, publisher } = world();
  await publisher.publish();
  const before = publisher.current();
  state.at = Number.NaN;
  await publisher.publish();
  expect(faults).toHaveLength(1);
  expect(publisher.current()).toBe(before);
});

describe('the answer', () => {
  async function answerTo(headers: Record<string, string>, role: 'operator' | 'wall' = 'operator') {
    const { publisher } = world();
    await publisher.publish();
    return {
      published: publisher.current(),
      answer: await conditionalAnswer(
        publisher.current()[role === 'wall' ? 'wall' : 'full'],
        { lastGoodAt: publisher.current().lastGoodAt, emState: 'ok', pollAfterMs: 7_300 },
        (name) => headers[name],
      ),
    };
  }

  test('is sent in the coding that the client prefers, and names what caches have to vary by', async () => {
    const { published, answer } = await answerTo({ 'accept-encoding': 'gzip' });
    expect(answer.status).toBe(200);
    expect(answer.body).toBe(published.full.ready('gzip'));
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding, Cookie, Authorization',
    });
    expect((await answerTo({})).answer.headers).not.toHaveProperty('content-encoding');
  });

  test('is 304 where the client has it, with the age of the data', async () => {
    const { published } = await answerTo({});
    const { answer } = await answerTo({ 'if-none-match': published.full.etag });
    expect(answer.status).toBe(304);
    expect(answer.body).toBeUndefined();
    expect(answer.headers).toMatchObject({
      etag: published.full.etag,
      'x-taken-at': new Date(NOON).toISOString(),
      'x-em-state': 'ok',
      'x-poll-after': '7300',
    });
  });

  test('is the wall’s own for a wall, whose tag is another', async () => {
    const { published, answer } = await answerTo({ 'if-none-match': (await answerTo({})).published.full.etag }, 'wall');
    expect(answer.status).toBe(200);
    expect(answer.body).toBe(published.wall.ready('identity'));
  });
});
