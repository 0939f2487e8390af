import type { StructuredLogger } from './logger.ts';

export type StoppableLogger = StructuredLogger & { stop(): void };

/** A logger for reads that a stop of the process cuts off: what fails after `stop` is no fault, and is not logged. */
export function stoppable(logger: StructuredLogger): StoppableLogger {
  let isStopped = false;
  return {
    info: (fields, message) => logger.info(fields, message),
    warn(fields, message) {
      if (!isStopped) logger.warn(fields, message);
    },
    error(fields, message) {
      if (!isStopped) logger.error(fields, message);
    },
    stop() {
      isStopped = true;
    },
  };
}
