import { write as writeFile } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether lines of the log reach where they go, and how many did not since the process began. */
export type LogHealth = { state: 'ok' | 'failing'; since: number; dropped: number };

export type LogOutput = {
  /** Takes a line. Never waits and never throws; a line without room is dropped and counted. */
  write(line: string): void;
  readonly health: LogHealth;
  /** Waits until everything is written, but not longer than this. Never rejects. */
  drained(ms: number): Promise<void>;
};

/** The buffer for a reader that does not read, or for a disk that is full. */
const MOST_BUFFERED_BYTES = 1_048_576;
/** One call to the system takes this much at most. */
const MOST_AT_ONCE = 65_536;
const AGAIN_MS = 100;
/** A reader of a pipe that is only slow has made room by then. */
const PIPE_AGAIN_MS = 20;
/** A write that is neither done nor refused after this long has a disk or a terminal that hangs. */
const HANGS_MS = 2_000;

export type LogOutputOptions = {
  /** Called once the whole buffer has been written again, after lines were dropped. */
  onAgain?: (lost: { lines: number; why: string }) => void;
  mostBufferedBytes?: number;
};

/**
 * Lines into a file descriptor, beside everything else: a full disk, a quota, a reader that stopped, died or hangs cost
 * lines, and nothing but lines. Whatever goes wrong is tried again until it goes right: a disk is given room, and a named
 * pipe another reader.
 */
export function createLogOutput(fd: number, options: LogOutputOptions = {}): LogOutput {
  const { onAgain, mostBufferedBytes = MOST_BUFFERED_BYTES } = options;
  const lines: Buffer[] = [];
  let bufferedBytes = 0;
  let dropped = 0;
  let reported = 0;
  let isBusy = false;
  let failing: { since: number; why: string } | null = null;
  let okSince = Date.now();
  let whenEmpty = Promise.withResolvers<void>();

  function fail(why: string): void {
    failing ??= { since: Date.now(), why };
  }

  /** The next piece to be written: whole lines, or the rest of one that was written in part. */
  function nextPiece(): Buffer {
    const [first = Buffer.alloc(0)] = lines;
    if (lines.length === 1 || first.length >= MOST_AT_ONCE) return first;
    let [count, bytes] = [0, 0];
    for (const line of lines) {
      if (count > 0 && bytes + line.length > MOST_AT_ONCE) break;
      count += 1;
      bytes += line.length;
    }
    const piece = Buffer.concat(lines.splice(0, count), bytes);
    lines.unshift(piece);
    return piece;
  }

  function emptied(): void {
    isBusy = false;
    whenEmpty.resolve();
    whenEmpty = Promise.withResolvers();
    if (failing === null) return;
    const { why } = failing;
    failing = null;
    okSince = Date.now();
    const lost = dropped - reported;
    reported = dropped;
    if (lost > 0) onAgain?.({ lines: lost, why });
  }

  function writeNext(): void {
    if (lines.length === 0) {
      emptied();
      return;
    }
    isBusy = true;
    const piece = nextPiece();
    const hangs = setTimeout(() => fail('it hangs'), HANGS_MS).unref();
    writeFile(fd, piece, 0, piece.length, null, (error, written) => {
      clearTimeout(hangs);
      bufferedBytes -= written;
      if (written === piece.length) lines.shift();
      else if (written > 0) lines[0] = piece.subarray(written);
      if (error === null) {
        writeNext();
        return;
      }
      fail(error.code ?? error.message);
      setTimeout(writeNext, error.code === 'EAGAIN' ? PIPE_AGAIN_MS : AGAIN_MS).unref();
    });
  }

  return {
    get health() {
      const { state, since } =
        failing === null ? ({ state: 'ok', since: okSince } as const) : ({ state: 'failing', ...failing } as const);
      return { state, since, dropped };
    },
    write(line) {
      const bytes = Buffer.from(line);
      if (bufferedBytes + bytes.length > mostBufferedBytes) {
        dropped += 1;
        fail('too many lines wait');
        return;
      }
      lines.push(bytes);
      bufferedBytes += bytes.length;
      if (!isBusy) writeNext();
    },
    async drained(ms) {
      if (isBusy) await Promise.race([whenEmpty.promise, pause(ms, undefined, { ref: false })]);
    },
  };
}
