import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** V8 has decided before this many. */
const ENOUGH = 16;

/**
 * V8 sees by the first few objects of a kind how much room each of them needs, and a large collection of garbage makes it
 * forget those it has seen. A process that starts answers its first requests far apart: in one of two it came to the end
 * that answers need no room, and each later one was put together from many pieces, which cost a quarter of the throughput
 * (`pnpm bench serve`). Made all at once, nothing is left to chance.
 */
export function settleAnswers(): void {
  const request = new IncomingMessage(new Socket());
  for (let made = 0; made < ENOUGH; made += 1) new ServerResponse(request);
}
