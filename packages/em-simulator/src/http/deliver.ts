import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#world/world.ts';
import type { Answer } from './exchange.ts';
import { type Fault, faultOf, statusAnswer } from './faults.ts';
import { oddAnswer, type RawAnswer } from './oddities.ts';
import { dripHeaders, dripOut, sendHuge } from './slowly.ts';

/** The result of a delivery: the status the client could see, 0 for none. */
export type Delivered = { status: number; account: string | undefined };
type Work = () => { answer: Answer; account: string | undefined };
/** Whose time the answers bear, and what ends a delivery early. */
export type Frame = { clock: Clock; stopped: AbortSignal };

/** Carries a request out and sends its answer, through the faults it met. */
export async function deliver(response: ServerResponse, faults: Fault[], work: Work, frame: Frame): Promise<Delivered> {
  const { stopped } = frame;
  if (faultOf(faults, 'hang') !== undefined) return { status: 0, account: undefined };
  if (faultOf(faults, 'cut-before') !== undefined) return cut(response, undefined);
  const held = faultOf(faults, 'held');
  if (held !== undefined) await wait(held.ms, undefined, { signal: stopped });
  const instead = faultOf(faults, 'status');
  const { answer, account } = instead === undefined ? work() : { answer: statusAnswer(instead), account: undefined };
  const delay = faultOf(faults, 'delay');
  if (delay !== undefined) await wait(delay.ms, undefined, { signal: stopped });
  if (faultOf(faults, 'lose-answer') !== undefined) return cut(response, account);
  const after = faultOf(faults, 'status-after');
  const status = await sendThrough(response, faults, after === undefined ? answer : statusAnswer(after), frame);
  return { status, account };
}

/** Sends an answer through the faults that touch it; returns the status that the client could see. */
async function sendThrough(
  response: ServerResponse,
  faults: Fault[],
  real: Answer,
  { clock, stopped }: Frame,
): Promise<number> {
  const body = faultOf(faults, 'body')?.transform(real.body) ?? real.body;
  const oddity = faultOf(faults, 'oddity');
  const answer = oddity === undefined ? { ...real, body } : oddAnswer(oddity.name, { ...real, body });
  // Node would write the machine's time; Enterprise Manager sends its own.
  response.setHeader('Date', new Date(clock.now()).toUTCString());
  const bytes = Buffer.from(answer.body);
  const [short, pause] = [faultOf(faults, 'cut-in-body'), faultOf(faults, 'pause')];
  const [drip, headers, huge] = [faultOf(faults, 'drip'), faultOf(faults, 'slow-headers'), faultOf(faults, 'huge')];
  if (headers !== undefined) await dripHeaders(response, answer, bytes, headers.bytesPerSecond, stopped);
  else if (huge !== undefined) await sendHuge(response, answer, huge.megabytes, stopped);
  else if (short !== undefined) await cutWithin(response, answer, bytes, short.bytes);
  else if (drip !== undefined) await dripOut(response, answer, bytes, drip.bytesPerSecond, stopped);
  else if (pause !== undefined) await sendInHalves(response, answer, bytes, pause);
  else send(response, answer, bytes);
  return answer.status;
}

function send(response: ServerResponse, { status, headers }: RawAnswer, bytes: Buffer): void {
  // 204 may carry no length at all; everything else has one.
  response.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': bytes.length });
  response.end(bytes);
}

function cut(response: ServerResponse, account: string | undefined): Delivered {
  response.destroy();
  return { status: 0, account };
}

async function sendInHalves(
  response: ServerResponse,
  { status, headers }: RawAnswer,
  bytes: Buffer,
  pause: { bytes: number; until: Promise<void> },
): Promise<void> {
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, pause.bytes));
  await pause.until;
  response.end(bytes.subarray(pause.bytes));
}

async function cutWithin(
  response: ServerResponse,
  { status, headers }: RawAnswer,
  bytes: Buffer,
  length: number,
): Promise<void> {
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  await new Promise<void>((resolve) => {
    response.write(bytes.subarray(0, length), () => resolve());
  });
  response.destroy();
}
