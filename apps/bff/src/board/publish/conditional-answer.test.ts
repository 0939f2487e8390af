import { expect, test } from 'vitest';
import { createReadyAnswers, type Freshness, readyAnswer } from './conditional-answer.ts';
import { etagOf, Variant } from './representation.ts';

const freshness: Freshness = { lastGoodAt: '2026-11-28T08:00:00.000Z', emState: 'ok', pollAfterMs: 5_000 };
const headers = (given: Record<string, string>) => (name: string) => given[name];

async function made(text: string): Promise<Variant> {
  const variant = new Variant(text, etagOf(text));
  for (const coding of ['br', 'gzip', 'identity'] as const) await variant.bytes(coding);
  return variant;
}

test('who asks in the same moment as others gets what is theirs, in any order', async () => {
  const [one, other] = [await made('{"one":1}'), await made('{"other":1}')];
  const answers = createReadyAnswers();
  const asks = [one, other].flatMap((content) =>
    [
      freshness,
      { ...freshness, pollAfterMs: 1 },
      { ...freshness, emState: 'down' as const },
      { ...freshness, lastGoodAt: null },
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

test('what was not made yet is not held to be so for ever', async () => {
  const content = new Variant('{}', etagOf('{}'));
  const answers = createReadyAnswers();
  const header = headers({ 'accept-encoding': 'gzip' });
  expect(answers(content, freshness, header)).toBeNull();
  await content.bytes('gzip');
  expect(answers(content, freshness, header)?.status).toBe(200);
});
