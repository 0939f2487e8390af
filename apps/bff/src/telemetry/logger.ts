import { hostname } from 'node:os';
import { type DestinationStream, pino } from 'pino';
import type { LogEvent } from './log-events.ts';
import { inForm, type LogForm } from './log-form.ts';
import { createLogOutput, type LogHealth } from './log-output.ts';

/** The fields of a line: its stable event, and what belongs to it. */
export type LogFields = { event: LogEvent } & Record<string, unknown>;

type WriteLine = (fields: LogFields, message: string) => void;

/** The part of a logger that features use: a line without an event of `log-events.ts` does not compile. */
export type StructuredLogger = { info: WriteLine; warn: WriteLine; error: WriteLine };

/** Pino, as far as we use it. */
export type Logger = StructuredLogger & { debug: WriteLine; isLevelEnabled(level: string): boolean };

/** Fields that are never written, wherever they appear in a line. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'csrfToken', 'databaseUrl'];

/** JSON lines to nobody in particular. */
const plain: LogForm = { format: 'pino', toJournald: false };

/** A logger: lines with the process that wrote them, names escaped, secrets cut out by construction. */
export function createLogger(level: string, destination?: DestinationStream, form: LogForm = plain): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*["set-${name}"]`]);
  const options = {
    level,
    // In containers each process is the first.
    base: { hostname: hostname(), pid: process.pid },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[cut out]' },
  };
  return destination === undefined ? pino(options) : pino(options, inForm(form, destination));
}

/** A logger, and whether its lines arrive. */
export type Log = {
  logger: Logger;
  health(): LogHealth;
  /** Waits for the lines on their way, but not longer than this. */
  drained(ms: number): Promise<void>;
};

/** The one log of a process, on its standard output. */
export function createLog(level: string, form: LogForm): Log {
  const output = createLogOutput(process.stdout.fd, {
    onAgain: ({ lines, why }) =>
      logger.error(
        { event: 'log.dropped', lines, why },
        'the log could not be written for a while: lines were dropped',
      ),
  });
  const logger = createLogger(level, output, form);
  return { logger, health: () => output.health, drained: (ms) => output.drained(ms) };
}

/** Around a logger whose lines somebody else takes. */
export function logOf(logger: Logger): Log {
  const since = Date.now();
  return { logger, health: () => ({ state: 'ok', since, dropped: 0 }), drained: () => Promise.resolve() };
}
