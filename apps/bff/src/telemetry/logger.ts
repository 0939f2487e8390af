import { hostname } from 'node:os';
import { type DestinationStream, type Logger, pino } from 'pino';
import { createLogOutput, type LogHealth } from './log-output.ts';

export type { Logger } from 'pino';

/** What a part of the house needs of a logger. */
export type StructuredLogger = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** What is never written, wherever it turns up in what is logged. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'csrfToken', 'databaseUrl'];

/** A logger: JSON lines with the process that wrote them, names escaped by JSON, secrets cut out by construction. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*["set-${name}"]`]);
  const options = {
    level,
    // In containers each process is the first.
    base: { hostname: hostname(), pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[cut out]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** A logger, and whether its lines arrive. */
export type Log = {
  logger: Logger;
  health(): LogHealth;
  /** Waits for the lines on their way, but not longer than this. */
  drained(ms: number): Promise<void>;
};

/** The one log of a process, on its standard output. */
export function createLog(level: string): Log {
  const output = createLogOutput(process.stdout.fd, {
    onAgain: ({ lines, why }) =>
      logger.error(
        { event: 'log.dropped', lines, why },
        'the log could not be written for a while: lines were dropped',
      ),
  });
  const logger = createLogger(level, output);
  return { logger, health: () => output.health, drained: (ms) => output.drained(ms) };
}

/** Around a logger whose lines somebody else takes. */
export function logOf(logger: Logger): Log {
  const since = Date.now();
  return { logger, health: () => ({ state: 'ok', since, dropped: 0 }), drained: () => Promise.resolve() };
}
