import { expect, test } from 'vitest';
import { createReadyAnswers, type PollHeaders, readyAnswer } from './conditional-answer.ts';
import { etagOf, Representation } from './representation.ts';

const pollHeaders: PollHeaders = { lastGoodAt: '2026-11-28T08:00:00.000Z', emState: 'ok', pollAfterMs: 5_000 };
const headers = (given: Record<string, string>) => (name: string) => given[name];

async function made(text: string): Promise<Representation> {
  const representation = new Representation([text], etagOf(text));
  for (const coding of ['br', 'gzip', 'identity'] as const) await representation.bytes(coding);
  return representation;
}

test('concurrent requests get their own answers, in any order', async () => {
  const [one, other] = [await made('{"one":1}'), await made('{"other":1}')];
  const answers = createReadyAnswers();
  const asks = [one, other].flatMap((content) =>
    [
      pollHeaders,
      { ...pollHeaders, pollAfterMs: 1 },
      { ...pollHeaders, emState: 'down' as const },
      { ...pollHeaders, lastGoodAt: null },
    ].flatMap((fresh) =>
      [{}, { 'accept-encoding': 'gzip' }, { 'accept-encoding': 'br' }, { 'if-none-match': one.etag }].map(
        (given) => [content, fresh, headers(given)] as const,
      ),
    ),
  );
  for (const [at, ask] of asks.entries()) {
    for (const next of [...asks.slice(at), ...asks.slice(0, at)]) {
      answers(...ask);
      expect(answers(...next)).toEqual(readyAnswer(...next));
    }
  }
});

test('a missing answer is looked for again later', async () => {
  const content = new Representation(['{}'], etagOf('{}'));
  const answers = createReadyAnswers();
  const header = headers({ 'accept-encoding': 'gzip' });
  expect(answers(content, pollHeaders, header)).toBeNull();
  await content.bytes('gzip');
  expect(answers(content, pollHeaders, header)?.status).toBe(200);
});
