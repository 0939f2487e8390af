import { isoDay } from './dates.ts';
import { serverNow } from './server-clock.ts';
import type { Zone } from './time.ts';

/** Hands a table to the browser as a file that is named after what it holds and the day. */
export function saveTable(bytes: Blob, name: string, zone: Zone): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}-${isoDay(serverNow(), zone)}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
