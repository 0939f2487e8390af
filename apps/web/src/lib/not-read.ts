import type { JobRow } from '@retry-desk/contract';
import { words } from './words.ts';

/** Whether a success may be among the runs that have not been read yet: until they are, the streak is one at least. */
export function isSuccessUnread({ lastSuccessAt, readSince }: Pick<JobRow, 'lastSuccessAt' | 'readSince'>): boolean {
  return lastSuccessAt === null && readSince !== undefined;
}

/** The text in place of a last success: it is not known, or there was none. */
export function noSuccess({ readSince }: Pick<JobRow, 'readSince'>): string {
  return readSince === undefined ? words.board.never : words.notRead;
}
