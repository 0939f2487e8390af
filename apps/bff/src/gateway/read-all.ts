import type { Readable } from 'node:stream';
import { Refusal } from '#route.ts';

/** All bytes of a stream. Throws Refusal `em-unreachable` where there are more than `most`. */
export async function readAll(stream: Readable, most: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) throw new Refusal('em-unreachable', 'The answer of Enterprise Manager is too large to pass on.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
