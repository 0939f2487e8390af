import { fstatSync } from 'node:fs';

/**
 * Whether journald reads what is written into this file descriptor. A process that was started by a service has the variable,
 * too, wherever its own output goes: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#%24JOURNAL_STREAM
 */
export function isJournald(fd: number, stream = process.env.JOURNAL_STREAM): boolean {
  if (!stream) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    // A closed output is nobody's.
    return false;
  }
}
