import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of all connections that wait for the answers before theirs: some 80 MB. */
const MOST_WAITING = 20_000;
export type InTurn = { onRequest: RequestListener; onConnection: (socket: Socket) => void };

/**
 * Handles requests that come together over one connection (pipelining) one after the other: one answer is made at a
 * time. While a request waits nothing more is read from its connection, so that only one read (64 kB) can wait. Where
 * too many wait on all connections together, connections that bring more are closed. A connection that sends one
 * request at a time, as browsers and proxies do, passes unchanged, but for the turn in which it begins.
 */
export function inTurn(handle: RequestListener, mostWaiting = MOST_WAITING): InTurn {
  const waiting = new WeakMap<Socket, number>();
  let all = 0;
  const toBeRead: Socket[] = [];

  function count(socket: Socket, change: number): number {
    const now = (waiting.get(socket) ?? 0) + change;
    waiting.set(socket, now);
    all += change;
    return now;
  }

  function readNext(): void {
    toBeRead.shift()?.resume();
    if (toBeRead.length > 0) setImmediate(readNext);
  }

  /**
   * One in each turn of the loop: one read may hold more than a thousand requests, and others are answered in between.
   */
  function readLater(socket: Socket): void {
    if (toBeRead.push(socket) === 1) setImmediate(readNext);
  }

  function watch(socket: Socket): void {
    // A body parser resumes the connection; it has to stay paused all the same.
    socket.on('resume', () => {
      if ((waiting.get(socket) ?? 0) > 0) socket.pause();
    });
    socket.once('close', () => count(socket, -(waiting.get(socket) ?? 0)));
  }

  function onRequest(...[request, response]: Parameters<RequestListener>): void {
    // Node gives an answer its connection when it is the first of those that are due.
    if (response.socket !== null) {
      handle(request, response);
      return;
    }
    const { socket } = request;
    if (socket.destroyed) return;
    if (!waiting.has(socket)) watch(socket);
    if (all >= mostWaiting) {
      socket.destroy();
      return;
    }
    if (count(socket, 1) === 1) socket.pause();
    response.once('socket', () => {
      // Not at once: many short answers one after the other would leave no time to anybody else.
      setImmediate(() => {
        if (socket.destroyed) return;
        if (count(socket, -1) === 0) readLater(socket);
        handle(request, response);
      });
    });
  }

  return {
    onRequest,
    onConnection(socket) {
      socket.pause();
      readLater(socket);
    },
  };
}
