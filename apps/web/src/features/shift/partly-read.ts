import type { HandOver } from '@retry-desk/contract';

/** Whether runs of this time have still to be read: what is counted of them is the least. */
export function isPartlyRead({ em: { readSince }, since }: HandOver): boolean {
  return readSince !== undefined && Date.parse(readSince) > Date.parse(since);
}
