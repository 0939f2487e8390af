import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type KillOptions = {
  /** The program that writes and delivers (`notice-writer.ts`, as built). */
  writer: string;
  /** DATA_DIR, or the address of a database. */
  place: string;
  notices: number;
  kills: number;
  /** Processes at once; more than one only on a database. */
  processes: number;
  /** Given up after this. */
  limitMs: number;
};

export type KillOutcome = {
  /** Acknowledged by a process, and never received. */
  lost: string[];
  /** Received before the one before it of its key. */
  outOfOrder: string[];
  /** Received again under another id. */
  renamed: string[];
  received: number;
  repeated: number;
};

/** Answers, or not, as a receiver behind a bad line does. Whether it has taken the notice. */
function answerBadly(response: ServerResponse): boolean {
  const luck = randomInt(10);
  if (luck === 0) response.socket?.destroy();
  else if (luck === 1) response.writeHead(500).end();
  else if (luck === 2) response.writeHead(429, { 'retry-after': '0' }).end();
  else if (luck === 3) setTimeout(() => response.writeHead(204).end(), 30);
  else response.writeHead(204).end();
  return luck !== 1 && luck !== 2;
}

/** Kills processes at random moments while notices go through a flaky channel, and reports what came of them. */
export async function killWhileDelivering(options: KillOptions): Promise<KillOutcome> {
  const seen = new Map<string, string>();
  const outcome: KillOutcome = { lost: [], outOfOrder: [], renamed: [], received: 0, repeated: 0 };
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      const { id, key, number } = JSON.parse(body);
      if (answerBadly(response)) take(outcome, seen, { id, key, number });
    });
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const { port } = receiver.address() as AddressInfo; // a listening TCP server has a port
  const acknowledged = new Set<string>();
  const begin = () => beginWriter(options, port, acknowledged);
  const running = Array.from({ length: options.processes }, begin);
  for (let kill = 0; kill < options.kills; kill += 1) {
    await wait(randomInt(150, 700));
    await end(running.shift());
    running.push(begin());
  }
  // Not all need be acknowledged: a process may be killed between writing a notice and printing it.
  const until = performance.now() + options.limitMs;
  while (performance.now() < until && seen.size < options.notices) await wait(100);
  for (const child of running) await end(child);
  receiver.closeAllConnections();
  receiver.close();
  outcome.lost = [...acknowledged].filter((each) => !seen.has(each));
  return outcome;
}

function take(
  outcome: KillOutcome,
  seen: Map<string, string>,
  { id, key, number }: { id: string; key: string; number: number },
): void {
  outcome.received += 1;
  const name = `${key} ${number}`;
  const before = seen.get(name);
  if (before !== undefined) {
    outcome.repeated += 1;
    if (before !== id) outcome.renamed.push(name);
  } else if (number > 1 && !seen.has(`${key} ${number - 1}`)) outcome.outOfOrder.push(name);
  seen.set(name, before ?? id);
}

function beginWriter({ writer, place, notices }: KillOptions, port: number, acknowledged: Set<string>): ChildProcess {
  const child = spawn(process.execPath, [writer, place, `http://127.0.0.1:${port}/`, String(notices)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let rest = '';
  child.stdout.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    // The last line may be cut.
    rest = lines.pop() ?? '';
    for (const line of lines) acknowledged.add(line);
  });
  return child;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
}
