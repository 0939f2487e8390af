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
  return destination ? pino(options, destination) : pino(options);
}
