import type { JobCause } from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import { words as catalogue } from '#lib/words.ts';
import { causeWords } from '#lib/words-causes.ts';

/** So many machines are named. */
const named = 12;

/** The machines of a job that failed for a cause, and how often the job has; a number that is not known is left out. */
export function causeFacts({ machines, timesInMonth }: Pick<JobCause, 'machines' | 'timesInMonth'>): string {
  const names = machines.slice(0, named).map(isolated).join(', ');
  const more = machines.length > named ? ` ${catalogue.board.more(machines.length - named)}` : '';
  const count = catalogue.count.machines(machines.length);
  const times = timesInMonth === null || timesInMonth === 0 ? '' : ` · ${causeWords.timesInMonth(timesInMonth)}`;
  return `${count}${names && `: ${names}`}${more}${times}`;
}
