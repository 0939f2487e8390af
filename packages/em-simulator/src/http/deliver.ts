import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './exchange.ts';
import { type Fault, faultOf, statusAnswer } from './faults.ts';

const DRIPS_PER_SECOND = 10;

/** What came of a delivery: the status the client could see, 0 for none. */
export type Delivered = { status: number; account: string | undefined };
type Work = () => { answer: Answer; account: string | undefined };

/** Carries a request out and sends its answer, through the faults it met. */
export async function deliver(
  response: ServerResponse,
  faults: Fault[],
  work: Work,
  stopped: AbortSignal,
): Promise<Delivered> {
  const delay = faultOf(faults, 'delay');
  if (delay !== undefined) await wait(delay.ms, undefined, { signal: stopped });
  if (faultOf(faults, 'hang') !== undefined) return { status: 0, account: undefined };
  if (faultOf(faults, 'cut-before') !== undefined) return cut(response, undefined);
  const instead = faultOf(faults, 'status');
  if (instead !== undefined) return send(response, statusAnswer(instead), undefined);
  const { answer, account } = work();
  if (faultOf(faults, 'lose-answer') !== undefined) return cut(response, account);
  const after = faultOf(faults, 'status-after');
  if (after !== undefined) return send(response, statusAnswer(after), account);
  return sendThrough(response, faults, answer, account, stopped);
}

async function sendThrough(
  response: ServerResponse,
  faults: Fault[],
  answer: Answer,
  account: string | undefined,
  stopped: AbortSignal,
): Promise<Delivered> {
  const body = faultOf(faults, 'body')?.transform(answer.body) ?? answer.body;
  const short = faultOf(faults, 'cut-in-body');
  if (short !== undefined) return cutWithin(response, { ...answer, body }, short.bytes, account);
  const drip = faultOf(faults, 'drip');
  if (drip !== undefined) return dripOut(response, { ...answer, body }, drip.bytesPerSecond, account, stopped);
  return send(response, { ...answer, body }, account);
}

function send(response: ServerResponse, answer: Answer, account: string | undefined): Delivered {
  const bytes = Buffer.from(answer.body, 'utf8');
  // 204 may carry no length at all; everything else has one.
  response.writeHead(
    answer.status,
    answer.status === 204 ? answer.headers : { ...answer.headers, 'Content-Length': bytes.length },
  );
  response.end(bytes);
  return { status: answer.status, account };
}

function cut(response: ServerResponse, account: string | undefined): Delivered {
  response.destroy();
  return { status: 0, account };
}

async function cutWithin(
  response: ServerResponse,
  answer: Answer,
  length: number,
  account: string | undefined,
): Promise<Delivered> {
  const bytes = Buffer.from(answer.body, 'utf8');
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': bytes.length });
  await new Promise<void>((resolve) => {
    response.write(bytes.subarray(0, length), () => resolve());
  });
  response.destroy();
  return { status: answer.status, account };
}

async function dripOut(
  response: ServerResponse,
  answer: Answer,
  perSecond: number,
  account: string | undefined,
  stopped: AbortSignal,
): Promise<Delivered> {
  const bytes = Buffer.from(answer.body, 'utf8');
  const step = Math.max(1, Math.floor(perSecond / DRIPS_PER_SECOND));
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': bytes.length });
  for (let from = 0; from < bytes.length && !response.destroyed; from += step) {
    response.write(bytes.subarray(from, from + step));
    await wait(1000 / DRIPS_PER_SECOND, undefined, { signal: stopped });
  }
  response.end();
  return { status: answer.status, account };
}
