import { expect, test } from 'vitest';
import { translateApart } from './translate-apart.ts';

const never = new AbortController().signal;

function list(item: string, bytes: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`<L>${item.repeat(Math.ceil(bytes / item.length))}</L>`);
}

test('a translation in another thread equals one in this thread, and the event loop stays free', async () => {
  const body = list('<J Href="https://em.inner/api/jobs/1"><N>ä</N></J>', 1_000_000);
  let turns = 0;
  let done = false;
  const turn = () => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  turn();
  const translation = await translateApart({ body, format: 'json', base: '' }, never);
  done = true;
  expect(turns).toBeGreaterThan(20);
  if ('flaw' in translation) throw new Error(translation.flaw);
  const items: unknown[] = JSON.parse(new TextDecoder().decode(translation.bytes)).L.J;
  expect([translation.rootName, items.length, items.at(-1)]).toEqual(['L', 20_000, { Href: '/em/jobs/1', N: 'ä' }]);
});

test('an error is the same as in this thread', async () => {
  expect(await translateApart({ body: list('<J>', 100), format: 'xml', base: '' }, never)).toEqual({
    flaw: expect.stringMatching(/closes nothing/),
  });
});

test('an abort rejects with its own reason', async () => {
  const ending = new AbortController();
  const translation = translateApart({ body: list('<J/>', 4_000_000), format: 'json', base: '' }, ending.signal);
  ending.abort(new Error('gone'));
  await expect(translation).rejects.toThrow('gone');
});

test('a translation beyond its memory is refused with advice, and harms nothing else', async () => {
  const body = list('<a><b><c/></b></a>', 4_000_000);
  await expect(translateApart({ body, format: 'json', base: '' }, never, 32)).rejects.toMatchObject({
    code: 'em-unreachable',
    detail: expect.stringContaining('Ask for less at a time (pageSize, filter), or for XML.'),
  });
});
