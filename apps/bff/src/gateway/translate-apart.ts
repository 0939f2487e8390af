import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refusal } from '#route.ts';
import type { Translation, Work } from './translation.ts';

/** TypeScript beside this file, or built beside the built server. */
const file = new URL(`./translation-worker${extname(import.meta.url)}`, import.meta.url);

/** Room for 16 MiB of any list of Enterprise Manager, and no more: a larger one ends the thread, not the server. */
const mostHeapMb = 256;

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY';
}

/**
 * Translates in a thread of its own, so that nobody waits for it who did not ask, and which gives its memory back. The
 * body is taken away from the caller. Throws the reason of the signal where that ends it, and Refusal `em-unreachable`.
 */
export async function translateApart(
  { body, format, base }: Work,
  signal: AbortSignal,
  heapMb = mostHeapMb,
): Promise<Translation> {
  const worker = new Worker(file, {
    workerData: { body, format, base },
    transferList: [body.buffer],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: [],
    env: {},
  });
  // `once` takes the first error; one during termination has no receiver.
  worker.on('error', () => undefined);
  try {
    const [translation] = await once(worker, 'message', { signal });
    return translation;
  } catch (error) {
    signal.throwIfAborted();
    if (!isOutOfMemory(error)) throw error;
    throw new Refusal(
      'em-unreachable',
      'The answer of Enterprise Manager is too large to be translated. Ask for less at a time (pageSize, filter), or for XML.',
    );
  } finally {
    void worker.terminate();
  }
}
