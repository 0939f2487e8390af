import { filledIn, messageFor } from './field-messages.ts';
import { oneOf, type Random } from './random.ts';
import type { Platform } from './records.ts';

/** A reason as in the field: several sentences or lines, with paths, codes and quotes, or no reason at all. */
export function reasonFor(platform: Platform, machine: string, random: Random): string {
  const message = messageFor(platform, random);
  return message === undefined ? 'Failed' : filledIn(message, machine, random);
}

const WARNINGS: [string, ...string[]] = [
  'Backup of the file "C:\\ProgramData\\Temp\\~lock" was skipped: the file is in use.',
  'The repository is running low on free space: 9 % left.',
  'Unable to truncate transaction logs. Details: the database "Reporting" is in simple recovery mode.',
  'Veeam Agent on this computer is out of date and will be upgraded at the next rescan.',
];

/** The text of a warning. */
export function warningFor(random: Random): string {
  return oneOf(random, WARNINGS);
}
