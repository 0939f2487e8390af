import { ServerResponse, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '#telemetry/logger.ts';
import { securityHeaderList } from './headers.ts';

/** The statuses of Node's own answers (https://nodejs.org/api/http.html#event-clienterror); everything else is 400. */
const statuses = new Map<unknown, number>([
  ['HPE_HEADER_OVERFLOW', 431],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/** Lines in a minute: more would only fill the log. */
const MOST_LINES = 30;
const MINUTE_MS = 60_000;

/** Whether one more line has room in this minute, and how many had none since the last that had. */
function lineRoom(): () => { unsaid: number } | null {
  let beganAt = Number.NEGATIVE_INFINITY;
  let logged = 0;
  let unsaid = 0;
  return () => {
    const now = performance.now();
    if (now - beganAt >= MINUTE_MS) [beganAt, logged] = [now, 0];
    if (logged >= MOST_LINES) {
      unsaid += 1;
      return null;
    }
    logged += 1;
    const before = unsaid;
    unsaid = 0;
    return { unsaid: before };
  };
}

/** Whether an answer has begun on this connection: nothing of ours may come into the middle of it. */
function hasBegunToAnswer(socket: Duplex): boolean {
  // Node stores the answer in progress there, and checks it for the same reason.
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return answer instanceof ServerResponse && answer.headersSent;
}

/**
 * For `clientError`: input that is no HTTP, is too large, gives its length twice, or comes too slowly becomes no
 * request. It gets the headers of every other answer, its connection is closed, and the log has a line. The address is
 * that of the connection: without a head the client behind a proxy is not known.
 */
export function brokenRequests({ publicUrl, logger }: { publicUrl: URL; logger: Pick<Logger, 'warn'> }) {
  const headers = [...securityHeaderList(publicUrl), ['Cache-Control', 'no-store']];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const takeLine = lineRoom();

  return (error: Error, socket: Duplex): void => {
    const code: unknown = Reflect.get(error, 'code');
    const isOfThem = typeof code === 'string' && /^(?:HPE_|ERR_HTTP_)/.test(code);
    if (!isOfThem || !socket.writable || hasBegunToAnswer(socket)) {
      socket.destroy();
      return;
    }
    const status = statuses.get(code) ?? 400;
    const peer = socket instanceof Socket ? socket.remoteAddress : undefined;
    // A connection that was opened in advance and carried no byte is no attempt at anything.
    const isSilent = socket instanceof Socket && socket.bytesRead === 0;
    const line = isSilent ? null : takeLine();
    if (line !== null)
      logger.warn({ event: 'http.malformed-request', peer, code, status, ...line }, 'a malformed request was refused');
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${lines}\r\n`,
      () => socket.destroy(),
    );
  };
}
