import type { Readable } from 'node:stream';
import { Refusal } from '#route.ts';

export type ReadLimits = {
  /** Bytes in all. */
  most: number;
  /** Called once, before more than this many bytes are buffered; nothing more is read until it is done. */
  large: number;
  grown: () => Promise<void>;
};

/** All bytes of a stream. Throws Refusal `em-unreachable` where there are more than `most`, and what `grown` throws. */
export async function readAll(stream: Readable, { most, large, grown }: ReadLimits): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const before = size;
    size += chunk.length;
    if (before <= large && size > large) await grown();
    if (size > most) {
      throw new Refusal(
        'em-unreachable',
        `The answer of Enterprise Manager is larger than ${most / 1024 / 1024} MiB. Ask for less at a time (pageSize, filter).`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
