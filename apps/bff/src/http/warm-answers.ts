import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** V8 has decided before this many. */
const ENOUGH = 16;

/**
 * V8 derives the size of an object from the first few of its kind, and a large garbage collection makes it forget those. In a
 * process that starts, the first requests are far apart: in every second process V8 came to the wrong size, and each later
 * answer was put together from many pieces. That costs a quarter of the throughput: the 304 of `pnpm bench serve` falls from 0.43 to 0.32,
 * below its goal of 0.4. Made all at once, nothing is left to chance.
 */
export function warmAnswers(): void {
  const request = new IncomingMessage(new Socket());
  for (let made = 0; made < ENOUGH; made += 1) new ServerResponse(request);
}
