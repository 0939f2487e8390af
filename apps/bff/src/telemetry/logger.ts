import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** What is never written, wherever it turns up in what is logged. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'csrfToken', 'databaseUrl'];

/** The one logger of a server: JSON lines, names escaped by JSON, secrets cut out by construction. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*["set-${name}"]`]);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[cut out]' },
  };
  return pino(options, destination ?? standardOutput());
}

/** Lines that are kept for a reader that does not read, and the pause before they are offered again. */
const MOST_KEPT_BYTES = 1_048_576;
const AGAIN_MS = 100;

/**
 * Standard output, without ever waiting for who reads it: by itself the library tries again until the line is taken, and
 * with a reader that hangs nothing else would happen in this process, its end included. With one that is gone lines are lost.
 */
function standardOutput(): DestinationStream {
  const output = pino.destination({
    dest: process.stdout.fd,
    sync: true,
    maxLength: MOST_KEPT_BYTES,
    retryEAGAIN: () => false,
  });
  let isWaiting = false;
  output.on('error', () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      output.flush();
    }, AGAIN_MS).unref();
  });
  return output;
}
