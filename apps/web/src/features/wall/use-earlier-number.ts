import { useEffect, useState } from 'react';
import { readStored, writeStored } from '#lib/stored.ts';
import { earlierNumber, type NumberMemory, readMemory, remember } from './earlier-number.ts';

const keptAs = 'retry-desk.wall.numbers';

/** The number of failed jobs before the present one; kept over reloads of this screen. `count` is null while unknown. */
export function useEarlierNumber(count: number | null, now: number): { count: number; at: number } | null {
  const [memory, setMemory] = useState<NumberMemory>(() => readMemory(readStored(keptAs)));
  // Once a minute is enough: the wall tells it to the minute.
  const minute = Math.floor(now / 60_000) * 60_000;
  const next = count === null ? memory : remember(memory, count, minute);
  if (next !== memory) setMemory(next);

  // Follows the browser's storage, so that the nightly reload does not forget.
  useEffect(() => writeStored(keptAs, JSON.stringify(memory)), [memory]);

  return count === null ? null : earlierNumber(next, count, now);
}
