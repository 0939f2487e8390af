import { rowOfLine } from '@retry-desk/contract';

/** So long (ms) lines are read in one go: half a frame, but more of the first answer, before which there is no list to scroll. */
export const steps = { first: 40, later: 8 };
/** So long the page is then left alone: time for a frame. */
const pause = 16;

/** Ends when the page has had the chance to draw and to answer keys; where nobody watches there is nothing to wait for. */
async function nextFrame(): Promise<void> {
  if (globalThis.document?.hidden) return;
  await new Promise((resolve) => setTimeout(resolve, pause));
}

/**
 * Reads a JSON text with the list of `writeRowLines` between its first and its last line, in small steps: a long list must
 * not hold up the page. Hands each row's text to `onRow`; returns the text around them. What is waited for of the
 * network goes through `onTheWay`.
 */
export async function readRowLines(
  body: ReadableStream<Uint8Array>,
  onRow: (text: string) => void,
  step: number,
  onTheWay = <T>(coming: Promise<T>): Promise<T> => coming,
): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let head: string | null = null;
  let rest = '';
  let began = performance.now();
  try {
    for (;;) {
      const { done, value } = await onTheWay(reader.read());
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (head === null) head = line;
        else if (line !== '') onRow(rowOfLine(line));
        if (performance.now() - began < step) continue;
        await nextFrame();
        began = performance.now();
      }
      if (done) return (head ?? '') + rest;
    }
  } finally {
    // A caller that gives up does not leave the rest on its way.
    reader.cancel().catch(() => undefined);
  }
}
