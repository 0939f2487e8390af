import type { DestinationStream } from 'pino';
import { asEcs, type LogLine } from './ecs-line.ts';
import { asLogfmt } from './logfmt-line.ts';

/** How lines are written; `toJournald`: each with the priority that journald takes from its beginning. */
export type LogForm = { format: 'pino' | 'ecs' | 'logfmt'; toJournald: boolean };

const shapes = {
  pino: (line: LogLine) => JSON.stringify(line),
  ecs: (line: LogLine) => JSON.stringify(asEcs(line)),
  logfmt: asLogfmt,
};

/** Priorities of syslog: https://www.freedesktop.org/software/systemd/man/latest/sd-daemon.html. */
const priorities: Readonly<Record<string, number>> = { fatal: 2, error: 3, warn: 4, info: 6, debug: 7, trace: 7 };

/** Takes pino's lines, and passes them on in their form. What pino has cut out of them is not in any form. */
export function inForm({ format, toJournald }: LogForm, destination: DestinationStream): DestinationStream {
  if (format === 'pino' && !toJournald) return destination;
  const shape = shapes[format];
  return {
    write(text) {
      const line: LogLine = JSON.parse(text);
      const prefix = toJournald ? `<${priorities[String(line.level)] ?? 6}>` : '';
      destination.write(`${prefix}${shape(line)}\n`);
    },
  };
}
