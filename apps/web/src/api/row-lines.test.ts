import { expect, test } from 'vitest';
import { readRowLines, steps } from './row-lines.ts';

function bodyOf(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });
}

function busyFor(milliseconds: number): void {
  const began = performance.now();
  while (performance.now() - began < milliseconds);
}

test.each([
  { step: steps.later, least: 5 },
  { step: steps.first, least: 1 },
])('the page goes on while many rows are read $step ms in a row, even where all of them come at once', async (each) => {
  const rows = Array.from({ length: 30 }, (_, number) => `{"number":${number}}`);
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  }, 1);
  const read: string[] = [];
  const around = await readRowLines(
    bodyOf(`{"rows":[\n${rows.join(',\n')}\n],"end":1}`),
    (text) => {
      read.push(text);
      busyFor(3);
    },
    each.step,
  );
  clearInterval(others);
  expect(read).toEqual(rows);
  expect(around).toBe('{"rows":[],"end":1}');
  expect(turns).toBeGreaterThanOrEqual(each.least);
});
