import { useEffect, useState } from 'react';
import { readStored, writeStored } from '#lib/stored.ts';

/** Numbers of failed jobs as they were: each with the last moment it was true. Newest last. */
export type NumberMemory = { count: number; at: number }[];

const capacity = 50;
const day = 86_400_000;

/** Takes note of the number now. The same memory comes back where nothing is to be noted. */
export function remember(memory: NumberMemory, count: number, at: number): NumberMemory {
  const last = memory[memory.length - 1];
  if (last && at <= last.at) return memory;
  const earlier = last?.count === count ? memory.slice(0, -1) : memory;
  return [...earlier, { count, at }].slice(-capacity);
}

/** The newest number that is not the one now and was true within the last day. */
export function earlierNumber(memory: NumberMemory, count: number, now: number): { count: number; at: number } | null {
  const others = memory.filter((entry) => entry.count !== count && now - entry.at < day);
  return others[others.length - 1] ?? null;
}

/** Reads a memory stored as text; anything else than one is an empty memory. */
export function readMemory(text: string | null): NumberMemory {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isEntry) ? value : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is { count: number; at: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'count' in value &&
    typeof value.count === 'number' &&
    'at' in value &&
    typeof value.at === 'number'
  );
}

const storageKey = 'retry-desk.wall.numbers';

/** The number of failed jobs before the present one; stored across reloads of this screen. `count` is null while unknown. */
export function useEarlierNumber(count: number | null, now: number): { count: number; at: number } | null {
  const [memory, setMemory] = useState<NumberMemory>(() => readMemory(readStored(storageKey)));
  // Once a minute is enough: the wall reports it to the minute.
  const minute = Math.floor(now / 60_000) * 60_000;
  const next = count === null ? memory : remember(memory, count, minute);
  if (next !== memory) setMemory(next);

  // Follows the browser's storage, so that the nightly reload does not forget.
  useEffect(() => writeStored(storageKey, JSON.stringify(memory)), [memory]);

  return count === null ? null : earlierNumber(next, count, now);
}
